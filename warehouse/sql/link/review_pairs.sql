/*
One row per question worth asking: are these two records one person's? Those whose answer is expected to change most
stand first.

grain: place

place          order in the queue, from 1
record_a       a record of the one group of records
record_b       a record of the other
band           apart: the two groups are kept apart and may be one person's; linked: they are taken for one person's, on
               thin evidence
weight         bits of the evidence between the two groups
probability    that they are one person's
records_a      records in the first group
records_b      records in the second
change         pairs of records that the answer is expected to move: those between the groups, times the chance that it
               is not as assumed
*/
with sizes as (
    select cluster_id, count(*) as records from link.clusters group by cluster_id
),

-- a pair of clusters about which either was said has been answered
decided as (
    select distinct least(one.cluster_id, two.cluster_id) as cluster_a,
        greatest(one.cluster_id, two.cluster_id) as cluster_b
    from raw.decisions
    inner join link.clusters as one on decisions.subject = one.record_id
    inner join link.clusters as two on decisions.object = two.record_id
    where decisions.verb in ('same', 'not_same')
),

apart as (
    select
        cluster_pairs.record_a,
        cluster_pairs.record_b,
        'apart' as band,
        cluster_pairs.weight,
        one.records as records_a,
        two.records as records_b
    from link.cluster_pairs
    inner join sizes as one on cluster_pairs.cluster_a = one.cluster_id
    inner join sizes as two on cluster_pairs.cluster_b = two.cluster_id
    anti join decided using (cluster_a, cluster_b)
    where not cluster_pairs.is_barred and cluster_pairs.weight > -5
),

linked as (
    select record_a, record_b, 'linked' as band, weight, records_a, records_b
    from link.cluster_joins
    where reason = 'evidence' and corroboration < 4 and weight < 8
),

-- What stayed apart on a high weight has a rival that fits as well, and what was linked on a low one has none:
-- measured on made-up books, the weight of the first counts for a third, and the second is right as often as if it
-- were two bits heavier.
asked as (
    select
        *,
        1 / (1 + pow(2, -case band when 'linked' then weight + 2 else weight / 3 end)) as probability
    from (
        select * from apart
        union all
        select * from linked
    ) as every
),

weighed as (
    select *, records_a * records_b * case band when 'apart' then probability else 1 - probability end as change
    from asked
)

select
    row_number() over (order by round(change, 6) desc, record_a, record_b) as place,
    record_a,
    record_b,
    band,
    weight,
    probability,
    records_a,
    records_b,
    change
from weighed
where change >= 0.005
