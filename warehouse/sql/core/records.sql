/*
One row per record that counts: all but the contact records that their source no longer holds.

grain: record_id

record_id          source/key of the record
person_id          the person, or the thing, it belongs to
source             source the file belongs to
is_contact_record  a card, a row or a connection, not a calendar address
*/
select record_id, person_id, source, is_contact_record
from core.linked_records
where not is_gone
