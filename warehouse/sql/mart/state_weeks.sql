/*
One row per week and state: the number of contacts known by then in each state, zero included.

grain: week_end, state

week_end  Sunday that ends the week
state     active, cooling, dormant, lost or never_met
n         number of contacts
*/
with known_days as (
    select
        known_from,
        count(*) as n
    from mart.contacts
    group by known_from
),

known_weeks as (
    select
        weeks.week_end,
        coalesce(sum(known_days.n), 0) as n
    from core.weeks
    left join known_days on known_from <= week_end
    group by weeks.week_end
),

seen_weeks as (
    select
        week_end,
        state,
        count(*) as n
    from mart.rhythm_weeks
    group by week_end, state
),

seen_totals as (
    select
        week_end,
        sum(n) as n
    from seen_weeks
    group by week_end
)

select
    known_weeks.week_end,
    states.state,
    case
        when states.state = 'never_met' then known_weeks.n - coalesce(seen_totals.n, 0)
        else coalesce(seen_weeks.n, 0)
    end::bigint as n
from known_weeks
cross join (select unnest(['active', 'cooling', 'dormant', 'lost', 'never_met']) as state) as states
left join seen_weeks using (week_end, state)
left join seen_totals using (week_end)
