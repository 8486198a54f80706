/*
One row per pair of records of people worth comparing: they share a sign, or their names may be one person's. Names
borne by so many records that all pairs would be too many are compared only where they share a sign, so that the work
grows with the records.

grain: record_a, record_b

record_a  the smaller record id
record_b  the larger record id
*/
with named as (
    select
        name_forms.record_id,
        name_forms.given,
        name_forms.family,
        count(*) over (partition by name_forms.given, name_forms.family) as records
    from link.name_forms
    where name_forms.given <> '' and name_forms.family <> ''
),

-- in two steps: planned as one, the join may begin with all records against all
sought as materialized (
    select named.record_id, named.records, name_pairs.given_b as given, name_pairs.family_b as family
    from named
    inner join link.name_pairs on named.given = name_pairs.given_a and named.family = name_pairs.family_a
),

by_name as (
    select sought.record_id as record_a, named.record_id as record_b
    from sought
    inner join named using (given, family)
    where sought.record_id < named.record_id and sought.records * named.records <= 1600
),

by_sign as (
    select signs.record_id as record_a, others.record_id as record_b
    from link.candidate_signs as signs
    inner join link.candidate_signs as others on signs.sign = others.sign and signs.record_id < others.record_id
)

select record_a, record_b
from by_name
union
select record_a, record_b
from by_sign
