/*
One row per contact and circle they belong to.

Declared circles (labels, decisions) win over rules of the settings, rules over derived ones; the owner is in none.

grain: person_id, circle_id
references: person_id core.persons
references: circle_id core.circles

person_id  the contact
circle_id  the circle
origin     declared (a label, or the user's decision), rule, employer, school or club
weight     1/k for a person of k circles, so that each person counts once
*/
with records as (
    select counted.record_id, counted.person_id
    from core.records as counted
    inner join core.identities using (person_id)
    where identities.is_contact and not identities.is_ego and counted.is_contact_record
),

labelled as (
    select records.person_id, circle_texts.circle_id
    from staging.contact_labels
    inner join records using (record_id)
    inner join staging.circle_texts on contact_labels.label = circle_texts.text
),

decided as (
    select
        person_records.person_id,
        coalesce(circle_rules.circle_id, circle_texts.circle_id) as circle_id,
        arg_max(person_decisions.verb, person_decisions.line) as verb
    from staging.person_decisions
    inner join link.person_records using (record_id)
    inner join staging.circle_texts on person_decisions.value = circle_texts.text
    left join staging.circle_rules on circle_rules.field = 'label' and circle_texts.circle_id = circle_rules.key
    where person_decisions.verb in ('circle', 'not_circle')
    group by person_records.person_id, coalesce(circle_rules.circle_id, circle_texts.circle_id)
),

texts as (
    from labelled
    union
    select person_id, circle_id from decided where verb = 'circle'
),

features as (
    select records.person_id, 'organisation' as field, contacts.organisation_key as key
    from records inner join staging.contacts using (record_id)
    where contacts.organisation_key is not null
    union
    select person_positions.person_id, 'organisation' as field, person_positions.organisation_id as key
    from core.person_positions
    where person_positions.organisation_id is not null
    union
    select records.person_id, 'domain' as field, contact_emails.domain as key
    from records inner join staging.contact_emails using (record_id)
    where contact_emails.domain is not null
    union
    select person_places.person_id, 'city' as field, towns.town_key as key
    from core.person_places
    inner join staging.towns on person_places.city = towns.town
),

candidates as (
    select texts.person_id, coalesce(circle_rules.circle_id, texts.circle_id) as circle_id, 'declared' as origin,
        1 as rank
    from texts
    left join staging.circle_rules on circle_rules.field = 'label' and texts.circle_id = circle_rules.key
    union
    select features.person_id, circle_rules.circle_id, 'rule' as origin, 2 as rank
    from features
    inner join staging.circle_rules on features.field = circle_rules.field and features.key = circle_rules.key
    union
    select records.person_id, circle_texts.circle_id, circle_texts.organisation_kind as origin,
        case circle_texts.organisation_kind when 'school' then 3 else 4 end as rank
    from records
    inner join staging.contacts using (record_id)
    inner join staging.circle_texts on contacts.organisation = circle_texts.text
        and circle_texts.organisation_kind is not null
    union
    -- an employer that is not the owner's is no circle: each person would be one of their own
    select features.person_id, own_organisations.circle_id, own_organisations.kind as origin, 5 as rank
    from features
    inner join staging.own_organisations on features.field = 'organisation'
        and features.key = own_organisations.organisation_key
),

-- of the derived ones only the first kind stands, as declared circles stand over rules
allowed as (
    select candidates.person_id, candidates.circle_id, candidates.origin, candidates.rank
    from candidates
    inner join (select distinct person_id from records) as contacts using (person_id)
    left join decided
        on candidates.person_id = decided.person_id and candidates.circle_id = decided.circle_id
            and decided.verb = 'not_circle'
    where decided.person_id is null
    qualify candidates.rank = min(candidates.rank) over (partition by candidates.person_id)
)

select
    person_id,
    circle_id,
    min(origin) as origin,
    1.0::double / count(*) over (partition by person_id) as weight
from allowed
group by person_id, circle_id
