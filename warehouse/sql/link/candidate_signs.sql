/*
One row per record of a person and sign by which other records are looked up that may be the same person's.

grain: record_id, sign

record_id  source/key of the record
sign       a contact point, a profile, a birthday, a given name with one without a year, a family name with a house, a
           name with an organisation or a town; few records share it
*/
with names as (
    select
        name_forms.record_id,
        name_forms.given || ' ' || name_forms.family as name,
        name_forms.given,
        name_forms.family,
        name_forms.is_main and (name_forms.given = '' or name_forms.family = '') as is_single
    from link.name_forms
),

places as (
    select record_houses.record_id, record_houses.house as place from link.record_houses
    union
    select contact_addresses.record_id, lower(contact_addresses.locality) as place
    from staging.contact_addresses
    where contact_addresses.locality is not null
),

signs as (
    select contact_points.record_id, contact_points.point as sign, true as is_sought
    from link.contact_points
    union
    select records.record_id, records.linkedin_url as sign, true as is_sought
    from link.records
    where records.linkedin_url is not null
    union
    select names.record_id, names.given || ' ' || records.bday as sign, true as is_sought
    from names
    inner join link.records using (record_id)
    where records.bday is not null and names.given <> ''
    union
    select names.record_id, names.family || ' ' || contact_addresses.house as sign, true as is_sought
    from names
    inner join staging.contact_addresses using (record_id)
    where contact_addresses.house is not null and names.family <> ''
    union
    select records.record_id, records.bday as sign, true as is_sought
    from link.records
    where records.bday not like '--%'
    union
    -- bearers of one name, however many: by what else they share
    select names.record_id, names.name || ' ' || places.place as sign, true as is_sought
    from names
    inner join places using (record_id)
    union
    -- one name alone is looked for in its own organisation
    select names.record_id, unnest([names.given, names.family]) || ' ' || record_houses.house as sign,
        names.is_single as is_sought
    from names
    inner join link.record_houses using (record_id)
    where names.given || names.family <> ''
)

select distinct signs.record_id, signs.sign
from signs
inner join link.entities using (record_id)
where entities.entity_type = 'person' and signs.sign not like ' %'
qualify count(distinct signs.record_id) over (partition by signs.sign) between 2 and 40
    and bool_or(signs.is_sought) over (partition by signs.sign)
