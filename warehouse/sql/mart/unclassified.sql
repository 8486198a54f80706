/*
One row per organisation or mail domain whose assignment to a circle would classify most people, in the reporting week.

Each contact without a circle counts once: at its organisation, else at the domain of its work e-mail address.

grain: week_end, rank

week_end          Sunday that ends the reporting week
rank              1 to 10: most active ties first, then most contacts
field             organisation or domain: the left side of a circle's rule
value             its value: the right side
people            active and cooling ties it would classify
known_people      contacts it would classify
cumulative_share  share (0-1) of the active and cooling ties without a circle that ranks up to this one would classify;
                  null when there is no such tie
*/
with domains as (
    select
        person_id,
        min(split_part(value, '@', 2)) as domain
    from core.person_channels
    where channel = 'email_work'
    group by person_id
),

unassigned as (
    select
        tie_weeks.week_end,
        tie_weeks.state in ('active', 'cooling') as is_active,
        case when contacts.organisation is not null then 'organisation'
            when domains.domain is not null then 'domain' end as field,
        coalesce(contacts.organisation, domains.domain) as value
    from mart.tie_weeks
    inner join core.weeks using (week_end)
    inner join mart.contacts using (person_id)
    left join domains using (person_id)
    where is_reporting and contacts.first_circle_share is null
),

proposals as (
    select
        week_end,
        field,
        value,
        count(*) filter (is_active) as people,
        count(*) as known_people
    from unassigned
    where field is not null
    group by week_end, field, value
),

ranked as (
    select
        *,
        row_number() over (partition by week_end order by people desc, known_people desc, field, value) as rank
    from proposals
)

select
    week_end,
    rank,
    field,
    value,
    people,
    known_people,
    sum(people)
        over (order by rank) / nullif((select count(*) from unassigned where is_active), 0)::double as cumulative_share
from ranked
where rank <= 10
