/*
One row per answer that a guest sent as a message of its own (METHOD:REPLY), the latest of each.

grain: uid, occurrence, address

uid          UID of the event
occurrence   RECURRENCE-ID as written; empty for all of the event
address      of the guest, lower case
partstat     the answer, upper case
sequence     SEQUENCE of the invitation it answers, 0 when absent
answered_at  DTSTAMP, UTC
*/
with answers as (
    select
        events.uid,
        coalesce(events.recurrence_id, '') as occurrence,
        unnest(events.attendees) as guest,
        coalesce(events.sequence, 0) as sequence,
        coalesce(events.dtstamp, events.last_modified) as answered_at
    from raw.events as events
    inner join raw.files as files
        on events.source = files.source and events.file = files.file and events.sha256 = files.sha256
    where files.method = 'REPLY' and events.uid is not null
)

select uid, occurrence, lower(trim(guest.email)) as address, upper(guest.partstat) as partstat, sequence, answered_at
from answers
where guest.email is not null and guest.partstat is not null
qualify row_number() over (
    partition by uid, occurrence, lower(trim(guest.email)) order by sequence desc, answered_at desc nulls last, guest
) = 1
