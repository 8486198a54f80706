/*
One row per line of decisions.csv that is replayed and record it names.

grain: line, record_id

line       line of decisions.csv
record_id  the record it names; of same and not_same both
verb       same, not_same, suppress, deceased, circle, not_circle or set
value      of circle and not_circle: the circle; of set: field=value; of same and not_same: the other record; else null
*/
select line, subject as record_id, verb, object as value from raw.decisions
union
select line, object as record_id, verb, subject as value from raw.decisions where verb in ('same', 'not_same')
