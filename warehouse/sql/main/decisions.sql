/*
One row per line of decisions.csv and record it names.

grain: line, record_id

line       line of decisions.csv
record_id  the record it names; of same and not_same both
person_id  the person it belongs to
name       their name
verb       same, not_same, suppress, deceased, circle, not_circle or set
value      of circle and not_circle: the circle; of set: field=value; of same and not_same: the other record; else null
*/
select decisions.line, decisions.record_id, decisions.person_id, persons.display_name as name, decisions.verb,
    decisions.value
from core.decisions
left join core.persons using (person_id)
