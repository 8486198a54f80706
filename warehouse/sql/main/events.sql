/*
One row per event of your calendars that was not cancelled, past or planned.

grain: event_id

event_id      the event
event_date    day
title         title
occasion      lunch, seminar, call …
hours         duration that counts
participants  people in it, you included; null when you are alone
names         those who take part, in alphabetical order, joined by commas
is_planned    it has yet to take place
*/
with company as (
    select meetings.event_id, string_agg(persons.display_name, ', ' order by persons.display_name) as names
    from core.meetings
    inner join core.persons using (person_id)
    group by meetings.event_id
)

select
    events.event_id,
    events.local_date as event_date,
    events.summary as title,
    events.occasion,
    events.hours,
    events.participants,
    company.names,
    events.local_date > weeks.as_of as is_planned
from core.events
inner join core.weeks on weeks.is_reporting
left join company using (event_id)
where not events.is_cancelled
