/*
One row per bridge of the reporting week: a contact who links people that were not seen together otherwise.

In the network without the owner; ranked by betweenness, where that is not computed by brokered pairs, the person id
deciding between equals.

grain: week_end, rank

week_end        Sunday that ends the reporting week
rank            1 for the contact who stands between most others
person_id       contact
display_name    name
betweenness     pairs of contacts on whose shortest way the contact stands, with its share where several are as short;
                null in a network of more than 1,500 contacts seen together
brokered_pairs  pairs of people seen with the contact that were not seen together
links           up to three circles its neighbours belong to, most frequent first, ' · ' between them; organisations
                where fewer than two circles are known; null when neither is known
*/
with pairs as (
    select
        person_a,
        person_b
    from mart.alter_tie_days
    inner join core.weeks on weeks.is_reporting and first_date = interaction_date and interaction_date <= week_end
),

neighbours as (
    select person_a as person_id, person_b as neighbour_id from pairs
    union all
    select person_b, person_a from pairs
),

labels as (
    select
        neighbours.person_id,
        'circle' as kind,
        label,
        sum(person_circles.weight) as weight
    from neighbours
    inner join core.person_circles on person_circles.person_id = neighbour_id
    inner join core.circles using (circle_id)
    group by neighbours.person_id, label
    union all
    select
        neighbours.person_id,
        'organisation',
        contacts.organisation,
        count(*)
    from neighbours
    inner join mart.contacts on contacts.person_id = neighbour_id
    where contacts.organisation is not null
    group by neighbours.person_id, contacts.organisation
),
ordered as (
    select
        *,
        row_number() over (partition by person_id, kind order by weight desc, label) as place
    from labels
),

texts as (
    select
        person_id,
        kind,
        string_agg(label, ' · ' order by place) as links,
        count(*) as n
    from ordered
    where place <= 3
    group by person_id, kind
),

chosen as (
    select
        person_id,
        arg_max(links, (kind = 'circle' and n >= 2, kind = 'organisation', n)) as links
    from texts
    group by person_id
)

select
    brokerage.week_end,
    row_number() over (
        order by betweenness.betweenness desc nulls last, brokerage.brokered_pairs desc, brokerage.person_id
    ) as rank,
    brokerage.person_id,
    contacts.display_name,
    betweenness.betweenness,
    brokerage.brokered_pairs,
    chosen.links
from mart.brokerage
inner join core.weeks on weeks.week_end = brokerage.week_end and weeks.is_reporting
inner join mart.contacts using (person_id)
left join mart.betweenness using (person_id)
left join chosen using (person_id)
where brokerage.brokered_pairs > 0
