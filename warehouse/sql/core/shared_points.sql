/*
One row per two people and contact point that both hold, where no more than four do and no company or service.

grain: person_a, person_b, point

person_a  the smaller id
person_b  the larger id
point     address, or number in E.164 form
kind      landline, mobile, private_mailbox or work_mailbox
*/
with points as (
    select
        contact_phones.record_id,
        contact_phones.e164 as point,
        case when contact_phones.subtype = 'fixed_line' then 'landline' else 'mobile' end as kind
    from staging.contact_phones
    where contact_phones.subtype in ('fixed_line', 'mobile', 'fixed_line_or_mobile')
    union all
    select
        contact_emails.record_id,
        contact_emails.email as point,
        case when contact_emails.is_free_mail then 'private_mailbox' else 'work_mailbox' end as kind
    from staging.contact_emails
    where contact_emails.is_valid and not contact_emails.is_role
),

holders as (
    select distinct points.point, points.kind, records.person_id
    from points
    inner join core.records using (record_id)
    inner join core.persons using (person_id)
),

small as (
    select holders.point
    from holders
    anti join (
        select points.point
        from points
        inner join link.entities using (record_id)
        where entities.entity_type not in ('person', 'empty', 'couple')
    ) as of_houses using (point)
    group by holders.point
    having count(distinct holders.person_id) between 2 and 4
)

select holders.person_id as person_a, others.person_id as person_b, holders.point, min(holders.kind) as kind
from holders
inner join small using (point)
inner join holders as others on holders.point = others.point and holders.person_id < others.person_id
group by holders.person_id, others.person_id, holders.point
