/*
One row per person and event that makes an interaction, past or future: people invited, and people whom the title names.

grain: person_id, event_id
references: event_id core.events
references: person_id core.identities

person_id      the person
event_id       the event
meeting_date   day of the event in the home's zone
weight         attention in hours, discounted: h·κ·σ·status·a_ego·a_i/(n−1)
shared_weight  the same without a_i: what a tie between two people in the room starts from
answer         a_i
occasion       what the event is
participants   n, owner included
source         calendar, or title where nobody is invited and the title names the person
is_inferred    the person is inferred, from the title or as the organiser of an event that lists nobody
*/
with invited as (
    select
        attendances.person_id,
        attendances.event_id,
        attendances.answer,
        attendances.participants,
        events.series_number,
        events.is_inferred,
        'calendar' as source
    from core.attendances
    inner join core.events using (event_id)
    where events.is_counted
),

named as (
    select
        title_mentions.person_id,
        title_mentions.event_id,
        measures.tentative_answer as answer,
        2 as participants,
        row_number() over (
            partition by events.series_id order by events.starts_at, events.occurrence, events.event_id
        ) as series_number,
        true as is_inferred,
        'title' as source
    from core.title_mentions
    inner join core.events using (event_id)
    cross join raw.measures
    where title_mentions.person_id is not null
),

met as (
    from invited
    union all
    from named
),

weighed as (
    select
        met.person_id,
        met.event_id,
        events.local_date,
        events.occasion,
        met.participants,
        met.answer,
        met.is_inferred,
        met.source,
        events.hours
        * case when occasion_means.mean = 'meal' then measures.meal_factor else 1.0 end
        * case when met.series_number > measures.series_free then measures.series_factor else 1.0 end
        * events.status_factor
        * events.ego_answer
        / (met.participants - 1) as shared_weight
    from met
    inner join core.events using (event_id)
    left join core.occasion_means using (occasion)
    cross join raw.measures
)

select
    person_id,
    event_id,
    local_date as meeting_date,
    shared_weight * answer as weight,
    shared_weight,
    answer,
    occasion,
    participants,
    source,
    is_inferred
from weighed
