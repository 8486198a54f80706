/*
One row per record, those that their source no longer holds included: whose it is, and where it stands.

grain: record_id

record_id          source/key of the record
person_id          the person, or the thing, it belongs to
source             source the file belongs to
file               file relative to the inbox
position_kind      card, row, attendee or correspondent
position           1-based number of the card or row; the address of an attendee; the profile, or 'name:' and the name,
                   of a correspondent
display_name       name as people write it; null without one
is_contact_record  a card, a row or a connection, not a calendar address
is_gone            its source no longer holds it: it counts nowhere
*/
select
    person_records.record_id,
    person_records.person_id,
    person_records.source,
    person_records.file,
    person_records.position_kind,
    person_records.position,
    records.display_name,
    person_records.is_contact_record,
    gone_records.record_id is not null as is_gone
from link.person_records
inner join link.records using (record_id)
left join staging.gone_records using (record_id)
