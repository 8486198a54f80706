/*
One row per line of decisions.csv that is replayed and record it names.

grain: line, record_id

line       line of decisions.csv
record_id  the record it names; of same and not_same both
person_id  the person it belongs to
verb       same, not_same, suppress, deceased, circle, not_circle or set
value      of circle and not_circle: the circle; of set: field=value; of same and not_same: the other record; else null
*/
select
    decision_records.line,
    decision_records.record_id,
    person_records.person_id,
    decision_records.verb,
    decision_records.value
from staging.decision_records
inner join link.person_records using (record_id)
