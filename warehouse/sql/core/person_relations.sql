/*
One row per two people and relation between them that their records show. What two people share makes them no one
person: it is told here.

grain: person_a, person_b, relation
references: person_a core.persons.person_id
references: person_b core.persons.person_id

person_a  the assistant where the relation is assistant_of, else the smaller id
person_b  the other person
relation  shares_landline, shares_household (an address at home, a private mailbox, or a landline and the family name in
          common), or assistant_of (a card names the assistant)
*/
with families as (
    select distinct records.person_id, folded_texts.folded as family
    from staging.contacts
    inner join core.records using (record_id)
    inner join staging.folded_texts on contacts.family_name = folded_texts.text
    where folded_texts.folded <> ''
),

homes as (
    select distinct
        records.person_id,
        streets.folded || ' ' || towns.folded as home
    from staging.contact_addresses
    inner join core.records using (record_id)
    inner join staging.folded_texts as streets on contact_addresses.street = streets.text
    inner join staging.folded_texts as towns
        on coalesce(contact_addresses.postal_code, contact_addresses.locality) = towns.text
    where list_contains(contact_addresses.types, 'home')
),

assistants as (
    select contact_relations.record_id, contact_relations.ordinal, helpers.person_id as person_a,
        records.person_id as person_b
    from staging.contact_relations
    inner join core.records using (record_id)
    inner join staging.contacts on contact_relations.name_key = contacts.name_key
    inner join core.records as helpers on contacts.record_id = helpers.record_id
    where contact_relations.relation = 'assistant' and helpers.person_id <> records.person_id
),

every as (
    select shared_points.person_a, shared_points.person_b, 'shares_landline' as relation
    from core.shared_points
    where shared_points.kind = 'landline'
    union all
    select shared_points.person_a, shared_points.person_b, 'shares_household' as relation
    from core.shared_points
    where shared_points.kind = 'private_mailbox'
    union all
    select shared_points.person_a, shared_points.person_b, 'shares_household' as relation
    from core.shared_points
    inner join families on shared_points.person_a = families.person_id
    inner join families as others on shared_points.person_b = others.person_id and families.family = others.family
    where shared_points.kind = 'landline'
    union all
    select homes.person_id as person_a, others.person_id as person_b, 'shares_household' as relation
    from homes
    inner join homes as others on homes.home = others.home and homes.person_id < others.person_id
    union all
    -- a name that two people bear tells of neither
    select min(assistants.person_a) as person_a, assistants.person_b, 'assistant_of' as relation
    from assistants
    group by assistants.record_id, assistants.ordinal, assistants.person_b
    having count(distinct assistants.person_a) = 1
)

select distinct every.person_a, every.person_b, every.relation
from every
inner join core.persons as one on every.person_a = one.person_id
inner join core.persons as two on every.person_b = two.person_id
