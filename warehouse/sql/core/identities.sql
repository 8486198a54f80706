/*
One row per person: what its records make of it, before any of its fields are chosen.

grain: person_id

person_id      the person
is_contact     at least one card or row of an address book or connection list is theirs, and that list still holds it
is_ego         the owner of the network: holds one of the own addresses, writes messages as the owner, or is a card with
               exactly one of the own names
is_suppressed  the user asked not to see the person again, or they died: the user or a record of theirs says so
n_sources      0 to 3: address book, LinkedIn (connections and messages), calendar; 0 when no export holds them any more
known_by_date  earliest day the person was surely known by: last change of a card, day a record was first seen; an upper
               bound
first_seen_on  earliest day that a card or row of the person was seen in a file; null without one
connected_on   earliest day a connection was made, as the service says
linkedin_url   profile
*/
with records as (
    select
        person_records.record_id,
        person_records.person_id,
        person_records.is_contact_record,
        person_records.is_contact_record and gone_records.record_id is null as is_present_contact,
        gone_records.record_id is null as is_present,
        entities.entity_type,
        contacts.rev_at,
        contacts.first_seen_on,
        contacts.connected_on,
        coalesce(contacts.linkedin_url, correspondents.linkedin_url) as linkedin_url,
        attendee_records.address,
        correspondents.party_key,
        coalesce(folded_texts.words, []) as words,
        case
            when correspondents.record_id is not null then 'linkedin'
            when not person_records.is_contact_record then 'calendar'
            when contacts.is_from_linkedin then 'linkedin'
            else 'address_book'
        end as source_kind
    from link.person_records
    left join link.entities using (record_id)
    left join staging.contacts using (record_id)
    left join staging.attendee_records using (record_id)
    left join staging.correspondents using (record_id)
    left join staging.gone_records using (record_id)
    left join staging.folded_texts on coalesce(contacts.display_name, attendee_records.cn) = folded_texts.text
),

-- A card that holds an own address but another name is someone of the household, not the owner.
own_cards as (
    select distinct contact_emails.record_id
    from staging.contact_emails
    inner join staging.own_addresses on contact_emails.email = own_addresses.address
    inner join records using (record_id)
    where
        not exists (from staging.own_names)
        or records.words = []
        or exists (
            select 1 from staging.own_names
            where list_has_all(own_names.words, records.words) or list_has_all(records.words, own_names.words)
        )
),

marked as (
    select
        records.*,
        coalesce(records.address in (select own_addresses.address from staging.own_addresses), false)
        or records.record_id in (select own_cards.record_id from own_cards)
        or coalesce(records.party_key in (select own_parties.party_key from staging.own_parties), false)
        or (records.is_contact_record and records.words in (select own_names.words from staging.own_names)) as is_own
    from records
),

suppressed as (
    select distinct person_records.person_id
    from staging.person_decisions
    inner join link.person_records using (record_id)
    where person_decisions.verb in ('suppress', 'deceased')
    union
    select person_records.person_id
    from staging.contacts
    inner join link.person_records using (record_id)
    where contacts.is_deceased
)

select
    marked.person_id,
    bool_or(marked.is_present_contact) as is_contact,
    bool_or(marked.is_own) as is_ego,
    marked.person_id in (select suppressed.person_id from suppressed) as is_suppressed,
    count(distinct marked.source_kind) filter (where marked.is_present) as n_sources,
    min(least(marked.rev_at::date, marked.first_seen_on)) as known_by_date,
    min(marked.first_seen_on) as first_seen_on,
    min(marked.connected_on) as connected_on,
    min(marked.linkedin_url) filter (where marked.is_present) as linkedin_url
from marked
group by marked.person_id
having bool_or(marked.entity_type = 'person') or bool_or(marked.is_own)
