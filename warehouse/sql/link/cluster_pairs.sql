/*
One row per pair of clusters that are apart though records of theirs were compared, with the evidence between them.

grain: cluster_a, cluster_b

cluster_a      the smaller cluster, by link.clusters
cluster_b      the larger cluster
record_a       record of the first cluster of the pair of records that fits best
record_b       record of the second cluster of that pair
weight         bits of the evidence between all records of the two: the best sign for one person in each comparison, and
               where there is none the worst against
corroboration  bits of it that speak for one person beside the names
is_barred      two profiles, or given names of two people
*/
with sides as (
    select
        match_evidence.*,
        scored_pairs.weight,
        scored_pairs.is_barred,
        one.cluster_id as one_id,
        two.cluster_id as two_id
    from link.match_evidence
    inner join link.scored_pairs using (record_a, record_b)
    inner join link.clusters as one on match_evidence.record_a = one.record_id
    inner join link.clusters as two on match_evidence.record_b = two.record_id
    where one.cluster_id <> two.cluster_id
),

turned as (
    select
        least(one_id, two_id) as cluster_a,
        greatest(one_id, two_id) as cluster_b,
        case when one_id < two_id then record_a else record_b end as record_a,
        case when one_id < two_id then record_b else record_a end as record_b,
        comparison,
        bits,
        weight,
        is_barred
    from sides
),

compared as (
    select
        cluster_a,
        cluster_b,
        comparison,
        case when comparison not in ('prior', 'namesakes', 'file') and max(bits) > 0 then max(bits)
            else min(bits) end as bits
    from turned
    group by cluster_a, cluster_b, comparison
),

fitting as (
    select
        cluster_a,
        cluster_b,
        arg_max(record_a, (weight, record_a, record_b)) as record_a,
        arg_max(record_b, (weight, record_a, record_b)) as record_b,
        bool_or(is_barred) as is_barred
    from turned
    group by cluster_a, cluster_b
)

select
    fitting.cluster_a,
    fitting.cluster_b,
    fitting.record_a,
    fitting.record_b,
    sum(compared.bits) as weight,
    coalesce(
        sum(compared.bits) filter (
            where compared.bits > 0
                and compared.comparison in ('email', 'phone', 'organisation', 'birthday', 'profile', 'title')
        ), 0
    ) as corroboration,
    fitting.is_barred
from fitting
inner join compared using (cluster_a, cluster_b)
group by fitting.cluster_a, fitting.cluster_b, fitting.record_a, fitting.record_b, fitting.is_barred
