/*
One row per person and event, in the future: what would be an interaction if it were past.

grain: person_id, event_id
references: person_id core.persons
references: event_id core.events

person_id         the person: not the owner, not suppressed
event_id          the event
interaction_date  day in the home's zone, after the run's day
occasion          what the event is
participants      people invited who did not decline, owner included
source            calendar or title
*/
select
    meetings.person_id,
    meetings.event_id,
    meetings.meeting_date as interaction_date,
    meetings.occasion,
    meetings.participants,
    meetings.source
from core.meetings
inner join core.weeks on weeks.is_reporting and meetings.meeting_date > weeks.as_of
