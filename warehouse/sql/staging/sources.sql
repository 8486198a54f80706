/*
One row per source: the file that is current for it, and the days its data speaks of.

grain: source

source         the file's name in the inbox, without its dates and numbers
file           the current file of the source
kind           contacts, events, messages, owner, unknown or empty
dialect        the form the file was read in
found          number of records in the file, counted apart from the reader
records        number of them kept
repeated       number that stand in the file more than once
rejected       number that could not be read
ignored        number left out by a named rule; found = records + repeated + rejected + ignored
ignored_rules  JSON: number left out, by rule
withheld_rules  JSON: number of values of kept records that are not stored, by rule (message_text: what people write to each other)
imported_at    when it was imported, UTC
first_seen_on  day the file was first seen in the inbox
stated_on      date in the file's name; null without one
data_from      first day its records speak of: the first event, message or connection; null when none is dated
data_through   last day its records can speak of: the latest of the changes its records state and the date in its name,
               never the time of the file alone, and never after the day it was first seen; null when nothing is stated
*/
with event_changes as (
    select source, max(greatest(dtstamp, created, last_modified))::date as changed_on
    from raw.events
    group by source
),
event_days as (
    select source, min(dtstart)::date as first_day
    from raw.occurrences
    group by source
),
message_days as (
    select source, min(sent_at)::date as first_day, max(sent_at)::date as changed_on
    from raw.messages
    group by source
),
card_days as (
    select source, min(connected_on) as first_day, max(greatest(rev_at::date, connected_on)) as changed_on
    from staging.contacts
    group by source
)
select
    files.source,
    files.file,
    files.kind,
    files.dialect,
    coalesce(receipts.found, 0) as found,
    coalesce(receipts.kept, 0) as records,
    coalesce(receipts.repeated, 0) as repeated,
    coalesce(receipts.rejected, 0) as rejected,
    coalesce(receipts.ignored, 0) as ignored,
    coalesce(receipts.ignored_rules, '{}') as ignored_rules,
    coalesce(receipts.withheld_rules, '{}') as withheld_rules,
    files.imported_at,
    files.first_seen_on,
    files.stated_on,
    coalesce(event_days.first_day, message_days.first_day, card_days.first_day) as data_from,
    case
        when coalesce(event_changes.changed_on, message_days.changed_on, card_days.changed_on, files.stated_on) is not null
            then least(greatest(event_changes.changed_on, message_days.changed_on, card_days.changed_on, files.stated_on), files.first_seen_on)
    end as data_through
from raw.files
left join raw.receipts using (source, file, sha256)
left join event_changes using (source)
left join event_days using (source)
left join message_days using (source)
left join card_days using (source)
where files.is_current
