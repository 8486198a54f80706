/*
One row per candidate pair, with how surprising it would be that two people's names agree so.

grain: record_a, record_b

record_a              the smaller record id
record_b              the larger record id
given_name_surprise   bits: how rare the agreeing given name is among the people of the book, or a record that has its
                      initial only; null where none agrees
family_name_surprise  bits: the same of the family name
known_namesakes       at least how many other people bear the name, as records that contradict each other show
people                people in the book
*/
with book as (
    select coalesce(max(name_shares.people), 300) as people from link.name_shares
),

-- how often a record has an initial in place of a name: of two, either may be the short one
shortened as (
    select
        2 * greatest(avg((length(name_forms.given) = 1)::integer), 0.005) as given,
        2 * greatest(avg((length(name_forms.family) = 1)::integer), 0.005) as family
    from link.name_forms
    where name_forms.is_main and name_forms.given <> '' and name_forms.family <> ''
)

select
    pair_names.record_a,
    pair_names.record_b,
    case
        when pair_names.given_agreement = 'initial' then -log2(given_initial.share * shortened.given)
        -- two records with one initial agree in no more than that
        when pair_names.given_agreement = 'same' and length(pair_names.givens[1]) = 1 then -log2(given_initial.share)
        when pair_names.given_agreement not in ('missing', 'unknown', 'conflict')
            -- a name that no full name holds is as rare as one that one does
            then -log2(greatest(given_one.share, given_two.share, 1 / book.people))
    end as given_name_surprise,
    case
        when pair_names.family_agreement = 'initial' then -log2(family_initial.share * shortened.family)
        when pair_names.family_agreement = 'same' and length(pair_names.families[1]) = 1
            then -log2(family_initial.share)
        when pair_names.family_agreement not in ('missing', 'other')
            and pair_names.given_agreement not in ('unknown', 'conflict')
            then -log2(greatest(family_one.share, family_two.share, 1 / book.people))
    end as family_name_surprise,
    greatest(name_one.known, name_two.known, 1) - 1 as known_namesakes,
    book.people
from link.pair_names
cross join book
cross join shortened
left join link.name_shares as given_one on given_one.part = 'given' and given_one.word = pair_names.givens[1]
left join link.name_shares as given_two on given_two.part = 'given' and given_two.word = pair_names.givens[2]
left join link.name_shares as given_initial on given_initial.part = 'given_initial'
    and given_initial.word = left(pair_names.givens[1], 1)
left join link.name_shares as family_one on family_one.part = 'family' and family_one.word = pair_names.families[1]
left join link.name_shares as family_two on family_two.part = 'family' and family_two.word = pair_names.families[2]
left join link.name_shares as family_initial
    on family_initial.part = 'family_initial' and family_initial.word = left(pair_names.families[1], 1)
left join link.name_counts as name_one on name_one.given = pair_names.givens[1]
    and name_one.family = pair_names.families[1]
left join link.name_counts as name_two on name_two.given = pair_names.givens[2]
    and name_two.family = pair_names.families[2]
