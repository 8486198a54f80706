/*
One row per week: how far the plan has come, and whether its rhythm is kept.

grain: week_end

week_end                       Sunday that ends the week
has_plan                       a plan is written
statement                      the objective in the owner's words
start_date                     first day of the plan
deadline                       its last day
target_people                  number of fitting people to meet
matching_met                   distinct contacts that fit the plan in full and were met from start_date to week_end, at
                               an event, by a name in a title or as logged (mart.people_met): who was only written to
                               was not met; null without a plan
elapsed_share                  days since start_date / days from start_date to deadline; above 1 after it, below 0
                               before the start
progress_share                 matching_met / target_people
pace                           progress_share / elapsed_share; null until the plan has started
pace_class                     late below 0.8, ahead above 1.2, else on_time; null without a pace
required_per_week              people still to meet / weeks left, 0 when the target is reached; null without a target
                               and once the deadline has come
streak_weeks                   consecutive weeks up to this one with a networking occasion; leave weeks neither count
                               nor break
occasions_this_week            networking occasions in the week
occasions_beyond_first_circle  of these, with someone from outside the first circle
*/
with held as (
    select
        weeks.week_end,
        count(*) as n,
        count(*) filter (is_beyond_first_circle) as n_beyond
    from mart.occasions
    inner join core.weeks on held_on <= week_end and held_on > week_end - 7
    where is_networking
    group by weeks.week_end
),

met as (
    select
        weeks.week_end,
        count(distinct plan_matches.person_id) as n
    from mart.people_met
    inner join mart.plan_matches using (person_id)
    cross join raw.plan
    inner join core.weeks on people_met.met_on between plan.start_date and weeks.week_end
    where plan_matches.is_full_match
    group by weeks.week_end
),

progress as (
    select
        weeks.week_end,
        plan.start_date is not null or plan.statement is not null or plan.target_people is not null as has_plan,
        plan.statement,
        plan.start_date,
        plan.deadline,
        plan.target_people,
        case when plan.start_date is not null then coalesce(met.n, 0) end as matching_met,
        (weeks.week_end - plan.start_date) / nullif(plan.deadline - plan.start_date, 0)::double as elapsed_share,
        (plan.deadline - weeks.week_end) / 7.0 as weeks_left,
        streak_weeks.streak_weeks,
        coalesce(held.n, 0) as occasions_this_week,
        coalesce(held.n_beyond, 0) as occasions_beyond_first_circle
    from core.weeks
    left join raw.plan on true
    left join met using (week_end)
    left join mart.streak_weeks using (week_end)
    left join held using (week_end)
),

paced as (
    select
        *,
        matching_met / nullif(target_people, 0)::double as progress_share,
        case when elapsed_share > 0 then matching_met / nullif(target_people, 0)::double / elapsed_share end as pace
    from progress
)

select
    week_end,
    has_plan,
    statement,
    start_date,
    deadline,
    target_people,
    matching_met,
    elapsed_share,
    progress_share,
        pace,
    case when pace < 0.8 - 1e-9 then 'late' when pace > 1.2 + 1e-9 then 'ahead'
        when pace is not null then 'on_time' end as pace_class,
    case when weeks_left > 0 and target_people is not null
        then greatest(target_people - matching_met, 0) / weeks_left end as required_per_week,
    streak_weeks,
    occasions_this_week,
    occasions_beyond_first_circle
from paced
