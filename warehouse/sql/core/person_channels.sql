/*
One row per person and way to reach them.

grain: person_id, channel, value
references: person_id core.persons

person_id  the person; the owner and non-contacts too
channel    phone, mobile, email_work (domain not on the free-mail list), email_personal, linkedin or postal
value      number in E.164 form (as written when not valid), address, profile, or postal address on one line
subtype    kind of number; null for other channels
validity   valid; doubtful: an e-mail address at the domain of an organisation that is not the person's present one; or
           invalid
source     the export that holds it; the first by name of several
*/
with phones as (
    select
        records.person_id,
        case when contact_phones.subtype = 'mobile' then 'mobile' else 'phone' end as channel,
        coalesce(contact_phones.e164, contact_phones.raw)
        || case when contact_phones.extension is not null then ' ext. ' || contact_phones.extension
            else '' end as value,
        contact_phones.subtype,
        case when contact_phones.is_valid then 'valid' else 'invalid' end as validity,
        records.source
    from staging.contact_phones
    inner join core.records using (record_id)
),

emails as (
    select
        records.person_id,
        coalesce(contact_emails.email, contact_emails.raw) as value,
        contact_emails.domain,
        contact_emails.is_free_mail,
        contact_emails.is_valid,
        records.source
    from staging.contact_emails
    inner join core.records using (record_id)
    union all
    select
        records.person_id,
        attendee_emails.email as value,
        attendee_emails.domain,
        attendee_emails.is_free_mail,
        attendee_emails.is_valid,
        records.source
    from staging.attendee_emails
    inner join staging.attendee_records using (address)
    inner join core.records using (record_id)
),

judged_emails as (
    select
        emails.person_id,
        case when emails.is_free_mail then 'email_personal' else 'email_work' end as channel,
        emails.value,
        null::varchar as subtype,
        case
            when not emails.is_valid then 'invalid'
            when domain_owners.organisation_id <> person_positions.organisation_id then 'doubtful'
            else 'valid'
        end as validity,
        emails.source
    from emails
    left join core.domain_owners on emails.domain = domain_owners.domain and not emails.is_free_mail
    left join core.person_positions on emails.person_id = person_positions.person_id
),

others as (
    select
        records.person_id,
        'linkedin' as channel,
        contacts.linkedin_url as value,
        null::varchar as subtype,
        'valid' as validity,
        records.source
    from staging.contacts
    inner join core.records using (record_id)
    where contacts.linkedin_url is not null
    union all
    select
        records.person_id,
        'linkedin' as channel,
        correspondents.linkedin_url as value,
        null::varchar as subtype,
        'valid' as validity,
        records.source
    from staging.correspondents
    inner join core.records using (record_id)
    where correspondents.linkedin_url is not null
    union all
    select
        records.person_id,
        'postal' as channel,
        concat_ws(
            ', ',
            contact_addresses.street,
            nullif(concat_ws(' ', contact_addresses.postal_code, contact_addresses.locality), ''),
            contact_addresses.country
        ) as value,
        null::varchar as subtype,
        case
            when
                contact_addresses.street is not null
                and coalesce(contact_addresses.postal_code, contact_addresses.locality) is not null
                then 'valid'
            else 'invalid'
        end as validity,
        records.source
    from staging.contact_addresses
    inner join core.records using (record_id)
),

every as (
    from phones
    union all
    from judged_emails
    union all
    from others
)

select
    every.person_id,
    every.channel,
    every.value,
    min(every.subtype) as subtype,
    arg_min(every.validity, case every.validity when 'valid' then 1 when 'doubtful' then 2 else 3 end) as validity,
    min(every.source) as source
from every
inner join core.identities using (person_id)
where every.value is not null and every.value <> ''
group by every.person_id, every.channel, every.value
