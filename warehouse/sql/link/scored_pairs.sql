/*
One row per candidate pair, with the weight of all its evidence.

grain: record_a, record_b

record_a       the smaller record id
record_b       the larger record id
weight         match weight: the bits of link.match_evidence, added up
probability    that the two records are one person's
corroboration  bits of what speaks for one person beside the names
is_barred      two profiles, or names of two people with nothing that is one person's alone: never linked
*/
select
    record_a,
    record_b,
    sum(bits) as weight,
    1 / (1 + pow(2, -sum(bits))) as probability,
    coalesce(
        sum(bits) filter (
            where bits > 0
                and comparison not in (
                    'prior', 'given_name', 'family_name', 'former_name', 'namesakes', 'file', 'street', 'town'
                )
        ), 0
    ) as corroboration,
    bool_or(
        (comparison = 'profile' and level = 'other')
        or (comparison = 'given_name' and level = 'conflict')
    ) as is_barred
from link.match_evidence
group by record_a, record_b
