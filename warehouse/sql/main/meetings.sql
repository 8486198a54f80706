/*
One row per person and event they were in with you: who was in the room, past and planned, contacts or not.

grain: event_id, person_id

event_id      the event
meeting_date  day
title         title of the event
occasion      lunch, seminar, call …
person_id     the person
name          their name
organisation  their present organisation
is_contact    they are in an address book or connection list of yours
participants  people in it, you included
hours         duration that counts
is_inferred   the person is not invited: the title names them
is_first      it is the first time you met; events of too many people are no meeting
is_planned    it has yet to take place
*/
with met as (
    select event_id, person_id, participants, false as is_inferred from core.attendances
    union all
    select event_id, person_id, participants, is_inferred from core.interactions where source = 'title'
    union all
    select event_id, person_id, participants, true as is_inferred from core.planned_interactions where source = 'title'
)

select
    met.event_id,
    events.local_date as meeting_date,
    events.summary as title,
    events.occasion,
    met.person_id,
    persons.display_name as name,
    organisations.name as organisation,
    persons.is_contact,
    met.participants,
    events.hours,
    met.is_inferred,
    coalesce(people_met.is_first, false) as is_first,
    events.local_date > weeks.as_of as is_planned
from met
inner join core.events using (event_id)
inner join core.persons using (person_id)
inner join core.weeks on weeks.is_reporting
left join core.organisations using (organisation_id)
left join mart.people_met on met.event_id = people_met.event_id and met.person_id = people_met.person_id
