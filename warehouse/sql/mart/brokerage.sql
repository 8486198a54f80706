/*
One row per contact seen with another contact in a small event: its place in the network without the owner, in the
reporting week.

grain: week_end, person_id

week_end               Sunday that ends the reporting week
person_id              contact
neighbours             number of contacts seen with this one
ties_among_neighbours  pairs of neighbours that were seen together themselves
brokered_pairs         pairs of neighbours that were not
clustering             ties_among_neighbours / pairs of neighbours (0-1); 0 below two neighbours
*/
with seen as (
    select person_a, person_b
    from mart.alter_tie_days
    inner join core.weeks on weeks.is_reporting and first_date = interaction_date and interaction_date <= week_end
),
numbered as (
    select person_id, row_number() over (order by person_id) as id
    from (select person_a as person_id from seen union select person_b from seen)
),
pairs as (
    select number_a.id as id_a, number_b.id as id_b
    from seen
    inner join numbered as number_a on number_a.person_id = person_a
    inner join numbered as number_b on number_b.person_id = person_b
),
links as (
    select id_a as id, id_b as neighbour_id from pairs
    union all
    select id_b, id_a from pairs
),
degrees as (
    select id, count(*) as neighbours
    from links
    group by id
),
closed as (
    select links.neighbour_id as id, count(*) as n
    from pairs
    inner join links on links.id = pairs.id_a
    semi join links as others on others.id = pairs.id_b and others.neighbour_id = links.neighbour_id
    group by links.neighbour_id
)
select
    weeks.week_end,
    numbered.person_id,
    degrees.neighbours,
    coalesce(closed.n, 0) as ties_among_neighbours,
    degrees.neighbours * (degrees.neighbours - 1) // 2 - coalesce(closed.n, 0) as brokered_pairs,
    coalesce(2 * closed.n / nullif(degrees.neighbours * (degrees.neighbours - 1), 0)::double, 0) as clustering
from numbered
inner join degrees using (id)
left join closed using (id)
inner join core.weeks on weeks.is_reporting
