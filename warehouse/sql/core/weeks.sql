/*
One row per week of the report's window: the reporting week and the 26 before it.

grain: week_end

week_end           its Sunday
iso_week           '2026-W47'
is_reporting       the week the report is about: its Sunday is the last one not after the run's day
as_of              day up to which events are past: the run's day for the reporting week, week_end for the others
previous_week_end  the Sunday before
*/
with reporting as (
    select ($as_of)::date as as_of, ($as_of)::date - (isodow(($as_of)::date) % 7)::integer as week_end
),

weeks as (
    select
        reporting.as_of,
        reporting.week_end as reporting_week_end,
        reporting.week_end - 7 * unnest(range(27))::integer as week_end
    from reporting
)

select
    week_end,
    strftime(week_end, '%G-W%V') as iso_week,
    week_end = reporting_week_end as is_reporting,
    case when week_end = reporting_week_end then as_of else week_end end as as_of,
    week_end - 7 as previous_week_end
from weeks
