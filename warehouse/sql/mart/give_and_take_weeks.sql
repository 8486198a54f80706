/*
One row per week and act that passes between the owner and somebody else: what was given and what received in the year
before.

grain: week_end, act

week_end     Sunday that ends the week
act          message, invitation, endorsement or recommendation; those alone that any export holds
given        number sent by the owner in the 365 days up to week_end
received     number sent to the owner in them
entries      given + received
reciprocity  (given - received) / (given + received): 1 all given, -1 all received; null with fewer than 5 entries
*/
with acts as (
    select distinct act from core.messages where direction is not null
),
counted as (
    select
        weeks.week_end,
        acts.act,
        count(messages.message_id) filter (direction = 'outgoing') as given,
        count(messages.message_id) filter (direction = 'incoming') as received
    from core.weeks
    cross join acts
    left join core.messages on messages.act = acts.act and local_date <= week_end and local_date > week_end - 365
    group by weeks.week_end, acts.act
)
select
    week_end, act, given, received,
    given + received as entries,
    case when given + received >= 5 then (given - received) / (given + received)::double end as reciprocity
from counted
