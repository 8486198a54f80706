/*
One row per record that a newer export of its source no longer holds: it still links, and counts nowhere.

grain: record_id

record_id  source/key of the record
kind       contacts or events
gone_on    day of the run that found it gone
*/
select source || '/' || record_key as record_id, kind, gone_on
from raw.earlier_records
where is_gone
