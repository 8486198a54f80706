/*
One row per week and act that passes between the owner and somebody else: what was given and what received in the year
before.

grain: week_end, act

week_end     Sunday that ends the week
act          message, invitation, endorsement, recommendation, or help as help.csv says; those alone that are held
given        number sent by the owner in the 365 days up to week_end
received     number sent to the owner in them
entries      given + received
reciprocity  (given - received) / (given + received): 1 all given, -1 all received; null with fewer than 5 entries
*/
with passed as (
    select
        act,
        local_date as passed_on,
        case direction when 'outgoing' then 'given' else 'received' end as direction
    from core.messages
    where direction is not null
    union all
    select 'help', helped_on, direction from core.help
),

acts as (
    select distinct act from passed
),

counted as (
    select
        weeks.week_end,
        acts.act,
        count(passed.act) filter (direction = 'given') as given,
        count(passed.act) filter (direction = 'received') as received
    from core.weeks
    cross join acts
    left join passed on passed.act = acts.act and passed_on <= week_end and passed_on > week_end - 365
    group by weeks.week_end, acts.act
)

select
    week_end,
    act,
    given,
    received,
    given + received as entries,
    case when given + received >= 5 then (given - received) / (given + received)::double end as reciprocity
from counted
