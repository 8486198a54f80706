/*
One row per person whose organisation or job title is known: the present position.

grain: person_id
references: person_id core.identities

person_id        the person
organisation_id  folded name of the organisation; null when not known
organisation     its name as the record writes it
title            job title: of the same record, else of another that names the same organisation or none
function         what the title says, or the user
seniority        what the title says, or the user
is_from_linkedin  the organisation is what LinkedIn says
*/
with statements as (
    select
        records.person_id,
        contacts.record_id,
        contacts.organisation,
        contacts.organisation_key,
        contacts.title,
        contacts.is_from_linkedin,
        -- a row without an id is the least sure to be this person's
        contacts.position_kind = 'card' or contacts.uid is not null as is_identified,
        -- a connection list states the present position on the day it was exported; a card, on the day it was last
        -- changed
        case
            when contacts.is_from_linkedin
                then coalesce(contacts.stated_on, contacts.first_seen_on)
            else coalesce(contacts.rev_at::date, contacts.stated_on)
        end as said_on
    from core.records
    inner join core.identities using (person_id)
    inner join staging.contacts using (record_id)
    where contacts.organisation_key is not null or contacts.title is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id
            order by
                organisation_key is null,
                said_on desc nulls last,
                is_from_linkedin desc,
                is_identified desc,
                title is null,
                record_id
        ) as place
    from statements
),

present as (
    select * from ranked where place = 1
),

titles as (
    select ranked.person_id, arg_min(ranked.title, ranked.place) as title
    from ranked
    inner join present using (person_id)
    where
        ranked.title is not null
        and (ranked.organisation_key is null or ranked.organisation_key = present.organisation_key)
    group by ranked.person_id
),

decided as (
    select
        decided_fields.person_id,
        min(decided_fields.value) filter (where decided_fields.field = 'organisation') as organisation,
        min(decided_fields.value) filter (where decided_fields.field = 'title') as title,
        min(decided_fields.value) filter (where decided_fields.field = 'function') as function,
        min(decided_fields.value) filter (where decided_fields.field = 'seniority') as seniority
    from core.decided_fields
    group by decided_fields.person_id
),

settled as (
    select
        identities.person_id,
        coalesce(set_organisations.organisation_key, present.organisation_key) as organisation_id,
        coalesce(set_organisations.organisation, present.organisation) as organisation,
        coalesce(decided.title, case when set_organisations.organisation is null then titles.title end) as title,
        decided.function,
        decided.seniority,
        set_organisations.organisation is null and coalesce(present.is_from_linkedin, false) as is_from_linkedin
    from core.identities
    left join present using (person_id)
    left join titles using (person_id)
    left join decided using (person_id)
    left join staging.set_organisations on decided.organisation = set_organisations.organisation
)

select
    settled.person_id,
    settled.organisation_id,
    settled.organisation,
    settled.title,
    coalesce(settled.function, job_titles.function) as function,
    coalesce(settled.seniority, job_titles.seniority) as seniority,
    settled.is_from_linkedin
from settled
left join staging.job_titles using (title)
where coalesce(settled.organisation_id, settled.title, settled.function, settled.seniority) is not null
