/*
One row per week and kind of occasion that ever took place: how many, zero included.

grain: week_end, occasion

week_end               Sunday that ends the week
occasion               kind
mean                   meal, event or null (neither)
n                      occasions with at least one other person
n_beyond_first_circle  of these, with someone from outside the first circle
*/
with kinds as (
    select distinct occasion, mean from mart.occasions
)

select
    weeks.week_end,
    kinds.occasion,
    kinds.mean,
    count(occasions.occasion_id) as n,
    count(occasions.occasion_id) filter (occasions.is_beyond_first_circle) as n_beyond_first_circle
from core.weeks
cross join kinds
left join mart.occasions
    on occasions.occasion = kinds.occasion and held_on <= weeks.week_end and held_on > weeks.week_end - 7
group by weeks.week_end, kinds.occasion, kinds.mean
