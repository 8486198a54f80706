/*
One row per candidate pair and comparison that says anything: the evidence for and against one person, in bits that add
up to the weight of link.scored_pairs.

grain: record_a, record_b, comparison

record_a    the smaller record id
record_b    the larger record id
comparison  prior, namesakes, or a comparison of link.comparisons
level       how the two agree there; known or possible of namesakes; null of the prior
bits        log2 of how much likelier this is of one person than of two; prior: that two records drawn from the book are
            one person's; namesakes: what a full name loses because more people bear it than the rareness of its halves
            suggests
*/
with weights as (
    select
        comparison,
        level,
        max(value) filter (where side = 'match') as match,
        max(value) filter (where side = 'other') as other
    from link.parameters
    group by comparison, level
),

book as (
    select
        max(value) filter (where comparison = 'prior') as overlap,
        max(value) filter (where comparison = 'namesakes' and level = 'beside') as namesakes,
        max(value) filter (where comparison = 'namesakes' and level = 'times') as chance
    from link.parameters
),

compared as (
    select
        comparisons.record_a,
        comparisons.record_b,
        comparisons.comparison,
        comparisons.level,
        log2(weights.match) + coalesce(comparisons.surprise, -log2(weights.other), 0) as bits
    from link.comparisons
    inner join weights using (comparison, level)
),

-- a namesake is written short or wrong as often as the person is: the levels of agreement weigh on both sides
full_names as (
    select
        pair_surprises.record_a,
        pair_surprises.record_b,
        pair_surprises.people * pow(2,
            -pair_surprises.given_name_surprise - pair_surprises.family_name_surprise) as by_chance,
        book.chance * pair_surprises.people
        * pow(2, -pair_surprises.given_name_surprise - pair_surprises.family_name_surprise)
        + book.namesakes * names.share as possible,
        pair_surprises.known_namesakes * names.share as known
    from link.pair_surprises
    inner join (
        select record_a, record_b, pow(2, sum(log2(weights.match))) as share
        from link.comparisons
        inner join weights using (comparison, level)
        where comparison in ('given_name', 'family_name', 'former_name')
        group by record_a, record_b
    ) as names using (record_a, record_b)
    cross join book
    where pair_surprises.given_name_surprise is not null and pair_surprises.family_name_surprise is not null
)

select record_a, record_b, comparison, level, bits
from compared
union all
select pair_surprises.record_a, pair_surprises.record_b, 'prior' as comparison, null as level,
    log2(book.overlap / pair_surprises.people) as bits
from link.pair_surprises
cross join book
union all
select
    record_a,
    record_b,
    'namesakes' as comparison,
    case when known > possible then 'known' else 'possible' end as level,
    -log2(greatest(possible, known) / by_chance) as bits
from full_names
