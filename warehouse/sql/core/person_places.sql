/*
One row per person whose town or country is known.

grain: person_id
references: person_id core.identities

person_id       the person
city            town of the newest address that has one
country         ISO 3166 code
country_source  where the country is from: setting, address, phone or domain
*/
with addresses as (
    select
        records.person_id,
        contact_addresses.locality,
        contact_addresses.country_code,
        row_number() over (
            partition by records.person_id
            order by
                coalesce(contacts.rev_at::date, contacts.stated_on) desc nulls last,
                contacts.record_id,
                contact_addresses.ordinal
        ) as place
    from staging.contact_addresses
    inner join staging.contacts using (record_id)
    inner join core.records using (record_id)
),

from_addresses as (
    select
        person_id,
        arg_min(locality, place) filter (where locality is not null) as city,
        arg_min(country_code, place) filter (where country_code is not null) as country
    from addresses
    group by person_id
),

from_phones as (
    select
        records.person_id,
        arg_min(contact_phones.region, (contact_phones.ordinal, contact_phones.record_id)) as country
    from staging.contact_phones
    inner join core.records using (record_id)
    where contact_phones.is_valid and contact_phones.region is not null
    group by records.person_id
),

domains as (
    select records.person_id, contact_emails.domain, contact_emails.is_free_mail, contact_emails.ordinal
    from staging.contact_emails
    inner join core.records using (record_id)
    where contact_emails.is_valid
    union all
    select records.person_id, attendee_emails.domain, attendee_emails.is_free_mail, 99 as ordinal
    from staging.attendee_emails
    inner join staging.attendee_records using (address)
    inner join core.records using (record_id)
    where attendee_emails.is_valid
),

from_domains as (
    select
        person_id,
        arg_min(
            case regexp_extract(domain, '\.([a-z]{2})$', 1) when 'uk' then 'GB'
                else upper(regexp_extract(domain, '\.([a-z]{2})$', 1)) end,
            (is_free_mail, ordinal, domain)
        ) as country
    from domains
    -- country codes that are sold as words, and the one of no country
    where
        regexp_matches(domain, '\.[a-z]{2}$')
        and regexp_extract(domain, '\.([a-z]{2})$', 1) not in (
            'eu', 'io', 'ai', 'co', 'me', 'tv', 'fm', 'am', 'cc', 'ws', 'to', 'ly', 'gg', 'sh', 'ac', 'gl', 'la', 'nu',
            'tk', 'ml', 'ga', 'cf', 'gq', 'su', 'ms', 'vc', 'mn', 'bz', 'sc', 'im', 'st', 'pw', 'gd', 'ag', 'so', 'tl',
            'vu', 're'
        )
    group by person_id
),

decided as (
    select
        decided_fields.person_id,
        min(decided_fields.value) filter (where decided_fields.field = 'city') as city,
        min(upper(decided_fields.value)) filter (where decided_fields.field = 'country') as country
    from core.decided_fields
    group by decided_fields.person_id
)

select
    identities.person_id,
    coalesce(decided.city, from_addresses.city) as city,
    coalesce(decided.country, from_addresses.country, from_phones.country, from_domains.country) as country,
    case
        when decided.country is not null then 'setting'
        when from_addresses.country is not null then 'address'
        when from_phones.country is not null then 'phone'
        when from_domains.country is not null then 'domain'
    end as country_source
from core.identities
left join decided using (person_id)
left join from_addresses using (person_id)
left join from_phones using (person_id)
left join from_domains using (person_id)
where coalesce(decided.city, from_addresses.city, decided.country, from_addresses.country, from_phones.country,
    from_domains.country) is not null
