/*
One row per event that another one of its slot and title is taken for.

One meeting may lie in several calendars, and be imported again.

grain: lead_id
references: lead_id staging.events.event_id
references: main_id staging.events.event_id

lead_id  the event, of core.event_revisions
main_id  the event with most guests of those that a chain of common guests joins; for one that lists nobody, of the only
         such company in its slot
*/
with guests as (
    select distinct event_revisions.lead_id, coalesce(person_records.person_id, event_attendees.address) as guest
    from core.event_revisions
    inner join staging.event_attendees on event_revisions.copy_id = event_attendees.event_id
    inner join staging.events on event_revisions.copy_id = events.event_id
    left join link.person_records
        on person_records.record_id = events.source || '/att:' || event_attendees.address
    anti join staging.own_addresses on event_attendees.address = own_addresses.address
),

leads as (
    select
        event_revisions.*,
        (select count(*) from guests where guests.lead_id = event_revisions.copy_id) as guest_count
    from core.event_revisions
    where event_revisions.revision = 1 and event_revisions.title_key is not null and not event_revisions.is_gone
),

-- events that share slot and title, the one with most guests first
doubtful as (
    select
        *,
        dense_rank() over (order by starts_at, ends_at, title_key) as slot,
        row_number() over (
            order by starts_at, ends_at, title_key, guest_count desc, sequence desc, dtstamp desc nulls last,
                last_modified desc nulls last, copy_id
        ) as place
    from leads
    qualify count(*) over (partition by starts_at, ends_at, title_key) > 1
),

seats as (
    select doubtful.copy_id, doubtful.slot, guests.guest
    from doubtful
    inner join guests on doubtful.copy_id = guests.lead_id
),

-- the first place that a chain of common guests leads to
companies as (
    with recursive reached(copy_id, place) using key (copy_id) as (
        select copy_id, place from doubtful where guest_count > 0
        union
        select seats.copy_id, min(nearest.place) as place
        from seats
        inner join (
            select seats.slot, seats.guest, min(reached.place) as place
            from seats
            inner join reached using (copy_id)
            group by seats.slot, seats.guest
        ) as nearest using (slot, guest)
        inner join reached using (copy_id)
        where nearest.place < reached.place
        group by seats.copy_id
    )
    select * from reached
),

slots as (
    select
        doubtful.slot,
        count(distinct companies.place) as companies,
        min(doubtful.place) as place
    from doubtful
    left join companies using (copy_id)
    group by doubtful.slot
)

select doubtful.copy_id as lead_id, mains.copy_id as main_id
from doubtful
left join companies using (copy_id)
inner join slots using (slot)
inner join doubtful as mains
    on mains.place = coalesce(companies.place, case when slots.companies <= 1 then slots.place end)
where doubtful.uid <> mains.uid
