/*
One row per registrable e-mail domain that belongs to an organisation.

grain: domain

domain           registrable domain, free-mail domains left out
organisation_id  the organisation that most people with an address there name as theirs: at least two, more than any
                 other names, and a third of those who name one, since providers of mailboxes that no list holds have
                 people of many
people           their number
*/
with holders as (
    select distinct records.person_id, contact_emails.domain
    from staging.contact_emails
    inner join core.records using (record_id)
    where contact_emails.is_valid and not contact_emails.is_free_mail and contact_emails.domain is not null
),

counted as (
    select
        holders.domain,
        person_positions.organisation_id,
        count(*) as people,
        sum(count(*)) over (partition by holders.domain) as people_of_domain
    from holders
    inner join core.person_positions using (person_id)
    where person_positions.organisation_id is not null
    group by holders.domain, person_positions.organisation_id
)

select domain, organisation_id, people
from counted
where people >= 2 and people * 3 >= people_of_domain
qualify
    row_number() over (partition by domain order by people desc, organisation_id) = 1
    and count(*) over (partition by domain, people) = 1
