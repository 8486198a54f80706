/*
One row per ordered pair of family names in the book that may be one person's, a name with itself included.

grain: family, other

family     family name, compact
other      family name, compact
agreement  same, variant, partial, initial or typo
*/
with families as (
    select distinct name_forms.family from link.name_forms where name_forms.family <> ''
)

select family, family as other, 'same' as agreement
from families
union all
select family_a as family, family_b as other, agreement
from link.family_pairs
union all
select family_b as family, family_a as other, agreement
from link.family_pairs
union all
select initials.family, families.family as other, 'initial' as agreement
from families as initials
inner join families on left(families.family, 1) = initials.family and length(families.family) > 1
where length(initials.family) = 1
union all
select families.family, initials.family as other, 'initial' as agreement
from families as initials
inner join families on left(families.family, 1) = initials.family and length(families.family) > 1
where length(initials.family) = 1
