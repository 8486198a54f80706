/*
One row per ordered pair of given names in the book that may be one person's, a name with itself included.

grain: given, other

given      given name, compact
other      given name, compact
agreement  same, variant, partial, initial or typo
*/
with givens as (
    select distinct name_forms.given from link.name_forms where name_forms.given <> ''
)

select given, given as other, 'same' as agreement
from givens
union all
select given_a as given, given_b as other, agreement
from link.given_pairs
union all
select given_b as given, given_a as other, agreement
from link.given_pairs
union all
select initials.given, givens.given as other, 'initial' as agreement
from givens as initials
inner join givens on left(givens.given, 1) = initials.given and length(givens.given) > 1
where length(initials.given) = 1
union all
select givens.given, initials.given as other, 'initial' as agreement
from givens as initials
inner join givens on left(givens.given, 1) = initials.given and length(givens.given) > 1
where length(initials.given) = 1
