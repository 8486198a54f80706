/*
One row per week and contact known by then: the tie as it stood at the end of the week.

The reporting week and the one before hold every contact; earlier weeks only those with an interaction by then
(the others are counted in state_weeks).

grain: week_end, person_id

week_end                Sunday that ends the week
person_id               contact
display_name            name
strength                attention received, in discounted hours; 0 without an interaction
peak_strength           highest strength on any interaction day so far; 0 without one
tie_class               latent (no interaction), dormant (state dormant or lost), else strong or weak
is_moderately_weak      weak, with 1 to 10 mutual contacts
is_formerly_strong      dormant, and the peak reached strong_threshold
encounters              number of encounters
last_contact_date       last interaction day; null without one
days_since_contact      days from it to the day of evaluation; null without one
default_gap_days        usual days between encounters in the person's circles
expected_gap_days       expected days between encounters; null without an interaction
overdue_ratio           days_since_contact / expected_gap_days; null without an interaction
probability_alive       chance that the tie still lives, for backtests; null without an interaction
state                   active, cooling, dormant, lost or never_met
previous_state          state a week earlier, absent when not yet known; null when withheld and in the first week held
mutual_contacts         number of contacts seen with this one in small events by then: a lower bound
is_planned              a meeting lies ahead within planned_days
is_beyond_first_circle  not wholly in first circles
is_reachable            a valid telephone number or e-mail address
is_new                  the tie was formed in this week, the day being exact
*/
with previous_states as (
    select
        week_end as previous_week_end,
        person_id,
        state as previous_state
    from mart.rhythm_weeks
),

pairs as (
    select
        person_a,
        person_b,
        first_date as since
    from mart.alter_tie_days
    where interaction_date = first_date
),

acquaintances as (
    select person_a as person_id, since from pairs
    union all
    select person_b as person_id, since from pairs
),

acquaintance_days as (
    select
        person_id,
        since,
        sum(count(*)) over (partition by person_id order by since) as mutual_contacts,
        lead(since) over (partition by person_id order by since) as until
    from acquaintances
    group by person_id, since
),

mutual_weeks as (
    select
        weeks.week_end,
        acquaintance_days.person_id,
        acquaintance_days.mutual_contacts
    from acquaintance_days
    inner join core.weeks on week_end >= since and (until is null or week_end < until)
),

meetings as (
    select person_id, interaction_date from core.interactions where source in ('calendar', 'title')
    union all
    select person_id, interaction_date from core.planned_interactions
),

planned_weeks as (
    select distinct
        weeks.week_end,
        meetings.person_id
    from core.weeks
    cross join raw.measures
    inner join meetings on interaction_date > as_of and interaction_date <= as_of + planned_days::integer
)

select
    evaluation_weeks.week_end,
    contacts.person_id,
    contacts.display_name,
    coalesce(rhythm_weeks.strength, 0) as strength,
    coalesce(rhythm_weeks.peak_strength, 0) as peak_strength,
    case
        when rhythm_weeks.state is null then 'latent'
        when rhythm_weeks.state in ('dormant', 'lost') then 'dormant'
        when rhythm_weeks.strength >= strong_threshold - 1e-9 then 'strong'
        else 'weak'
    end as tie_class,
    coalesce(rhythm_weeks.state in ('active', 'cooling') and rhythm_weeks.strength < strong_threshold - 1e-9
        and mutual_weeks.mutual_contacts between 1 and 10, false) as is_moderately_weak,
    coalesce(rhythm_weeks.state in ('dormant', 'lost') and rhythm_weeks.peak_strength >= strong_threshold - 1e-9,
        false) as is_formerly_strong,
    coalesce(rhythm_weeks.encounters, 0) as encounters,
    rhythm_weeks.last_contact_date,
    rhythm_weeks.days_since_contact,
    contacts.default_gap_days,
    rhythm_weeks.expected_gap_days,
    rhythm_weeks.overdue_ratio,
    rhythm_weeks.probability_alive,
    coalesce(rhythm_weeks.state, 'never_met') as state,
    case
        when evaluation_weeks.is_withheld or evaluation_weeks.previous_week_end is null then null
        when contacts.known_from > evaluation_weeks.previous_week_end then 'absent'
        else coalesce(previous_states.previous_state, 'never_met')
    end as previous_state,
    coalesce(mutual_weeks.mutual_contacts, 0)::bigint as mutual_contacts,
    planned_weeks.person_id is not null as is_planned,
    contacts.is_beyond_first_circle,
    contacts.is_reachable,
    coalesce(contacts.new_on > evaluation_weeks.week_end - 7 and contacts.new_on <= evaluation_weeks.week_end,
        false) as is_new
from mart.evaluation_weeks
cross join raw.measures
inner join mart.contacts on contacts.known_from <= evaluation_weeks.week_end
left join mart.rhythm_weeks using (week_end, person_id)
left join previous_states using (previous_week_end, person_id)
left join mutual_weeks using (week_end, person_id)
left join planned_weeks using (week_end, person_id)
where rhythm_weeks.state is not null or evaluation_weeks.is_recent
