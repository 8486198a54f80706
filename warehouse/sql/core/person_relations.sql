/*
One row per two people and relation between them that their records show. What two people share makes them no one
person: it is told here.

grain: person_a, person_b, relation
references: person_a core.persons.person_id
references: person_b core.persons.person_id

person_a  the assistant where the relation is assistant_of, else the smaller id
person_b  the other person
relation  shares_landline, shares_household (an address at home, a private mailbox, or a landline and the family name in
          common), assistant_of or spouse_of (a card or a row names the assistant or the spouse)
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

named as (
    select
        contact_relations.record_id,
        contact_relations.ordinal,
        contact_relations.relation,
        others.person_id as other_id,
        records.person_id
    from staging.contact_relations
    inner join core.records using (record_id)
    inner join staging.contacts on contact_relations.name_key = contacts.name_key
    inner join core.records as others on contacts.record_id = others.record_id
    where contact_relations.relation in ('assistant', 'spouse') and others.person_id <> records.person_id
),

-- a name that two people bear tells of neither
named_once as (
    select named.relation, named.person_id, min(named.other_id) as other_id
    from named
    group by named.record_id, named.ordinal, named.relation, named.person_id
    having count(distinct named.other_id) = 1
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
    select named_once.other_id as person_a, named_once.person_id as person_b, 'assistant_of' as relation
    from named_once
    where named_once.relation = 'assistant'
    union all
    select
        least(named_once.other_id, named_once.person_id) as person_a,
        greatest(named_once.other_id, named_once.person_id) as person_b,
        'spouse_of' as relation
    from named_once
    where named_once.relation = 'spouse'
)

select distinct every.person_a, every.person_b, every.relation
from every
inner join core.persons as one on every.person_a = one.person_id
inner join core.persons as two on every.person_b = two.person_id
