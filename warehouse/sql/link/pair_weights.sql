/*
One row per candidate pair, its evidence side by side: the bits of link.match_evidence, 0 where a comparison says
nothing. Pairs so far apart that no other evidence could outweigh it are left out.

grain: record_a, record_b

record_a      the smaller record id
record_b      the larger record id
prior         bits of the prior
namesakes     bits of namesakes
given_name    bits of the given name
family_name   bits of the family name
former_name   bits of a former name
generation    bits of the generation
file          bits of the file
street        bits of street and number
town          bits of the town
email         bits of the mailboxes
phone         bits of the numbers
organisation  bits of the organisations
birthday      bits of the birthday
profile       bits of the profile
title         bits of the title
*/
select
    record_a,
    record_b,
    coalesce(sum(bits) filter (where comparison = 'prior'), 0) as prior,
    coalesce(sum(bits) filter (where comparison = 'namesakes'), 0) as namesakes,
    coalesce(sum(bits) filter (where comparison = 'given_name'), 0) as given_name,
    coalesce(sum(bits) filter (where comparison = 'family_name'), 0) as family_name,
    coalesce(sum(bits) filter (where comparison = 'former_name'), 0) as former_name,
    coalesce(sum(bits) filter (where comparison = 'generation'), 0) as generation,
    coalesce(sum(bits) filter (where comparison = 'file'), 0) as file,
    coalesce(sum(bits) filter (where comparison = 'street'), 0) as street,
    coalesce(sum(bits) filter (where comparison = 'town'), 0) as town,
    coalesce(sum(bits) filter (where comparison = 'email'), 0) as email,
    coalesce(sum(bits) filter (where comparison = 'phone'), 0) as phone,
    coalesce(sum(bits) filter (where comparison = 'organisation'), 0) as organisation,
    coalesce(sum(bits) filter (where comparison = 'birthday'), 0) as birthday,
    coalesce(sum(bits) filter (where comparison = 'profile'), 0) as profile,
    coalesce(sum(bits) filter (where comparison = 'title'), 0) as title
from link.match_evidence
group by record_a, record_b
having sum(bits) > -15
