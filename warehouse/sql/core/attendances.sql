/*
One row per event and person in it, the owner left out: who was, or will be, in the room.

Events that are cancelled or that the owner declined, and people who declined, are left out; mass events are not.

grain: event_id, person_id
references: event_id core.events
references: person_id core.identities

event_id      the event
person_id     the person; suppressed people are left out
local_date    day of the event; future ones included
answer        1 accepted or organiser, else the tentative answer; the tentative answer of an organiser who lists nobody
is_organizer  the person organises the event
participants  people in it, owner included
*/
select
    event_members.event_id,
    identities.person_id,
    events.local_date,
    case when events.is_inferred then measures.tentative_answer else event_members.answer end as answer,
    event_members.is_organizer,
    events.participants
from core.event_members
inner join core.events using (event_id)
inner join core.identities on event_members.member_id = identities.person_id
cross join raw.measures
where
    (events.is_counted or events.is_mass)
    and event_members.answer > 0
    and not event_members.is_ego
    and not identities.is_ego
    and not identities.is_suppressed
