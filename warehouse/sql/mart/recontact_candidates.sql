/*
One row per week and contact worth a word again in it, with the parts of its score.

Cooling, dormant or lost; no meeting planned; a channel to reach it; not touched between the end of the week and the day
of the run.

grain: week_end, person_id

week_end                 Sunday that ends the week
person_id                contact
display_name             name
organisation             present organisation; null when unknown
score                    100 x fourth root of trust x novelty x objective x reachability (0-100)
trust                    peak strength / (peak strength + strong_threshold) (0-1)
novelty                  half: 1 - share of the best represented of its circles among active ties; half: 1 - clustering
                         (0-1)
objective                0.25 + 0.75 x share of the plan's criteria met; 1 without a target
reachability             1 telephone and e-mail, 0.75 one of them, 0.4 LinkedIn or post only
state                    cooling, dormant or lost
days_since_contact       days since the last interaction, to the day of evaluation
last_contact_date        last interaction day
meals                    past interactions at a meal, coffee or drinks
usual_meal               kind of meal most often shared, the latest of equals; null without one
usual_meals              past interactions of that kind
usual_meal_first_year    year of the first of them; null without one
usual_meal_last_year     year of the last of them; null without one
meetings                 past interactions of other kinds, messages left out
first_year               year of the first interaction
last_year                year of the last interaction
sector                   sector; null when unknown
country                  ISO code; null when unknown
best_channel             best valid channel
best_value               its value
is_only_in_country       no other contact is known to be in that country
is_only_in_organisation  no other contact is known to be in that organisation
*/
with shares as (
    select
        week_end,
        person_id,
        max(share_of_active) as share
    from mart.categories
    inner join mart.circle_weeks on axis = 'circle' and circle_id = category
    group by week_end, person_id
),

touched_since as (
    select distinct
        week_end,
        person_id
    from core.interactions
    inner join core.weeks on interaction_date > week_end and known_date <= as_of
),

asleep as (
    select
        week_end,
        person_id,
        state,
        days_since_contact,
        last_contact_date,
        peak_strength
    from mart.tie_weeks
    anti join touched_since using (week_end, person_id)
    where state in ('cooling', 'dormant', 'lost') and not is_planned
),

past as (
    select
        asleep.week_end,
        person_id,
        interaction_date,
        occasion,
        source,
        coalesce(mean = 'meal', false) as is_meal
    from asleep
    inner join core.interactions using (person_id)
    left join core.occasion_means using (occasion)
    where known_date <= week_end
),

history as (
    select
        week_end,
        person_id,
        count(*) filter (is_meal) as meals,
        count(*) filter (
            source <> 'messages' and not (source = 'log' and occasion in ('call', 'message')) and not is_meal
        ) as meetings,
        year(min(interaction_date)) as first_year,
        year(max(interaction_date)) as last_year
    from past
    group by week_end, person_id
),

usual as (
    select
        week_end,
        person_id,
        occasion,
        count(*) as n,
        max(interaction_date) as last_date,
        year(min(interaction_date)) as first_year,
        year(last_date) as last_year
    from past
    where is_meal
    group by week_end, person_id, occasion
    qualify row_number() over (partition by week_end, person_id order by n desc, last_date desc, occasion) = 1
),

settled as (
    select
        contacts.*,
        coalesce(country is not null and count(*) over (partition by country) = 1, false) as is_only_in_country,
        coalesce(organisation_id is not null and count(*) over (partition by organisation_id) = 1,
            false) as is_only_in_organisation
    from mart.contacts
),

parts as (
    select
        asleep.*,
        peak_strength / (peak_strength + strong_threshold) as trust,
        0.5 * (1 - coalesce(shares.share, 0)) + 0.5 * (1 - coalesce(brokerage.clustering, 0)) as novelty,
        case when plan_matches.share_met is null then 1 else 0.25 + 0.75 * plan_matches.share_met end as objective
    from asleep
    cross join raw.measures
    left join mart.plan_matches using (person_id)
    left join mart.brokerage using (week_end, person_id)
    left join shares using (week_end, person_id)
)

select
    parts.week_end,
    parts.person_id,
    settled.display_name,
    settled.organisation,
    100 * pow(trust * novelty * objective * settled.reachability, 0.25) as score,
    trust,
    novelty,
    objective,
    settled.reachability,
    parts.state,
    parts.days_since_contact,
    parts.last_contact_date,
    history.meals,
    usual.occasion as usual_meal,
    coalesce(usual.n, 0) as usual_meals,
    usual.first_year as usual_meal_first_year,
    usual.last_year as usual_meal_last_year,
    history.meetings,
        history.first_year,
        history.last_year,
    settled.sector,
    settled.country,
    settled.best_channel,
    settled.best_value,
    settled.is_only_in_country,
    settled.is_only_in_organisation
from parts
inner join settled using (person_id)
inner join history using (week_end, person_id)
left join usual using (week_end, person_id)
where settled.reachability > 0
