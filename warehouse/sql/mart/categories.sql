/*
One row per contact and group it belongs to, on each axis of diversity, as known today.

grain: person_id, axis, category

person_id  contact
axis       circle, sector, seniority, country or organisation
category   circle id, sector, seniority, ISO code, organisation id
weight     share (0-1) of the person that counts there: 1/k with k circles, else 1
*/
select
    contacts.person_id,
    'circle' as axis,
    person_circles.circle_id as category,
    person_circles.weight::double as weight
from core.person_circles
inner join mart.contacts using (person_id)
union all
select
    person_id,
    axis,
    category,
    1.0::double
from (
    select
        person_id,
        unnest(['sector', 'seniority', 'country', 'organisation']) as axis,
        unnest([sector, seniority, country, organisation_id]) as category
    from mart.contacts
)

where category is not null
