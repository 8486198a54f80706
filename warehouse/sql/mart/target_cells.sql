/*
One row per week and target of the plan: sectors crossed with levels of seniority, other targets one by
one.

grain: week_end, row_axis, row_value, column_axis, column_value

week_end          Sunday that ends the week
row_axis          sector, seniority, function, organisation, place or person
row_value         the target as the plan writes it
column_axis       seniority, or any when the row is not crossed
column_value      level of seniority, or any
people            contacts known by then that fit, as known today
reachable_people  of these, with a valid telephone number or e-mail address
active_people     of these, with an active or cooling tie
*/
with cells as (
    select
        sectors.axis as row_axis,
        sectors.value as row_value,
        sectors.folded as row_folded,
        coalesce(levels.axis, 'any') as column_axis,
        coalesce(levels.value, 'any') as column_value,
        levels.folded as column_folded
    from mart.plan_targets as sectors
    left join mart.plan_targets as levels on levels.axis = 'seniority'
    where sectors.axis = 'sector'
    union all
    select
        plan_targets.axis as row_axis,
        plan_targets.value as row_value,
        plan_targets.folded as row_folded,
        'any' as column_axis,
        'any' as column_value,
        null as column_folded
    from mart.plan_targets
    where
        plan_targets.axis <> 'sector'
        and not (
            plan_targets.axis = 'seniority'
            and exists (from mart.plan_targets as sectors where sectors.axis = 'sector')
        )
),

fitting as (
    select distinct
        cells.row_axis,
        cells.row_value,
        cells.column_axis,
        cells.column_value,
        traits.person_id
    from cells
    inner join mart.person_traits as traits on cells.row_axis = traits.axis and cells.row_folded = traits.folded
    left join mart.person_traits as levels
        on
            traits.person_id = levels.person_id
            and cells.column_axis = levels.axis
            and cells.column_folded = levels.folded
    where cells.column_axis = 'any' or levels.person_id is not null
),

standing as (
    select
        weeks.week_end,
        fitting.*,
        contacts.is_reachable,
        coalesce(rhythm_weeks.state in ('active', 'cooling'), false) as is_active
    from fitting
    inner join mart.contacts using (person_id)
    inner join core.weeks on contacts.known_from <= weeks.week_end
    left join mart.rhythm_weeks on fitting.person_id = rhythm_weeks.person_id and weeks.week_end = rhythm_weeks.week_end
)

select
    weeks.week_end,
    cells.row_axis,
    cells.row_value,
    cells.column_axis,
    cells.column_value,
    count(standing.person_id) as people,
    count(*) filter (standing.is_reachable) as reachable_people,
    count(*) filter (standing.is_active) as active_people
from core.weeks
cross join cells
left join standing using (week_end, row_axis, row_value, column_axis, column_value)
group by weeks.week_end, cells.row_axis, cells.row_value, cells.column_axis, cells.column_value
