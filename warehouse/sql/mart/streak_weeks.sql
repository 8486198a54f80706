/*
One row per week: for how many weeks on end, up to this one, there was a networking occasion.

Leave weeks neither count nor break. There is no cap: weeks before the first one held are looked at too.

grain: week_end

week_end      Sunday that ends the week
streak_weeks  number of consecutive weeks with a networking occasion; 0 when this week, no leave week, has none; null
              where nothing tells of meetings
*/
with kept_weeks as (
    select distinct date_trunc('week', held_on)::date + 6 as week_end
    from mart.occasions
    where is_networking
),

span as (
    select least(min(weeks.week_end), (select min(week_end) from kept_weeks)) as first_end,
        max(weeks.week_end) as last_end
    from core.weeks
),

all_weeks as (
    select unnest(generate_series(first_end, last_end, interval 7 days))::date as week_end
    from span
),

marked as (
    select
        all_weeks.week_end,
        strftime(all_weeks.week_end, '%G-W%V') in (select iso_week from raw.leave_weeks) as is_leave,
        kept_weeks.week_end is not null as is_kept
    from all_weeks
    left join kept_weeks using (week_end)
),

runs as (
    select
        *,
        count(*) filter (not is_leave and not is_kept) over (order by week_end) as run
    from marked
),

streaks as (
    select
        week_end,
        count(*) filter (not is_leave and is_kept) over (partition by run order by week_end) as streak_weeks
    from runs
)

select
    evaluation_weeks.week_end,
    case when has_meetings then streaks.streak_weeks end as streak_weeks
from mart.evaluation_weeks
inner join streaks using (week_end)
