/*
One row per person and event, in the past: an interaction of the owner with the person.

grain: person_id, event_id
references: person_id core.persons
references: event_id core.events

person_id         the person: not the owner, not suppressed; is_contact or not
event_id          the event
interaction_date  day in the home's zone, not after the run's day
weight            attention in hours, discounted
occasion          what the event is
participants      people in it who did not decline, owner included
source            calendar, or title where nobody is invited and the title names the person
is_inferred       the person is inferred from the title
*/
select
    meetings.person_id,
    meetings.event_id,
    meetings.meeting_date as interaction_date,
    meetings.weight,
    meetings.occasion,
    meetings.participants,
    meetings.source,
    meetings.is_inferred
from core.meetings
inner join core.weeks on weeks.is_reporting and meetings.meeting_date <= weeks.as_of
