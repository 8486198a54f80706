/*
One row per target of the plan in the reporting week: sectors crossed with levels of seniority, other targets one by one.

grain: week_end, row_axis, row_value, column_axis, column_value

week_end          Sunday that ends the reporting week
row_axis          sector, seniority, function, organisation, place or person
row_value         the target as the plan writes it
column_axis       seniority, or any when the row is not crossed
column_value      level of seniority, or any
people            contacts that fit
reachable_people  of these, with a valid telephone number or e-mail address
active_people     of these, with an active or cooling tie
*/
with targets as (
    select distinct axis, value, lower(strip_accents(trim(value))) as folded
    from raw.plan_targets
),
cells as (
    select sectors.axis as row_axis, sectors.value as row_value, sectors.folded as row_folded,
        coalesce(levels.axis, 'any') as column_axis, coalesce(levels.value, 'any') as column_value, levels.folded as column_folded
    from targets as sectors
    left join targets as levels on levels.axis = 'seniority'
    where sectors.axis = 'sector'
    union all
    select axis, value, folded, 'any', 'any', null
    from targets
    where axis <> 'sector' and not (axis = 'seniority' and exists (select 1 from targets where axis = 'sector'))
),
traits as (
    select person_id, axis, lower(strip_accents(trim(value))) as folded
    from (
        select person_id, unnest(['sector', 'seniority', 'function', 'organisation', 'organisation', 'place', 'place', 'person', 'person']) as axis,
            unnest([sector, seniority, function, organisation, organisation_id, city, country, display_name, person_id]) as value
        from mart.contacts
    )
),
fitting as (
    select distinct row_axis, row_value, column_axis, column_value, traits.person_id
    from cells
    inner join traits on traits.axis = row_axis and traits.folded = row_folded
    left join traits as levels on levels.person_id = traits.person_id and levels.axis = column_axis and levels.folded = column_folded
    where column_axis = 'any' or levels.person_id is not null
),
standing as (
    select fitting.*, tie_weeks.is_reachable, tie_weeks.state in ('active', 'cooling') as is_active
    from fitting
    inner join mart.tie_weeks using (person_id)
    inner join core.weeks using (week_end)
    where is_reporting
)
select
    weeks.week_end,
    row_axis,
    row_value,
    column_axis,
    column_value,
    count(standing.person_id) as people,
    count(*) filter (standing.is_reachable) as reachable_people,
    count(*) filter (standing.is_active) as active_people
from core.weeks
cross join cells
left join standing using (row_axis, row_value, column_axis, column_value)
where weeks.is_reporting
group by weeks.week_end, row_axis, row_value, column_axis, column_value
