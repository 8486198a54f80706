/*
One row per candidate pair, with how what surrounds the two people agrees.

grain: record_a, record_b

record_a               the smaller record id
record_b               the larger record id
organisation        same or other; null where a side points to none
organisation_surprise  bits: how few of the book's people are at the organisation in common; null without one
birthday            same, same_day (a year is missing), near (day and month turned, one digit or one day apart, one day
                    of two years) or other; null where a side has none
profile             same or other; null where a side has none
street              same or near (a misprint apart) number and street; other; null where a side has none, and where the
                    towns differ, since that says as much
town                same or other; null where a side has none, and where the streets agree
title               same or other job title; null where a side has none
generation             other when one card says son, junior, III … and the other does not say the same; else null
file                   same, same_calendar (people stand there under each of their addresses) or other
*/
with book as (
    select coalesce(max(name_shares.people), 300) as people from link.name_shares
),

house_people as (
    select
        record_houses.house,
        log2(any_value(book.people) / count(distinct (name_forms.given, name_forms.family))) as surprise
    from link.record_houses
    inner join link.name_forms using (record_id)
    cross join book
    where name_forms.is_main
    group by record_houses.house
),

common_houses as (
    select candidate_pairs.record_a, candidate_pairs.record_b, max(house_people.surprise) as organisation_surprise
    from link.candidate_pairs
    inner join link.record_houses on candidate_pairs.record_a = record_houses.record_id
    inner join link.record_houses as others on candidate_pairs.record_b = others.record_id
        and record_houses.house = others.house
    inner join house_people on record_houses.house = house_people.house
    group by candidate_pairs.record_a, candidate_pairs.record_b
),

circumstances as (
    select
        records.record_id,
        records.source || '/' || records.file as file,
        records.is_contact_record as is_card,
        records.generation,
        -- days that programs put in the place of none
        case when records.bday not in ('1970-01-01', '1900-01-01') then records.bday end as bday,
        records.linkedin_url,
        nullif(lower(contacts.title), '') as title,
        (select list(distinct lower(contact_addresses.locality)) from staging.contact_addresses
            where contact_addresses.record_id = records.record_id) as towns,
        records.record_id in (select record_houses.record_id from link.record_houses) as has_house
    from link.records
    left join staging.contacts using (record_id)
),

-- a misprint in the number or in the name may part two spellings of one house
streets as (
    select
        candidate_pairs.record_a,
        candidate_pairs.record_b,
        case min(
            case
                when one_houses.house = other_houses.house then 0
                -- what extends a street stands behind it, or is left out
                when starts_with(one_houses.house, other_houses.house) and length(other_houses.house) > 6
                    or starts_with(other_houses.house, one_houses.house) and length(one_houses.house) > 6
                    then 1
                when damerau_levenshtein(one_houses.house, other_houses.house) <= 1 + length(one_houses.house) // 14
                    then 1
                else 2
            end
        )
            when 0 then 'same'
            when 1 then 'near'
            else 'other'
        end as street
    from link.candidate_pairs
    inner join staging.contact_addresses as one_houses on candidate_pairs.record_a = one_houses.record_id
    inner join staging.contact_addresses as other_houses on candidate_pairs.record_b = other_houses.record_id
    where one_houses.house is not null and other_houses.house is not null
    group by candidate_pairs.record_a, candidate_pairs.record_b
)

select
    candidate_pairs.record_a,
    candidate_pairs.record_b,
    case when common_houses.record_a is not null then 'same'
        when one.has_house and two.has_house then 'other' end as organisation,
    greatest(common_houses.organisation_surprise, 0) as organisation_surprise,
    case
        when one.bday is null or two.bday is null then null
        when one.bday = two.bday and one.bday not like '--%' then 'same'
        when right(one.bday, 5) = right(two.bday, 5) and (one.bday like '--%' or two.bday like '--%') then 'same_day'
        when right(one.bday, 5) = right(two.bday, 5)
            or (left(one.bday, 4) = left(two.bday, 4) or one.bday like '--%' or two.bday like '--%')
                and right(one.bday, 2) || left(right(one.bday, 5), 2) = replace(right(two.bday, 5), '-', '')
            or length(one.bday) = length(two.bday) and damerau_levenshtein(one.bday, two.bday) = 1
            or abs(date_diff('day', try_cast(one.bday as date), try_cast(two.bday as date))) = 1
            then 'near'
        else 'other'
    end as birthday,
    case when one.linkedin_url = two.linkedin_url then 'same'
        when one.linkedin_url <> two.linkedin_url then 'other' end as profile,
    case
        when streets.street <> 'other' then streets.street
        when list_has_any(one.towns, two.towns) or one.towns is null or two.towns is null then streets.street
    end as street,
    case when streets.street <> 'other' then null
        when list_has_any(one.towns, two.towns) then 'same'
        when one.towns is not null and two.towns is not null then 'other' end as town,
    case when one.title = two.title then 'same' when one.title <> two.title then 'other' end as title,
    case when one.generation is distinct from two.generation then 'other' end as generation,
    case when one.file <> two.file then 'other'
        when one.is_card and two.is_card then 'same'
        else 'same_calendar' end as file
from link.candidate_pairs
inner join circumstances as one on candidate_pairs.record_a = one.record_id
inner join circumstances as two on candidate_pairs.record_b = two.record_id
left join common_houses using (record_a, record_b)
left join streets using (record_a, record_b)
