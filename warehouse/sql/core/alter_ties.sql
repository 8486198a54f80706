/*
One row per pair of contacts and small event they were both in, in the past.

grain: person_a, person_b, event_id
references: person_a core.persons.person_id
references: person_b core.persons.person_id
references: event_id core.events

person_a          the contact with the smaller id
person_b          the other contact
event_id          the event, of at most the settings' small_event_size participants
interaction_date  day in the home's zone, not after the run's day
weight            h·κ·σ·status·a_ego·a_i·a_j/(n−1), in hours
*/
with present as (
    select meetings.*
    from core.meetings
    inner join core.identities using (person_id)
    inner join core.weeks on weeks.is_reporting and meetings.meeting_date <= weeks.as_of
    cross join raw.measures
    where identities.is_contact and meetings.participants <= measures.small_event_size
)

select
    present.person_id as person_a,
    other.person_id as person_b,
    present.event_id,
    present.meeting_date as interaction_date,
    present.shared_weight * present.answer * other.answer as weight
from present
inner join present as other on present.event_id = other.event_id and present.person_id < other.person_id
