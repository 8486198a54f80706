/*
One row per contact in the reporting week: its state and the one a week earlier.

grain: person_id

week_end        Sunday that ends the reporting week
person_id       contact
state           active, cooling, dormant, lost or never_met
previous_state  the same, or absent; null when withheld
*/
select
    tie_weeks.week_end,
    tie_weeks.person_id,
    tie_weeks.state,
    tie_weeks.previous_state
from mart.tie_weeks
inner join core.weeks using (week_end)
where weeks.is_reporting
