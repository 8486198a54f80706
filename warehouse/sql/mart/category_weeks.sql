/*
One row per week, population, axis and group: how many of the population belong to it.

grain: week_end, population, axis, category

week_end    Sunday that ends the week
population  active (active and cooling ties) or known (contacts known by then)
axis        circle, sector, seniority, country or organisation
category    the group
weight      people in it, someone in k circles counting 1/k in each
*/
with category_days as (
    select
        axis,
        category,
        known_from,
        sum(weight) as weight
    from mart.categories
    inner join mart.contacts using (person_id)
    group by axis, category, known_from
)

select
    weeks.week_end,
    'known' as population,
    axis,
    category,
    sum(weight) as weight
from category_days
inner join core.weeks on known_from <= week_end
group by weeks.week_end, axis, category
union all
select
    tie_weeks.week_end,
    'active',
    axis,
    category,
    sum(weight)
from mart.tie_weeks
inner join mart.categories using (person_id)
where tie_weeks.state in ('active', 'cooling')
group by tie_weeks.week_end, axis, category
