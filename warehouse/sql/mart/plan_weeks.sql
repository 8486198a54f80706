/*
One row per week and mean of the plan: what was planned a week, what was done.

grain: week_end, mean

week_end      Sunday that ends the week
mean          meal, event, new_people (first meetings with contacts) or reconnect (ties revived)
planned       number planned a week; null when the plan does not say
done          number in the week; null for reconnect when changes of state are withheld
mean_8_weeks  mean of done over the 8 weeks up to this one; null where one of them is not held or its done is null
*/
with means as (
    select unnest(['meal', 'event', 'new_people', 'reconnect']) as mean
),

held as (
    select
        weeks.week_end,
        mean,
        count(*) as n
    from mart.occasions
    inner join core.weeks on held_on <= week_end and held_on > week_end - 7
    where mean is not null
    group by weeks.week_end, mean
    union all
    select
        week_end,
        'new_people',
        value
    from mart.reach_weeks
    where metric = 'first_meetings'
    union all
    select
        week_end,
        'reconnect',
        sum(n)
    from mart.transition_weeks
    where name = 'revived'
    group by week_end
),

done as (
    select
        evaluation_weeks.week_end,
        means.mean,
        plan_means.planned,
        case
            when means.mean = 'reconnect' and (is_withheld or previous_week_end is null) then null
            else coalesce(held.n, 0)
        end::bigint as done
    from mart.evaluation_weeks
    cross join means
    left join held using (week_end, mean)
    left join raw.plan_means using (mean)
)

select
    week_end,
    mean,
    planned,
    done,
    case
        when count(done) over eight_weeks = 8 then avg(done) over eight_weeks
    end as mean_8_weeks
from done
window eight_weeks as (partition by mean order by week_end rows between 7 preceding and current row)
