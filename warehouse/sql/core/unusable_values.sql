/*
One row per telephone number or e-mail address of a card or row that cannot be used as it is written.

grain: record_id, kind, ordinal

record_id  record that holds it
kind       phone or email
ordinal    place among the values of its kind in the record, from 1
source     the export it comes from
file       the file, relative to the inbox
position   number of the card, or of the record after the header
raw        the value as written
reason     why it is none: a sentence's end
*/
with held as (
    select record_id, 'phone' as kind, ordinal, raw, coalesce(reason, 'no telephone number') as reason
    from staging.contact_phones
    where not is_valid
    union all
    select record_id, 'email' as kind, ordinal, raw, 'no e-mail address' as reason
    from staging.contact_emails
    where not is_valid
)

select
    held.record_id, held.kind, held.ordinal, contacts.source, contacts.file, contacts.position, held.raw, held.reason
from held
inner join staging.contacts using (record_id)
anti join staging.gone_records using (record_id)
