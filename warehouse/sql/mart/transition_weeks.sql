/*
One row per week and pair of states between which contacts moved or stayed since the week before.

A week whose changes are withheld, and the first week held, have no rows.

grain: week_end, from_state, to_state

week_end    Sunday that ends the week
from_state  state a week earlier, or absent: not yet known
to_state    state at the end of the week
name        new (from absent); else, from a state other than absent and never_met, by where it led:
            revived, cooled, fell_dormant, lost; null when nothing changed, or after a first meeting
n           number of contacts
*/
with seen as (
    select
        week_end,
        previous_state as from_state,
        state as to_state,
        count(*) as n
    from mart.tie_weeks
    where state <> 'never_met' and previous_state is not null
    group by week_end, previous_state, state
),

arrivals as (
    select
        evaluation_weeks.week_end,
        count(contacts.person_id) as n
    from mart.evaluation_weeks
    left join mart.contacts on known_from > previous_week_end and known_from <= week_end
    where previous_week_end is not null and not is_withheld
    group by evaluation_weeks.week_end
),

never_met as (
    select
        arrivals.week_end,
        arrivals.n - coalesce((select sum(seen.n) from seen where seen.week_end = arrivals.week_end
            and from_state = 'absent'), 0) as arrived,
        state_weeks.n as standing
    from arrivals
    inner join mart.state_weeks on state_weeks.week_end = arrivals.week_end and state_weeks.state = 'never_met'
),

moves as (
    select week_end, from_state, to_state, n from seen
    union all
    select week_end, 'absent', 'never_met', arrived from never_met
    union all
    select week_end, 'never_met', 'never_met', standing - arrived from never_met
)

select
    week_end,
    from_state,
    to_state,
    case
        when from_state = 'absent' then 'new'
        when from_state in ('never_met', to_state) then null
        when to_state = 'active' then 'revived'
        when to_state = 'cooling' then 'cooled'
        when to_state = 'dormant' then 'fell_dormant'
        when to_state = 'lost' then 'lost'
    end as name,
    n::bigint as n
from moves
where n > 0
