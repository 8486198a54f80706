/*
One row per copy of an event: the same event may stand in several calendars, under one UID or several.

One UID and occurrence is one event. So are two of one start, end and title (without "Copy:") that lie in several
calendars or were imported again, when both have a guest in common, also by way of a third copy, or when
one lists nobody and those that do are one event.

grain: copy_id
references: copy_id staging.events.event_id

copy_id   the occurrence in one calendar, of staging.events
event_id  the event: the copy_id of its latest revision
revision  1 for the latest revision of the UID with most guests, 2 for the next …; copies under another UID follow
*/
select
    event_revisions.copy_id,
    coalesce(event_doubles.main_id, event_revisions.lead_id) as event_id,
    row_number() over (
        partition by coalesce(event_doubles.main_id, event_revisions.lead_id)
        order by event_doubles.main_id is not null, event_doubles.lead_id, event_revisions.revision
    ) as revision
from core.event_revisions
left join core.event_doubles using (lead_id)
