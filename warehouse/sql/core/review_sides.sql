/*
One row per value that review shows of a side of a question: what the records say that stand for the side. All records
of a person speak for it; where both sides are of one person, each record speaks for itself.

grain: place, side, field, value

place  of the question in link.review_pairs
side   a or b
field  name, organisation, title, birthday, profile, email, phone, record (where it lies) or met (the last day)
value  as shown
said   records that say so
*/
with sides as (
    select place, 'a' as side, record_a as record_id, record_b as other_id from link.review_pairs
    union all
    select place, 'b', record_b, record_a from link.review_pairs
),

members as (
    select sides.place, sides.side, records.record_id, own.person_id
    from sides
    inner join link.person_records as own using (record_id)
    inner join link.person_records as others on sides.other_id = others.record_id
    inner join link.person_records as records on own.person_id = records.person_id
    where own.person_id <> others.person_id or records.record_id = own.record_id
),

sayings as (
    select place, side, 'name' as field, display_name as value from members inner join link.records using (record_id)
    union all
    select place, side, 'organisation', organisation from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'title', title from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'birthday', bday from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'profile', linkedin_url from members inner join link.records using (record_id)
    union all
    select place, side, 'email', coalesce(email, raw) from members inner join staging.contact_emails using (record_id)
    union all
    select place, side, 'email', position from members inner join link.records using (record_id)
    where position_kind = 'attendee'
    union all
    select place, side, 'phone', coalesce(e164, raw) from members inner join staging.contact_phones using (record_id)
    union all
    select place, side, 'record', file || ', ' || position_kind || ' ' || position
    from members inner join link.records using (record_id) where position_kind in ('card', 'row')
    union all
    select place, side, 'record', file from members inner join link.records using (record_id)
    where position_kind not in ('card', 'row')
    union all
    select people.place, people.side, 'met', max(interactions.interaction_date)::varchar
    from (select distinct place, side, person_id from members) as people
    inner join core.interactions using (person_id)
    group by people.place, people.side
)

select place, side, field, value, count(*) as said
from sayings
where value is not null
group by place, side, field, value
