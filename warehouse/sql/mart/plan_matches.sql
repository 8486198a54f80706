/*
One row per contact: how far it fits the plan's targets, as known today.

A person named as a target fits in full. Values are compared whatever their case, accents and script.

grain: person_id

person_id      contact
criteria       number of kinds of targets the plan has (sector, function, seniority, organisation, place; person when
               alone)
met            of these, the ones the contact fits
share_met      met / criteria (0-1); 1 for a person named; null without a plan target
is_full_match  fits all of them, or is named; everybody where the plan names no target: then only their number counts
*/
with axes as (
    select
        count(distinct plan_targets.axis) filter (plan_targets.axis <> 'person') as criteria,
        count(*) > 0 as has_targets
    from mart.plan_targets
),

fits as (
    select
        person_traits.person_id,
        count(distinct person_traits.axis) filter (person_traits.axis <> 'person') as met,
        bool_or(person_traits.axis = 'person') as is_named
    from mart.person_traits
    inner join mart.plan_targets using (axis, folded)
    group by person_traits.person_id
)

select
    contacts.person_id,
    greatest(axes.criteria, axes.has_targets::integer) as criteria,
    case
        when coalesce(fits.is_named, false) then greatest(axes.criteria, 1)
        else coalesce(fits.met, 0)
    end as met,
    case
        when coalesce(fits.is_named, false) then 1
        when axes.has_targets then coalesce(fits.met, 0) / greatest(axes.criteria, 1)::double
    end::double as share_met,
    not axes.has_targets
    or coalesce(fits.is_named, false)
    or (axes.criteria > 0 and coalesce(fits.met, 0) = axes.criteria) as is_full_match
from mart.contacts
cross join axes
left join fits using (person_id)
