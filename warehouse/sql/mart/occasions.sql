/*
One row per occasion: a past event with at least one other person, mass events included. A mailbox of a company is
nobody. Also a past event without guests whose title names a circle of the settings.

grain: occasion_id

occasion_id             event id; kind and day for what was logged by hand: several people at one lunch are one occasion
held_on                 local day
occasion                breakfast, lunch, dinner, coffee, drinks, seminar, …, meeting, call or other
mean                    meal, event or null (neither)
is_networking           a meal or an event
is_beyond_first_circle  someone from outside the first circle was there (people who are not contacts included); never
                        for a mass event; of a circle's own event, whether the circle is beyond the first
*/
with people as (
    select
        persons.person_id,
        coalesce(contacts.is_beyond_first_circle, true) as is_beyond
    from core.persons
    left join mart.contacts using (person_id)
    where not persons.is_ego and not persons.is_suppressed
),

held as (
    select
        event_id as occasion_id,
        local_date as held_on,
        occasion,
        is_mass
    from core.events
    inner join core.weeks on weeks.is_reporting and events.local_date <= weeks.as_of
    semi join core.attendances using (event_id)
    where not is_cancelled and coalesce(ego_answer, 1) > 0 and participants >= 2 and (is_counted or is_mass)
),

company as (
    select
        held.occasion_id,
        bool_or(people.is_beyond) as is_beyond
    from held
    inner join core.attendances on attendances.event_id = held.occasion_id and attendances.answer > 0
    inner join people using (person_id)
    where not held.is_mass
    group by held.occasion_id
),

noted as (
    select
        coalesce(event_id, occasion || ' ' || interaction_date) as occasion_id,
        min(interaction_date) as held_on,
        min(occasion) as occasion,
        bool_or(people.is_beyond) as is_beyond
    from core.interactions
    inner join people using (person_id)
    where (source = 'title' or (source = 'log' and occasion <> 'message'))
        and coalesce(event_id, '') not in (select occasion_id from held)
    group by coalesce(event_id, occasion || ' ' || interaction_date)
),

-- nobody is invited, and the title names a circle
alone as (
    select
        circle_events.event_id as occasion_id,
        min(events.local_date) as held_on,
        min(events.occasion) as occasion,
        bool_or(not circle_events.is_first_circle) as is_beyond
    from core.circle_events
    inner join core.events using (event_id)
    inner join core.weeks on weeks.is_reporting and events.local_date <= weeks.as_of
    where circle_events.event_id not in (select occasion_id from noted)
    group by circle_events.event_id
),

together as (
    select
        held.occasion_id,
        held.held_on,
        held.occasion,
        coalesce(company.is_beyond, false) as is_beyond
    from held
    left join company using (occasion_id)
    union all
    select occasion_id, held_on, occasion, is_beyond from noted
    union all
    select occasion_id, held_on, occasion, is_beyond from alone
)

select
    together.occasion_id,
    together.held_on,
    coalesce(together.occasion, 'other') as occasion,
    occasion_means.mean,
    occasion_means.mean is not null as is_networking,
    together.is_beyond as is_beyond_first_circle
from together
left join core.occasion_means using (occasion)
