/*
One row per copy of an event, with the revision of its UID and occurrence that holds.

grain: copy_id
references: copy_id staging.events.event_id

copy_id        the occurrence in one calendar, of staging.events
lead_id        the copy_id of its latest revision: SEQUENCE, then DTSTAMP, in a calendar that still holds the event
revision       1 for the latest revision, 2 for the next …
uid            UID of the event
starts_at      start, UTC
ends_at        end, UTC; null when the file gives none
title_key      title folded, without "Copy:"; null without one
is_gone        the calendar's newest export no longer holds it
sequence       SEQUENCE, 0 when absent
dtstamp        DTSTAMP, UTC; null when absent
last_modified  LAST-MODIFIED, else DTSTAMP, UTC
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
        events.dtstamp,
        events.last_modified
    from staging.events
    left join staging.occasions on events.summary = occasions.summary
)

select
    copy_id,
    first_value(copy_id) over revisions as lead_id,
    row_number() over revisions as revision,
    uid,
    starts_at,
    ends_at,
    title_key,
    is_gone,
    sequence,
    dtstamp,
    last_modified
from keyed
window revisions as (
    partition by uid, occurrence_key
    order by is_gone, sequence desc, dtstamp desc nulls last, last_modified desc nulls last, copy_id
    rows between unbounded preceding and unbounded following
)
