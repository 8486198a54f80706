/*
One row per person and meeting: somebody else than the owner, in an event of up to mass_event_size people, named in a
title, or logged by hand as met.

Contacts and others alike; declined invitations and events without company left out. Messages, and calls logged by
hand, are no meetings.

grain: event_id, person_id

event_id    event, or line of touches.csv
person_id   person met
met_on      local day of the event
is_contact  the person is in the address book or among the connections
is_first    first event at which the person was met (the earliest event id on that day)
*/
with attended as (
    select
        attendances.event_id,
        attendances.person_id,
        attendances.local_date as met_on
    from core.attendances
    inner join core.events using (event_id)
    inner join core.weeks on weeks.is_reporting and attendances.local_date <= weeks.as_of
    cross join raw.measures
    where attendances.answer > 0 and events.is_counted and not events.is_mass and events.participants <= mass_event_size
    union
    select
        coalesce(event_id, interaction_id),
        person_id,
        interaction_date
    from core.interactions
    where source in ('calendar', 'title') or (source = 'log' and occasion not in ('call', 'message'))
),

people as (
    select
        persons.person_id,
        contacts.person_id is not null as is_contact
    from core.persons
    left join mart.contacts using (person_id)
    where not persons.is_ego and not persons.is_suppressed
)

select
    attended.event_id,
    attended.person_id,
    attended.met_on,
    people.is_contact,
    row_number() over (partition by attended.person_id order by attended.met_on, attended.event_id) = 1 as is_first
from attended
inner join people using (person_id)
