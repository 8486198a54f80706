/*
One row per contact: how far it fits the plan's targets, as known today.

A person named as a target fits in full. Values are compared without case and accents.

grain: person_id

person_id      contact
criteria       number of kinds of targets the plan has (sector, function, seniority, organisation, place; person when alone)
met            of these, the ones the contact fits
share_met      met / criteria (0-1); 1 for a person named; null without a plan target
is_full_match  fits all of them, or is named; everybody where the plan names no target: then only their number counts
*/
with targets as (
    select axis, lower(strip_accents(trim(value))) as value
    from raw.plan_targets
),
axes as (
    select count(distinct axis) filter (axis <> 'person') as criteria, count(*) > 0 as has_targets
    from targets
),
traits as (
    select person_id, unnest(['sector', 'function', 'seniority', 'organisation', 'organisation', 'place', 'place', 'person', 'person']) as axis,
        unnest([sector, function, seniority, organisation, organisation_id, city, country, display_name, person_id]) as value
    from mart.contacts
),
fits as (
    select
        traits.person_id,
        count(distinct traits.axis) filter (traits.axis <> 'person') as met,
        bool_or(traits.axis = 'person') as is_named
    from traits
    inner join targets on targets.axis = traits.axis and targets.value = lower(strip_accents(trim(traits.value)))
    group by traits.person_id
)
select
    contacts.person_id,
    greatest(criteria, has_targets::integer) as criteria,
    case when coalesce(is_named, false) then greatest(criteria, 1) else coalesce(met, 0) end as met,
    case when coalesce(is_named, false) then 1 when has_targets then coalesce(met, 0) / greatest(criteria, 1)::double end::double as share_met,
    not has_targets or coalesce(is_named, false) or (criteria > 0 and coalesce(met, 0) = criteria) as is_full_match
from mart.contacts
cross join axes
left join fits using (person_id)
