/*
One row per week: how much of the active network, and of the time given to it, lies beyond the first circle.

Someone whose circles are partly first circle counts for that share within and for the rest beyond; without a circle, in
neither.

grain: week_end

week_end             Sunday that ends the week
ei_people            (beyond - within) / (beyond + within), by people: -1 all within, 1 all beyond; null when both are 0
ei_attention         the same by strength
people_within        active and cooling ties within the first circle
people_beyond        active and cooling ties beyond it
people_unclassified  active and cooling ties without a circle
attention_within     strength of the ties within, in discounted hours
attention_beyond     strength of the ties beyond, in discounted hours
weak_share           weak ties / (weak + strong ties) (0-1); null when there is neither
*/
with active as (
    select
        tie_weeks.week_end,
        strength,
        tie_class,
        first_circle_share
    from mart.tie_weeks
    inner join mart.contacts using (person_id)
    where state in ('active', 'cooling')
),

totals as (
    select
        weeks.week_end,
        coalesce(sum(first_circle_share), 0) as people_within,
        coalesce(sum(1 - first_circle_share), 0) as people_beyond,
        count(*) filter (strength is not null and first_circle_share is null) as people_unclassified,
        coalesce(sum(strength * first_circle_share), 0) as attention_within,
        coalesce(sum(strength * (1 - first_circle_share)), 0) as attention_beyond,
        count(*) filter (tie_class = 'weak') as weak,
        count(*) filter (tie_class = 'strong') as strong
    from core.weeks
    left join active using (week_end)
    group by weeks.week_end
)

select
    week_end,
    (people_beyond - people_within) / nullif(people_beyond + people_within, 0) as ei_people,
    (attention_beyond - attention_within) / nullif(attention_beyond + attention_within, 0) as ei_attention,
    people_within,
    people_beyond,
    people_unclassified,
    attention_within,
    attention_beyond,
    weak / nullif(weak + strong, 0)::double as weak_share
from totals
