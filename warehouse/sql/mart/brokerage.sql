/*
One row per week and contact seen with another contact in a small event by then: its place in the network without the
owner.

A triangle closes on the day the last of its three pairs was first seen; so each is found once, not once a week.

grain: week_end, person_id

week_end               Sunday that ends the week
person_id              contact
neighbours             number of contacts seen with this one
ties_among_neighbours  pairs of neighbours that were seen together themselves
brokered_pairs         pairs of neighbours that were not
clustering             ties_among_neighbours / pairs of neighbours (0-1); 0 below two neighbours
*/
with span as (
    select min(week_end) as oldest, max(week_end) as newest from core.weeks
),

seen as (
    select
        person_a,
        person_b,
        greatest(date_trunc('week', first_date)::date + 6, oldest) as since
    from mart.alter_tie_days
    cross join span
    where first_date = interaction_date and first_date <= newest
),

numbered as (
    select
        person_id,
        row_number() over (order by person_id) as id
    from (select person_a as person_id from seen union select person_b from seen)
),

pairs as (
    select
        number_a.id as id_a,
        number_b.id as id_b,
        since
    from seen
    inner join numbered as number_a on number_a.person_id = person_a
    inner join numbered as number_b on number_b.person_id = person_b
),

links as (
    select id_a as id, id_b as neighbour_id, since from pairs
    union all
    select id_b, id_a, since from pairs
),

steps as (
    select
        id,
        since as week_end,
        count(*) as neighbours,
        0 as closed
    from links
    group by id, since
    union all
    select
        links.neighbour_id,
        greatest(pairs.since, links.since, others.since) as week_end,
        0,
        count(*)
    from pairs
    inner join links on links.id = pairs.id_a
    inner join links as others on others.id = pairs.id_b and others.neighbour_id = links.neighbour_id
    group by links.neighbour_id, greatest(pairs.since, links.since, others.since)
),

grown as (
    select
        id,
        week_end,
        sum(neighbours) as neighbours,
        sum(closed) as closed
    from steps
    group by id, week_end
),

standing as (
    select
        weeks.week_end,
        firsts.id,
        sum(coalesce(grown.neighbours, 0)) over so_far::bigint as neighbours,
        sum(coalesce(grown.closed, 0)) over so_far::bigint as closed
    from (select id, min(week_end) as first_week from grown group by id) as firsts
    inner join core.weeks on weeks.week_end >= first_week
    left join grown on grown.id = firsts.id and grown.week_end = weeks.week_end
    window so_far as (partition by firsts.id order by weeks.week_end)
)

select
    standing.week_end,
    numbered.person_id,
    standing.neighbours,
    standing.closed as ties_among_neighbours,
    standing.neighbours * (standing.neighbours - 1) // 2 - standing.closed as brokered_pairs,
    coalesce(2 * standing.closed / nullif(standing.neighbours * (standing.neighbours - 1), 0)::double, 0) as clustering
from standing
inner join numbered using (id)
