/*
One row per candidate pair both of whose records hold contact points, with how these agree.

grain: record_a, record_b

record_a       the smaller record id
record_b       the larger record id
email          same (a mailbox nobody else holds), shared (one that several people hold), one_house (different mailboxes
               at one organisation), other_private; null where nothing can be told
email_people   least number of people that hold a common mailbox; null without one
phone          same (a mobile nobody else holds), same_line (another number nobody else holds), shared, near (mobiles
               one digit apart), other_mobile, other; null where a side has none
phone_people   least number of people that hold a common number; null without one
*/
with common as (
    select
        candidate_pairs.record_a,
        candidate_pairs.record_b,
        min(point_holders.people) filter (where contact_points.kind = 'email') as email_people,
        min(point_holders.people) filter (where contact_points.kind = 'phone') as phone_people,
        bool_or(not point_holders.is_shared) filter (where contact_points.kind = 'email') as is_email_own,
        bool_or(not point_holders.is_shared) filter (where contact_points.kind = 'phone') as is_phone_own,
        bool_or(contact_points.is_mobile and not point_holders.is_shared) as is_mobile_own
    from link.candidate_pairs
    inner join link.contact_points on candidate_pairs.record_a = contact_points.record_id
    inner join link.contact_points as others on candidate_pairs.record_b = others.record_id
        and contact_points.point = others.point
    inner join link.point_holders on contact_points.point = point_holders.point
    group by candidate_pairs.record_a, candidate_pairs.record_b
),

near as (
    select distinct candidate_pairs.record_a, candidate_pairs.record_b
    from link.candidate_pairs
    inner join link.contact_points on candidate_pairs.record_a = contact_points.record_id
        and contact_points.kind = 'phone'
    inner join link.contact_points as others on candidate_pairs.record_b = others.record_id and others.kind = 'phone'
    -- lines of one office are often a digit apart; two mobiles of one name are not
    where
        (contact_points.is_mobile or contact_points.point like '~%')
        and (others.is_mobile or others.point like '~%')
        and contact_points.point <> others.point
        and damerau_levenshtein(right(contact_points.point, 9), right(others.point, 9)) <= 1
)

select
    candidate_pairs.record_a,
    candidate_pairs.record_b,
    case
        when common.is_email_own then 'same'
        when common.email_people is not null then 'shared'
        when one.mailboxes = [] or two.mailboxes = [] then null
        when list_has_any(one.work_domains, two.work_domains) then 'one_house'
        when one.private_mailboxes <> [] and two.private_mailboxes <> [] then 'other_private'
    end as email,
    common.email_people,
    case
        when common.is_mobile_own then 'same'
        when common.is_phone_own then 'same_line'
        when common.phone_people is not null then 'shared'
        when near.record_a is not null then 'near'
        when one.mobiles <> [] and two.mobiles <> [] then 'other_mobile'
        when one.numbers <> [] and two.numbers <> [] then 'other'
    end as phone,
    common.phone_people
from link.candidate_pairs
inner join link.record_points as one on candidate_pairs.record_a = one.record_id
inner join link.record_points as two on candidate_pairs.record_b = two.record_id
left join common using (record_a, record_b)
left join near using (record_a, record_b)
