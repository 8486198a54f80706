/*
One row per person and event, day of a conversation or line of touches.csv, in the past: an interaction of the owner
with the person.

grain: person_id, interaction_id
references: person_id core.persons
references: event_id core.events

person_id         the person: not the owner, not suppressed; is_contact or not
interaction_id    the event, the conversation and its day, or the line of touches.csv
event_id          the event; null for messages and lines of touches.csv
interaction_date  day in the home's zone, not after the run's day
known_date        day from which it counts: its own, or of messages that of the first answer where it is later
weight            attention in hours, discounted
occasion          what the event is; message
participants      people in it who did not decline, owner included
source            calendar, title where nobody is invited and the title names the person, messages, or log: a line of
                  touches.csv
is_inferred       the person is inferred, from the title or as the organiser of an event that lists nobody
*/
with every as (
    select
        person_id, event_id as interaction_id, event_id, meeting_date as interaction_date, meeting_date as known_date,
            weight, occasion, participants,
        source, is_inferred
    from core.meetings
    union all
    select
        person_id, conversation_id || '/' || message_date as interaction_id, null as event_id,
            message_date as interaction_date, known_date, weight,
        'message' as occasion, participants, 'messages' as source, false as is_inferred
    from core.message_days
    union all
    select
        person_id, 'touches.csv/' || line as interaction_id, null as event_id, touched_on as interaction_date,
            touched_on as known_date, weight, occasion, 2 as participants, 'log' as source, false as is_inferred
    from core.touches
)

select
    every.person_id,
    every.interaction_id,
    every.event_id,
    every.interaction_date,
    every.known_date,
    every.weight,
    every.occasion,
    every.participants,
    every.source,
    every.is_inferred
from every
inner join core.weeks on weeks.is_reporting and every.known_date <= weeks.as_of
