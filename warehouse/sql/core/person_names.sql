/*
One row per person: the fullest name its records give, as people write it.

grain: person_id
references: person_id core.identities

person_id     the person
display_name  the fullest well-cased form; the user's own where set; an address, number or profile where no name is
              known
given_name    of the record whose name is shown, else of another
family_name   of the record whose name is shown, else of another
*/
with names as (
    select
        person_records.person_id,
        contacts.given_name,
        contacts.family_name,
        coalesce(contacts.display_name, attendee_records.cn, correspondents.name) as name,
        coalesce(attendee_records.address, emails.email, phones.number, contacts.linkedin_url,
            correspondents.linkedin_url) as address,
        gone_records.record_id is null as is_present,
        person_records.is_contact_record,
        contacts.rev_at,
        person_records.record_id
    from link.person_records
    inner join core.identities using (person_id)
    left join staging.contacts using (record_id)
    left join staging.attendee_records using (record_id)
    left join staging.correspondents using (record_id)
    left join staging.gone_records using (record_id)
    left join (
        select record_id, arg_min(coalesce(email, raw), ordinal) as email from staging.contact_emails group by record_id
    ) as emails using (record_id)
    left join (
        select record_id, arg_min(coalesce(e164, raw), ordinal) as number from staging.contact_phones group by record_id
    ) as phones using (record_id)
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id
            order by
                name is not null desc,
                is_present desc,
                -- 'J. Dupont' is less of a name than 'Jean Dupont', one word less than two
                (given_name is not null and family_name is not null) desc,
                len(regexp_extract_all(name, '\pL{2,}')) >= 2 desc,
                (name <> upper(name) and name <> lower(name)) desc,
                is_contact_record desc,
                length(regexp_replace(name, '(^|[\s.-])\pL\.?($|[\s.-])', ' ', 'g')) desc,
                rev_at desc nulls last,
                name,
                record_id
        ) as place
    from names
),

decided as (
    select
        decided_fields.person_id,
        min(decided_fields.value) filter (where decided_fields.field = 'name') as name,
        min(decided_fields.value) filter (where decided_fields.field = 'given_name') as given_name,
        min(decided_fields.value) filter (where decided_fields.field = 'family_name') as family_name
    from core.decided_fields
    group by decided_fields.person_id
)

select
    ranked.person_id,
    coalesce(
        min(decided.name),
        arg_min(ranked.name, ranked.place) filter (where ranked.name is not null),
        arg_min(ranked.address, ranked.place) filter (where ranked.address is not null),
        '?'
    ) as display_name,
    coalesce(min(decided.given_name),
        arg_min(ranked.given_name, ranked.place) filter (where ranked.given_name is not null)) as given_name,
    coalesce(min(decided.family_name),
        arg_min(ranked.family_name, ranked.place) filter (where ranked.family_name is not null)) as family_name
from ranked
left join decided using (person_id)
group by ranked.person_id
