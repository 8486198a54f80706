/*
One row per past interaction with a person: what tie strength is counted from.

grain: person_id, event_id

interaction_date  day
person_id         the person
name              their name
organisation      their present organisation
occasion          lunch, seminar, call …
weight            attention in hours, discounted
participants      people in it, you included
is_contact        they are in an address book or connection list of yours
is_inferred       inferred from the title of an event without guests
event_id          the event
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
    interactions.event_id
from core.interactions
inner join core.persons using (person_id)
left join core.organisations using (organisation_id)
