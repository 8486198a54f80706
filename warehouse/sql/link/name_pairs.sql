/*
One row per pair of names in the book that may be one person's, each name with itself included.

grain: given_a, family_a, given_b, family_b

given_a           given name of the first, compact; the pair stands both ways round
family_a          family name of the first, compact
given_b           given name of the second
family_b          family name of the second
given_agreement   same, variant, partial, initial or typo
family_agreement  same, variant, partial, initial or typo
*/
with names as (
    select distinct name_forms.given, name_forms.family
    from link.name_forms
    where name_forms.given <> '' and name_forms.family <> ''
),

one_family as (
    select
        names.given as given_a,
        names.family as family_a,
        others.given as given_b,
        others.family as family_b,
        given_alike.agreement as given_agreement,
        'same' as family_agreement
    from names
    inner join names as others on names.family = others.family
    inner join link.given_alike on names.given = given_alike.given and others.given = given_alike.other
),

two_families as (
    select
        names.given as given_a,
        names.family as family_a,
        others.given as given_b,
        others.family as family_b,
        given_alike.agreement as given_agreement,
        family_alike.agreement as family_agreement
    from names
    inner join link.family_alike on names.family = family_alike.family and family_alike.other <> names.family
    inner join names as others on family_alike.other = others.family
    inner join link.given_alike on names.given = given_alike.given and others.given = given_alike.other
    -- two spellings that both need a misprint, or both are cut to an initial, are too far apart
    where given_alike.agreement = 'same'
        or (given_alike.agreement <> 'typo' and family_alike.agreement in ('variant', 'typo'))
),

-- the family name first, or the two run together elsewhere: 'Bou Azizi' and 'Bouazizi' meet by their compact form
turned as (
    select names.given as given_a, names.family as family_a, others.given as given_b, others.family as family_b
    from names
    inner join names as others on names.given || names.family = others.family || others.given
    union all
    select names.given as given_a, names.family as family_a, others.given as given_b, others.family as family_b
    from names
    inner join names as others on names.given || names.family = others.given || others.family
        and names.given <> others.given
),

every as (
    from one_family
    union all
    from two_families
    union all
    select turned.*, 'same' as given_agreement, 'same' as family_agreement from turned
)

select
    given_a,
    family_a,
    given_b,
    family_b,
    arg_min(given_agreement, given_agreement <> 'same') as given_agreement,
    arg_min(family_agreement, given_agreement <> 'same') as family_agreement
from every
group by given_a, family_a, given_b, family_b
