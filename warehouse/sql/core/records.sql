/*
One row per record that counts: all but the contact records that their source no longer holds.

grain: record_id

record_id          source/key of the record
person_id          the person, or the thing, it belongs to
source             source the file belongs to
is_contact_record  a card, a row or a connection, not a calendar address
*/
select person_records.record_id, person_records.person_id, person_records.source, person_records.is_contact_record
from link.person_records
left join staging.gone_records using (record_id)
where gone_records.record_id is null
