/*
One row per past interaction with a person, meeting or day of messages: what tie strength is counted from.

grain: person_id, interaction_id

interaction_date  day
person_id         the person
name              their name
organisation      their present organisation
occasion          lunch, seminar, call … message
weight            attention in hours, discounted
participants      people in it, you included
is_contact        they are in an address book or connection list of yours
is_inferred       inferred from the title, or from the organiser, of an event without guests
event_id          the event; null for messages and lines of touches.csv
interaction_id    the event, the conversation and its day, or the line of touches.csv
*/
select
    interactions.interaction_date,
    interactions.person_id,
    persons.display_name as name,
    organisations.name as organisation,
    interactions.occasion,
    interactions.weight,
    interactions.participants,
    persons.is_contact,
    interactions.is_inferred,
    interactions.event_id,
    interactions.interaction_id
from core.interactions
inner join core.persons using (person_id)
left join core.organisations using (organisation_id)
