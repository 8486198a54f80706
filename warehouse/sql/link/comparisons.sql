/*
One row per candidate pair and comparison that both records have a value for.

grain: record_a, record_b, comparison

record_a    the smaller record id
record_b    the larger record id
comparison  given_name, family_name, former_name, email, phone, organisation, birthday, profile, street, town, title,
            generation or file
level       how the two agree there
surprise    bits: how rare it is that two people agree so, where that hangs on the value (a name, a mailbox); else null
*/
with names as (
    select
        pair_names.*,
        pair_surprises.given_name_surprise,
        pair_surprises.family_name_surprise,
        pair_surprises.people,
        pair_names.given_agreement not in ('conflict', 'unknown', 'missing')
            and pair_names.family_agreement <> 'other' as is_agreeing
    from link.pair_names
    inner join link.pair_surprises using (record_a, record_b)
),

-- a contact point of one's own picks one out of all the world's, here the 32,768 people whom one may come to know;
-- one that several people hold tells that they know each other: it picks among the bearers of one name and
-- identifies nobody else
points as (
    select
        pair_points.*,
        coalesce(names.is_agreeing, false) as is_agreeing,
        least(log2(names.people / pair_points.email_people), 7) as shared_email_surprise,
        least(log2(names.people / pair_points.phone_people), 7) as shared_phone_surprise
    from link.pair_points
    left join names using (record_a, record_b)
),

compared as (
    select record_a, record_b, 'given_name' as comparison, given_agreement as level, given_name_surprise as surprise
    from names
    union all
    select record_a, record_b, 'family_name',
        case when given_agreement = 'variant' and family_agreement = 'variant' then 'variant_too'
        else family_agreement end, family_name_surprise
    from names
    where given_agreement not in ('conflict', 'unknown')
    union all
    select record_a, record_b, 'former_name', 'yes', null
    from names
    where is_former and given_agreement not in ('conflict', 'unknown')
    union all
    select record_a, record_b, 'email', email,
        case email when 'same' then 15 - log2(email_people) when 'shared' then shared_email_surprise end
    from points
    where email <> 'shared' or is_agreeing
    union all
    select
        record_a,
        record_b,
        'phone',
        phone,
        case phone
            when 'same' then 15 - log2(phone_people)
            when 'same_line' then 12 - log2(phone_people)
            when 'shared' then shared_phone_surprise
        end
    from points
    where phone <> 'shared' or is_agreeing
    union all
    select record_a, record_b, 'organisation', organisation, organisation_surprise from link.pair_circumstances
    union all
    select record_a, record_b, 'birthday', birthday, null from link.pair_circumstances
    union all
    select record_a, record_b, 'profile', profile, null from link.pair_circumstances
    union all
    -- a house picks its people out of the book, as a line that several share does
    select record_a, record_b, 'street', street, case street when 'same' then least(log2(names.people), 7) end
    from link.pair_circumstances
    inner join names using (record_a, record_b)
    union all
    select record_a, record_b, 'town', town, null from link.pair_circumstances
    union all
    -- who changed firm changed title and address with it: that is said once
    select record_a, record_b, 'title', title, null
    from link.pair_circumstances
    where title = 'same' or organisation is distinct from 'other'
    union all
    select record_a, record_b, 'generation', generation, null from link.pair_circumstances
    union all
    select record_a, record_b, 'file', file, null from link.pair_circumstances
)

select record_a, record_b, comparison, level, surprise
from compared
where level is not null
