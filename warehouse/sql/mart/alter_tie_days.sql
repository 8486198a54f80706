/*
One row per pair of contacts and day on which they were seen together in a small event, with what it had come to by
then.

grain: person_a, person_b, interaction_date

person_a          contact whose id comes first
person_b          the other
interaction_date  local day
next_date         next day they were seen together; null when there is none
first_date        first day they were seen together
grown_weight      weight up to this day, in discounted hours as of first_date: times 2^(-days since first_date /
                  half_life_days) it is the weight on any day before next_date
*/
with pair_days as (
    select
        person_a,
        person_b,
        interaction_date,
        sum(weight) as weight
    from core.alter_ties
    where weight > 0
        and person_a in (select person_id from mart.contacts)
        and person_b in (select person_id from mart.contacts)
    group by person_a, person_b, interaction_date
),

spaced as (
    select
        *,
        lead(interaction_date) over (pair order by interaction_date) as next_date,
        min(interaction_date) over pair as first_date
    from pair_days
    window pair as (partition by person_a, person_b)
)

select
    person_a,
    person_b,
    interaction_date,
    next_date,
    first_date,
    sum(weight * pow(2, (interaction_date - first_date) / half_life_days))
        over (partition by person_a, person_b order by interaction_date) as grown_weight
from spaced
cross join raw.measures
