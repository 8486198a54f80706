/*
One row per week and headline figure, with the week before and what may be said of the change.

Stocks rise or fall by what was counted; numbers of a week (new_ties, revived, fell_dormant, occasions …) only when the
difference is beyond chance (more than 1.645 times the square root of their sum, as for Poisson counts); d1 when its
interval leaves out 0.

grain: week_end, figure

week_end  Sunday that ends the week
figure    known, reachable, active_ties; new_ties, first_meetings, revived, fell_dormant, occasions,
          occasions_beyond_first_circle; d1 (circles of active ties), ei_people, ei_attention, weak_share, pace,
          streak_weeks; other_share: share (0-1) of the occasions of the last 365 days that no word of their title
          places; inferred_interactions: so far, from names in titles; calendar_is_withheld: 1 when changes of state are
          withheld, else 0
value     the figure; null when it cannot be given
previous  the figure a week earlier; null in the first week held
change    up, down, stable; null when nothing may be said
note      why there is no value: calendar_old, owner_unknown, no_calendar, first_week, insufficient, no_plan; else null
*/
with moves as (
    select
        week_end,
        coalesce(sum(n) filter (name = 'revived'), 0) as revived,
        coalesce(sum(n) filter (name = 'fell_dormant'), 0) as fell_dormant
    from mart.evaluation_weeks
    left join mart.transition_weeks using (week_end)
    group by week_end
),

moved as (
    select
        week_end,
        reason,
        is_withheld,
        case when not has_meetings then 'no_calendar' when reason <> 'calendar_old'
            or not is_seen then reason end as no_meetings,
        coalesce(reason, no_meetings, case when previous_week_end is null then 'first_week' end) as missing,
        revived,
        fell_dormant
    from mart.evaluation_weeks
    inner join moves using (week_end)
),

connections as (
    -- messages, or a list that dates its connections: the last of them is the last day it surely speaks of
    select max(data_through) as data_through
    from core.sources
    where kind in ('contacts', 'messages') and data_from is not null
),

circles as (
    select
        week_end,
        d1,
        status,
        change
    from mart.diversity_weeks
    where population = 'active' and axis = 'circle'
),

titles as (
    select
        weeks.week_end,
        count(*) filter (occasion = 'other') / nullif(count(occasion_id), 0)::double as share
    from core.weeks
    left join mart.occasions on held_on <= week_end and held_on > week_end - 365
    group by weeks.week_end
),

inferred as (
    select
        weeks.week_end,
        count(interactions.person_id) as n
    from core.weeks
    left join core.interactions on is_inferred and interaction_date <= week_end
    group by weeks.week_end
),

listed as (
    select
        week_end,
        metric as figure,
        value,
        null as note,
        'stock' as rule
    from mart.reach_weeks where metric in ('known', 'reachable')
    union all
    select
        week_end,
        metric,
        case when unseen is null then value end,
        unseen,
        'flow'
    from mart.reach_weeks
    inner join moved using (week_end)
    cross join connections
    cross join lateral (
        select case when metric = 'first_meetings'
            or coalesce(connections.data_through < week_end - 6, true) then no_meetings end as unseen
    ) as seeing
    where metric in ('new_ties', 'first_meetings')
    union all
    select week_end, 'active_ties', sum(n), null, 'stock' from mart.state_weeks
        where state in ('active', 'cooling') group by week_end
    union all
    select week_end, 'revived', case when missing is null then revived end, missing, 'flow' from moved
    union all
    select week_end, 'fell_dormant', case when missing is null then fell_dormant end, missing, 'flow' from moved
    union all
    select week_end, 'calendar_is_withheld', is_withheld::integer, reason, null from moved
    union all
    select
        week_end,
        'occasions',
        case when no_meetings is null then occasions_this_week end,
        no_meetings,
        'flow'
    from mart.plan_progress
    inner join moved using (week_end)
    union all
    select
        week_end,
        'occasions_beyond_first_circle',
        case when no_meetings is null then occasions_beyond_first_circle end, no_meetings, 'flow'
    from mart.plan_progress
    inner join moved using (week_end)
    union all
    select
        week_end,
        'pace',
        case when no_meetings is null then pace end,
        case when not has_plan then 'no_plan' else no_meetings end, null
    from mart.plan_progress
    inner join moved using (week_end)
    union all
    select
        week_end,
        'streak_weeks',
        case when no_meetings is null then streak_weeks end,
        no_meetings,
        'stock'
    from mart.plan_progress
    inner join moved using (week_end)
    union all
    select
        week_end,
        'd1',
        case when status = 'ok' then d1 end,
        case when status <> 'ok' then 'insufficient' end,
        change
        from circles
    union all
    select
        week_end,
        unnest(['ei_people', 'ei_attention', 'weak_share']),
        unnest([ei_people, ei_attention, weak_share]),
        null,
        null
    from mart.first_circle_weeks
    union all
    select week_end, 'other_share', share, null, null from titles
    union all
    select week_end, 'inferred_interactions', n, null, null from inferred
),

followed as (
    select
        *,
        lag(value) over (partition by figure order by week_end) as previous
    from listed
)

select
    week_end,
    figure,
    value::double as value,
    previous::double as previous,
    case
        when rule in ('up', 'down', 'stable') then rule
        when rule is null or value is null or previous is null then null
        when value = previous
            or (rule = 'flow' and abs(value - previous) <= 1.645 * sqrt(value + previous)) then 'stable'
        when value > previous then 'up'
        else 'down'
    end as change,
    note
from followed
