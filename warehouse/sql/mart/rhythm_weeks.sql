/*
One row per week and contact seen by then: attention received, rhythm of the encounters, state.

Everything about a contact changes only on the days of its interactions, so each such day carries its running values and
a week takes the last day at or before its end. Messages count from the first answer on: where that came in the report's
window, the contact's days are run through once more from then (since).

grain: week_end, person_id

week_end            Sunday that ends the week
person_id           contact known by then, with at least one interaction by then
strength            attention received, in discounted hours: each weight halves every half_life_days
peak_strength       highest strength on any interaction day so far
encounters          number of encounters: interaction days at most encounter_gap_days apart are one
first_contact_date  first interaction day
last_contact_date   last interaction day, which ends the last encounter
days_since_contact  days from it to the day of evaluation
own_gap_days        median days between the end of an encounter and the start of the next; null with one encounter
expected_gap_days   geometric mean of own and default gap, the default weighing prior_gap_weight gaps; kept within its
                    limits
overdue_ratio       days_since_contact / expected_gap_days
probability_alive   chance that the tie still lives, by the MBG/NBD model (r 1, alpha 10, a 1, b 3; weeks); for
                    backtests
state               active, cooling, dormant or lost, by the overdue ratio
*/
with oldest as (
    select min(week_end) as week_end from core.weeks
),

answers as (
    select distinct
        person_id,
        known_date
    from core.interactions
    cross join oldest
    where known_date > interaction_date and known_date > oldest.week_end
),

spans as (
    select
        person_id,
        since,
        lead(since) over (partition by person_id order by since) as until
    from (
        select person_id, date '1900-01-01' as since from mart.contacts
        union all
        select person_id, known_date from answers inner join mart.contacts using (person_id)
    ) as starts
),

interaction_days as (
    select
        spans.person_id,
        spans.since,
        spans.until,
        interactions.interaction_date,
        sum(interactions.weight) as weight
    from core.interactions
    inner join spans using (person_id)
    cross join oldest
    where known_date = interaction_date or known_date <= greatest(since, oldest.week_end)
    group by spans.person_id, spans.since, spans.until, interactions.interaction_date
),

spaced as (
    select
        person_id,
        since,
        until,
        interaction_date,
        weight,
        min(interaction_date) over days as first_date,
        lead(interaction_date) over (days order by interaction_date) as next_date,
        interaction_date - lag(interaction_date) over (days order by interaction_date) as gap_days
    from interaction_days
    window days as (partition by person_id, since)
),

running as (
    select
        spaced.*,
        half_life_days,
        sum(weight * pow(2, (interaction_date - first_date) / half_life_days)) over so_far as grown_weight,
        count(*) filter (gap_days is null or gap_days > encounter_gap_days) over so_far as encounters,
        median(case when gap_days > encounter_gap_days then gap_days end) over so_far as own_gap_days
    from spaced
    cross join raw.measures
    window so_far as (partition by person_id, since order by interaction_date)
),

peaked as (
    select
        *,
        max(grown_weight * pow(2, (first_date - interaction_date) / half_life_days))
            over (partition by person_id, since order by interaction_date) as peak_strength
    from running
),

weekly as (
    select
        evaluation_weeks.week_end,
        peaked.*,
        grown_weight * pow(2, (first_date - evaluation_weeks.week_end) / half_life_days) as strength,
        greatest(evaluated_on - interaction_date, 0) as days_since_contact,
        greatest(evaluated_on - first_date, 0) / 7.0 as weeks_observed,
        default_gap_days
    from peaked
    inner join mart.contacts using (person_id)
    inner join mart.evaluation_weeks
        on evaluation_weeks.week_end >= interaction_date
        and (next_date is null or evaluation_weeks.week_end < next_date)
        and evaluation_weeks.week_end >= known_from
        and evaluation_weeks.week_end >= since
        and (until is null or evaluation_weeks.week_end < until)
),

expected as (
    select
        weekly.*,
        least(greatest(
            case
                when own_gap_days is null then default_gap_days
                else exp(
                    (prior_gap_weight * ln(default_gap_days) + (encounters - 1) * ln(own_gap_days))
                    / (prior_gap_weight + encounters - 1)
                )
            end, shortest_gap_days), longest_gap_days)::double as expected_gap_days,
        (interaction_date - first_date) / 7.0 as weeks_to_last
    from weekly
    cross join raw.measures
)

select
    week_end,
    person_id,
    strength,
    peak_strength,
    encounters,
    first_date as first_contact_date,
    interaction_date as last_contact_date,
    days_since_contact,
    own_gap_days,
    expected_gap_days,
    days_since_contact / expected_gap_days as overdue_ratio,
    1 / (1 + 1 / (3.0 + encounters - 1) * pow((10 + weeks_observed) / (10 + weeks_to_last),
        1 + encounters - 1)) as probability_alive,
    case
        when days_since_contact / expected_gap_days <= active_ratio + 1e-9 then 'active'
        when days_since_contact / expected_gap_days <= cooling_ratio + 1e-9 then 'cooling'
        when days_since_contact / expected_gap_days <= dormant_ratio + 1e-9 then 'dormant'
        else 'lost'
    end as state
from expected
cross join raw.measures
