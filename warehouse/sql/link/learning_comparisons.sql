/*
One row per comparison of the pairs on which the weights of evidence are estimated: those whose names may be one
person's, since nothing but the names made them candidates; of a large book every so many of them, which teach as much.

grain: record_a, record_b, comparison

record_a    the smaller record id
record_b    the larger record id
comparison  as in link.comparisons
level       how the two agree there
surprise    bits, as in link.comparisons
*/
with agreeing as (
    select
        record_a,
        record_b,
        row_number() over (order by record_a, record_b) - 1 as place,
        count(*) over () // 50000 + 1 as step
    from link.pair_names
    where
        given_agreement in ('same', 'variant', 'partial', 'initial', 'typo')
        and family_agreement in ('same', 'variant', 'partial', 'initial', 'typo')
)

select comparisons.record_a, comparisons.record_b, comparisons.comparison, comparisons.level, comparisons.surprise
from link.comparisons
inner join agreeing using (record_a, record_b)
where agreeing.place % agreeing.step = 0
