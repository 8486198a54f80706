/*
One row per person and field that the user set: the last decision counts.

grain: person_id, field

person_id  the person
field      name, given_name, family_name, organisation, title, function, seniority, sector, city, country …
value      as the user wrote it
*/
select
    person_records.person_id,
    case person_decisions.field when 'display_name' then 'name' else person_decisions.field end as field,
    arg_max(person_decisions.value, person_decisions.line) as value
from staging.person_decisions
inner join link.person_records using (record_id)
where person_decisions.verb = 'set' and person_decisions.value is not null
group by
    person_records.person_id,
    case person_decisions.field when 'display_name' then 'name' else person_decisions.field end
