/*
One row per contact point, with who holds it.

grain: point

point      mailbox or number, as in link.contact_points
records    records of people that hold it
people     at least how many people hold it: given names of which no two can be one person's
is_shared  names of different people hold it, a company or a service holds it too, or a team reads it: it names nobody
*/
with named as (
    select distinct contact_points.point, name_forms.given
    from link.contact_points
    inner join link.name_forms using (record_id)
    where name_forms.is_main and name_forms.given <> '' and name_forms.origin <> 'address'
),

-- a given name counts when no smaller one at the same point may be the same person's
alike as (
    select distinct named.point, named.given
    from named
    inner join link.given_alike on named.given = given_alike.given and given_alike.other < named.given
    inner join named as others on named.point = others.point and others.given = given_alike.other
),

people as (
    select named.point, count(*) as people
    from named
    anti join alike using (point, given)
    group by named.point
),

holders as (
    select
        contact_points.point,
        bool_or(contact_points.is_role) as is_role,
        count(*) filter (where entities.entity_type = 'person') as records,
        bool_or(entities.entity_type in ('company', 'service', 'role_mailbox', 'couple')) as is_of_house
    from link.contact_points
    inner join link.entities using (record_id)
    group by contact_points.point
)

select
    holders.point,
    holders.records,
    coalesce(people.people, 1) as people,
    coalesce(people.people, 1) > 1 or holders.is_of_house or holders.is_role as is_shared
from holders
left join people using (point)
