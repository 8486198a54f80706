/*
One row per week and measure of reach, each with what it was counted from.

grain: week_end, metric

week_end     Sunday that ends the week
metric       known, undated; reachable, linkedin_or_postal_only, unreachable (together: known); phone (mobiles
             included), mobile, email_work, email_personal, linkedin, postal: contacts with a valid one; organisations,
             countries, cities, sectors, functions, seniorities: distinct values among contacts; new_ties,
             new_in_files (ties without a day of their own that a file brought; nothing for the first
             import), first_meetings, first_meetings_beyond_first_circle: contacts, in the week; adjacent_people,
             met_not_in_contacts (on two days or more): people met who are not contacts, so far;
             adjacent_people_this_week
value        the count
numerator    contacts that have it (breadth: for whom it is filled in); the count itself elsewhere
denominator  contacts known, where the measure is a part of them; else null
coverage     numerator / denominator (0-1); null without contacts
*/
with kinds(metric, rank) as (
    select * from (
        values
            ('known', 0), ('undated', 1), ('reachable', 2), ('linkedin_or_postal_only', 3), ('unreachable', 4),
            ('phone', 5), ('mobile', 6), ('email_work', 7), ('email_personal', 8), ('linkedin', 9), ('postal', 10)
    ) as kinds
),

days as (
    select
        known_from,
        [
            count(*), count(*) filter (is_undated), count(*) filter (is_reachable),
            count(*) filter (reachability between 0.1 and 0.5), count(*) filter (reachability = 0),
            count(*) filter (has_phone), count(*) filter (has_mobile), count(*) filter (has_email_work),
            count(*) filter (has_email_personal), count(*) filter (has_linkedin), count(*) filter (has_postal)
        ] as counts
    from mart.contacts
    group by known_from
),

parts as (
    select
        weeks.week_end,
        kinds.metric,
        coalesce(sum(days.counts[kinds.rank + 1]), 0) as n
    from core.weeks
    cross join kinds
    left join days on known_from <= week_end
    group by weeks.week_end, kinds.metric
),

known as (
    select week_end, n from parts where metric = 'known'
),

fields as (
    select unnest(['organisations', 'countries', 'cities', 'sectors', 'functions', 'seniorities']) as metric,
        unnest([organisation_id, country, city, sector, function, seniority]) as item, known_from
    from mart.contacts
),

items as (
    select
        metric,
        item,
        min(known_from) as known_from
    from fields
    where item is not null
    group by metric, item
),

breadth as (
    select
        weeks.week_end,
        metrics.metric,
        (select count(*) from items where items.metric = metrics.metric
            and items.known_from <= weeks.week_end) as value,
        (select count(*) from fields where fields.metric = metrics.metric and item is not null
            and fields.known_from <= weeks.week_end) as filled
    from core.weeks
    cross join (
        select unnest(['organisations', 'countries', 'cities', 'sectors', 'functions', 'seniorities']) as metric
    ) as metrics
),

strangers as (
    select
        person_id,
        met_on,
        dense_rank() over (partition by person_id order by met_on) as day_number
    from mart.people_met
    where not is_contact
),

counted as (
    select 'new_ties' as metric, person_id as item, new_on as since, 7 as days from mart.contacts
        where new_on is not null
    union all
    select 'new_in_files', person_id, new_in_files_on, 7 from mart.contacts where new_in_files_on is not null
    union all
    select 'first_meetings', person_id, met_on, 7 from mart.people_met where is_contact and is_first
    union all
    select
        'first_meetings_beyond_first_circle',
        people_met.person_id,
        met_on,
        7
    from mart.people_met inner join mart.contacts using (person_id) where is_first and is_beyond_first_circle
    union all
    select 'adjacent_people_this_week', person_id, met_on, 7 from strangers
    union all
    select 'adjacent_people', person_id, met_on, null from strangers where day_number = 1
    union all
    select 'met_not_in_contacts', person_id, met_on, null from strangers where day_number = 2
),

counts as (
    select
        weeks.week_end,
        metrics.metric,
        count(distinct counted.item) as n
    from core.weeks
    cross join (
        select unnest([
            'new_ties', 'new_in_files', 'first_meetings', 'first_meetings_beyond_first_circle',
            'adjacent_people_this_week', 'adjacent_people', 'met_not_in_contacts'
        ]) as metric
    ) as metrics
    left join counted on counted.metric = metrics.metric and since <= week_end
        and (days is null or since > week_end - days)
    group by weeks.week_end, metrics.metric
)

select
    week_end,
    metric,
    value::double as value,
    numerator::bigint as numerator,
    denominator::bigint as denominator,
    numerator / nullif(denominator, 0)::double as coverage
from (
    select
        parts.week_end,
        parts.metric,
        parts.n as value,
        parts.n as numerator,
        case when metric <> 'known' then known.n end as denominator
    from parts inner join known using (week_end)
    union all
    select breadth.week_end, metric, value, filled, known.n from breadth inner join known using (week_end)
    union all
    select week_end, metric, n, n, null from counts
)
