/*
One row per record of your files: whose it is, and where it stands; those that their source no longer holds too.

grain: record_id

record_id      source/key of the record
person_id      the person, or the thing, it belongs to
name           name as the record has it; null without one
file           file relative to the inbox
position_kind  card, row, attendee or correspondent
position       1-based number of the card or row; the address of an attendee; the profile or name of a correspondent
is_gone        its source no longer holds it: it counts nowhere
*/
select record_id, person_id, display_name as name, file, position_kind, position, is_gone
from core.linked_records
