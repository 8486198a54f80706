/*
One row per organisation that contact records name.

grain: organisation_id

organisation_id  folded name
name             spelling most records use
sector           as the user set it; null when not known
country          ISO 3166 code as the user set it, else of most addresses of the organisation's own cards; null when not
                 known
*/
with spellings as (
    select organisation_key as organisation_id, organisation as name, count(*) as records
    from staging.contacts
    where organisation_key is not null
    group by organisation_key, organisation
    union all
    select organisation_key as organisation_id, organisation as name, 0 as records
    from staging.set_organisations
),

own_cards as (
    select contacts.organisation_key as organisation_id,
        mode(contact_addresses.country_code order by contact_addresses.country_code) as country
    from staging.contacts
    inner join link.entities using (record_id)
    inner join staging.contact_addresses using (record_id)
    where entities.entity_type = 'company' and contact_addresses.country_code is not null
    group by contacts.organisation_key
)

select
    spellings.organisation_id,
    arg_max(spellings.name, (spellings.records, spellings.name)) as name,
    min(organisation_sectors.sector) as sector,
    coalesce(min(organisation_sectors.country), min(own_cards.country)) as country
from spellings
left join staging.organisation_sectors using (organisation_id)
left join own_cards using (organisation_id)
group by spellings.organisation_id
