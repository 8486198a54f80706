/*
One row per copy of an event: the same event may stand in several calendars.

grain: copy_id
references: copy_id staging.events.event_id

copy_id   the occurrence in one calendar, of staging.events
event_id  the event: the copy_id of its latest revision
revision  1 for the latest revision (SEQUENCE, then LAST-MODIFIED) in a calendar that still holds the event, 2 for the
          next …
*/
with keyed as (
    select
        event_id as copy_id,
        uid,
        -- an event that does not recur is the same event even where one calendar still has it at its old time
        case when bool_and(is_single) over (partition by uid) then '' else occurrence end as occurrence_key,
        is_gone,
        sequence,
        last_modified
    from staging.events
)

select
    copy_id,
    first_value(copy_id) over revisions as event_id,
    row_number() over revisions as revision
from keyed
window revisions as (
    partition by uid, occurrence_key
    order by is_gone, sequence desc, last_modified desc nulls last, copy_id
    rows between unbounded preceding and unbounded following
)
