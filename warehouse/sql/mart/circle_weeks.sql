/*
One row per week and circle: its people and the attention they received.

Someone in k circles counts 1/k in each.

grain: week_end, circle_id

week_end         Sunday that ends the week
circle_id        circle
label            its name as written
kind             family, friends, school, employer, client, club, professional or other
is_first_circle  belongs to the first circle
active_people    active and cooling ties in it
known_people     contacts known by then in it
share_of_active  active_people / all active and cooling ties that are in a circle (0-1); null when there is none
share_of_known   known_people / all contacts that are in a circle (0-1); null when there is none
attention        strength of its active and cooling ties, in discounted hours
hours_90_days    weight of the interactions with its people in the 90 days up to week_end, in discounted hours, not
                 decayed
*/
with people as (
    select
        week_end,
        category as circle_id,
        sum(weight) filter (population = 'active') as active_people,
        sum(weight) filter (population = 'known') as known_people
    from mart.category_weeks
    where axis = 'circle'
    group by week_end, category
),

attention as (
    select
        tie_weeks.week_end,
        category as circle_id,
        sum(weight * strength) as attention
    from mart.tie_weeks
    inner join mart.categories using (person_id)
    where axis = 'circle' and state in ('active', 'cooling')
    group by tie_weeks.week_end, category
),

circle_days as (
    select
        interaction_date,
        known_date,
        category as circle_id,
        sum(categories.weight * interactions.weight) as hours
    from core.interactions
    inner join mart.categories using (person_id)
    where axis = 'circle'
    group by interaction_date, known_date, category
),

hours as (
    select
        weeks.week_end,
        circle_id,
        sum(hours) as hours
    from circle_days
    inner join core.weeks on known_date <= week_end and interaction_date > week_end - 90
    group by weeks.week_end, circle_id
)

select
    weeks.week_end,
    circles.circle_id,
    circles.label,
    circles.kind,
    circles.is_first_circle,
    coalesce(active_people, 0) as active_people,
    coalesce(known_people, 0) as known_people,
    coalesce(active_people, 0) / nullif(sum(active_people) over (partition by weeks.week_end), 0) as share_of_active,
    coalesce(known_people, 0) / nullif(sum(known_people) over (partition by weeks.week_end), 0) as share_of_known,
    coalesce(attention.attention, 0) as attention,
    coalesce(hours.hours, 0) as hours_90_days
from core.weeks
cross join core.circles
left join people using (week_end, circle_id)
left join attention using (week_end, circle_id)
left join hours using (week_end, circle_id)
