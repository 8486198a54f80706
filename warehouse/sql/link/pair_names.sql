/*
One row per candidate pair, with how closely the names of its records agree: the best of the names that either shows.

grain: record_a, record_b

record_a          the smaller record id
record_b          the larger record id
given_agreement   same, variant, partial, initial, typo; conflict: names of two people; unknown: a side without a given
                  name
family_agreement  same, variant, partial, initial, typo, missing (a side without a family name); other: the families
                  differ
is_former         only a name beside the one a record goes by agrees: a birth name, the name in a profile's or mailbox's
                  address
givens            the two given names, compact
families          the two family names, compact
*/
with forms as (
    select
        candidate_pairs.record_a,
        candidate_pairs.record_b,
        name_forms.given as given_a,
        name_forms.family as family_a,
        others.given as given_b,
        others.family as family_b,
        not (name_forms.is_main and others.is_main) as is_former
    from link.candidate_pairs
    inner join link.name_forms on candidate_pairs.record_a = name_forms.record_id
    inner join link.name_forms as others on candidate_pairs.record_b = others.record_id
),

compared as (
    select
        forms.*,
        case
            when name_pairs.given_agreement is not null then name_pairs.given_agreement
            when forms.given_a = '' and forms.given_b = '' then 'unknown'
            when '' in (forms.given_a, forms.given_b)
                then
                    case
                        when forms.family_a in (forms.given_b, forms.family_b)
                            or forms.family_b in (forms.given_a, forms.family_a)
                            then 'missing'
                        else 'conflict'
                    end
            -- a single word may stand in the wrong field
            when forms.family_a = '' and forms.given_a = forms.family_b then 'missing'
            when forms.family_b = '' and forms.given_b = forms.family_a then 'missing'
            else coalesce(given_alike.agreement, 'conflict')
        end as given_agreement,
        case
            when name_pairs.family_agreement is not null then name_pairs.family_agreement
            when '' in (forms.family_a, forms.family_b) and '' not in (forms.given_a, forms.given_b)
                then case when forms.given_a in (forms.family_b) or forms.given_b in (forms.family_a) then 'same'
                    else 'missing' end
            when '' in (forms.given_a, forms.given_b) then 'same'
            else 'other'
        end as family_agreement
    from forms
    left join link.name_pairs using (given_a, family_a, given_b, family_b)
    left join link.given_alike on forms.given_a = given_alike.given and forms.given_b = given_alike.other
),

ranked as (
    select
        compared.*,
        (list_position(['same', 'variant', 'partial', 'initial', 'missing', 'typo', 'unknown', 'conflict'],
            given_agreement) - 1)
        + 1.5 * (list_position(['same', 'variant', 'partial', 'typo', 'initial', 'missing', 'other'],
            family_agreement) - 1)
        + is_former::integer as distance
    from compared
)

select
    record_a,
    record_b,
    arg_min(given_agreement, (distance, given_a, given_b)) as given_agreement,
    arg_min(family_agreement, (distance, given_a, given_b)) as family_agreement,
    arg_min(is_former, (distance, given_a, given_b)) as is_former,
    arg_min([given_a, given_b], (distance, given_a, given_b)) as givens,
    arg_min([family_a, family_b], (distance, given_a, given_b)) as families
from ranked
group by record_a, record_b
