/*
One row per half-life and threshold tried in the reporting week: how many ties would be strong, and how many would
change class.

grain: week_end, half_life_days, strong_threshold

week_end               Sunday that ends the reporting week
half_life_days         days in which a weight halves
strong_threshold       strength from which a tie is strong, in discounted hours
strong                 active and cooling ties that would be strong
weak                   active and cooling ties that would be weak
people_changing_class  ties whose class differs from the one under the settings in force
*/
with tried as (
    select
        half_life_days,
        strong_threshold
    from (select unnest([90, 180, 365])::double as half_life_days) as half_lives
    cross join (select unnest([2, 4, 6])::double as strong_threshold) as thresholds
),

ties as (
    select
        week_end,
        person_id,
        tie_class
    from mart.tie_weeks
    inner join core.weeks using (week_end)
    where is_reporting and tie_class in ('strong', 'weak')
),

strengths as (
    select
        ties.person_id,
        tie_class,
        half_life_days,
        sum(weight * pow(2, (interaction_date - week_end) / half_life_days)) as strength
    from ties
    inner join core.interactions using (person_id)
    cross join (select distinct half_life_days from tried) as half_lives
    where known_date <= week_end
    group by ties.person_id, tie_class, half_life_days
)

select
    weeks.week_end,
    tried.half_life_days,
    tried.strong_threshold,
    count(strengths.person_id) filter (strength >= strong_threshold - 1e-9) as strong,
    count(strengths.person_id) filter (strength < strong_threshold - 1e-9) as weak,
    count(strengths.person_id)
        filter ((strength >= strong_threshold - 1e-9) <> (tie_class = 'strong')) as people_changing_class
from core.weeks
cross join tried
left join strengths using (half_life_days)
where weeks.is_reporting
group by weeks.week_end, tried.half_life_days, tried.strong_threshold
