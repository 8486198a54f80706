/*
One row per copy of an event: the same event may stand in several calendars, under one UID or several.

One UID and occurrence is one event. So are two of one start, end and title (without "Copy:") that lie in several
calendars or were imported again, when one of them lists nobody or both have a guest in common.

grain: copy_id
references: copy_id staging.events.event_id

copy_id   the occurrence in one calendar, of staging.events
event_id  the event: the copy_id of its latest revision
revision  1 for the latest revision (SEQUENCE, then LAST-MODIFIED) in a calendar that still holds the event, 2 for the
          next …; copies under another UID follow those of the one with most guests
*/
with keyed as (
    select
        events.event_id as copy_id,
        events.uid,
        -- an event that does not recur is the same event even where one calendar still has it at its old time
        case when bool_and(events.is_single) over (partition by events.uid) then '' else events.occurrence end
            as occurrence_key,
        events.starts_at,
        events.ends_at,
        occasions.title_key,
        events.is_gone,
        events.sequence,
        events.last_modified
    from staging.events
    left join staging.occasions on events.summary = occasions.summary
),

copies as (
    select
        *,
        first_value(copy_id) over revisions as lead_id,
        row_number() over revisions as own_revision
    from keyed
    window revisions as (
        partition by uid, occurrence_key
        order by is_gone, sequence desc, last_modified desc nulls last, copy_id
        rows between unbounded preceding and unbounded following
    )
),

guests as (
    select distinct copies.lead_id, coalesce(person_records.person_id, event_attendees.address) as guest
    from copies
    inner join staging.event_attendees on copies.copy_id = event_attendees.event_id
    inner join staging.events on copies.copy_id = events.event_id
    left join link.person_records
        on person_records.record_id = events.source || '/att:' || event_attendees.address
    anti join staging.own_addresses on event_attendees.address = own_addresses.address
),

leads as (
    select copies.*, (select count(*) from guests where guests.lead_id = copies.copy_id) as guest_count
    from copies
    where copies.own_revision = 1 and copies.title_key is not null and not copies.is_gone
),

-- in each slot and title the event with most guests; the others may be copies of it
mains as (
    select *
    from leads
    qualify row_number() over (
        partition by starts_at, ends_at, title_key order by guest_count desc, sequence desc,
            last_modified desc nulls last, copy_id
    ) = 1
),

doubles as (
    select leads.copy_id as lead_id, mains.copy_id as main_id
    from leads
    inner join mains
        on leads.starts_at = mains.starts_at
        and leads.ends_at is not distinct from mains.ends_at
        and leads.title_key = mains.title_key
        and leads.uid <> mains.uid
    where
        leads.guest_count = 0
        or exists (
            select 1
            from guests as mine
            inner join guests as theirs on mine.guest = theirs.guest
            where mine.lead_id = leads.copy_id and theirs.lead_id = mains.copy_id
        )
)

select
    copies.copy_id,
    coalesce(doubles.main_id, copies.lead_id) as event_id,
    row_number() over (
        partition by coalesce(doubles.main_id, copies.lead_id)
        order by doubles.main_id is not null, doubles.lead_id, copies.own_revision
    ) as revision
from copies
left join doubles using (lead_id)
