/*
One row per source: its newest export, and the days its data speaks of.

grain: source

source         one account of one dialect: named like its first file, without dates and numbers
file           its newest export: a file, or the folder of many
kind           contacts, events, messages, owner, unknown or empty
dialect        the form the file was read in
found          number of records in it, counted apart from the reader
records        number of them kept
repeated       number that stand in it more than once
rejected       number that could not be read
ignored        number left out by a named rule; found = records + repeated + rejected + ignored
ignored_rules  JSON: number left out, by rule
withheld_rules  JSON: number of values of kept records that are not stored, by rule (message_text: what people write to
                each other)
files          number of files it is made of
new_records    number of records that no earlier export of the source held; all of them in the first
changed_records  number that say something else than before
gone_records   number that earlier exports held and this one lacks
waiting_records  likewise, but too many to be believed: they still count, until the user says that they are gone
imported_at    when it was imported, UTC
first_seen_on  day its newest file was first seen in the inbox
stated_on      date in its name; null without one
data_from      first day its records speak of: the first event, message or connection; null when none is dated
data_through   last day its records can speak of: the latest of the changes its records state and the date in its name,
               never the time of the file alone, and never after the day it was first seen; null when nothing is stated.
               Stamps of 1970, or before all events of a calendar, state nothing: then its last event up to that day
*/
with event_changes as (
    select source, max(greatest(dtstamp, created, last_modified))::date as changed_on
    from raw.events
    group by source
),

event_days as (
    select
        occurrences.source,
        min(occurrences.dtstart)::date as first_day,
        min(occurrences.dtstart::date) filter (occurrences.dtstart::date <= seen.first_seen_on) as first_past_day,
        max(least(occurrences.dtstart::date, seen.first_seen_on)) as last_day
    from raw.occurrences as occurrences
    left join (
        select source, max(first_seen_on) as first_seen_on from raw.files where is_current group by source
    ) as seen using (source)
    group by occurrences.source
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
),

newest as (
    select *
    from raw.files
    where is_current
    qualify coalesce(rank, 0) = max(coalesce(rank, 0)) over (partition by source)
),

parts as (
    select
        newest.*,
        receipts.found,
        receipts.kept - coalesce(receipts.repeated_elsewhere, 0) as kept,
        receipts.repeated + coalesce(receipts.repeated_elsewhere, 0) as repeated,
        receipts.rejected,
        receipts.ignored,
        receipts.ignored_rules,
        receipts.withheld_rules
    from newest
    left join raw.receipts using (source, file, sha256)
),

rules as (
    select source, 'ignored' as what, unnest(json_keys(ignored_rules)) as rule, ignored_rules as numbers from parts
    union all
    select source, 'withheld' as what, unnest(json_keys(withheld_rules)) as rule, withheld_rules as numbers from parts
),

summed_rules as (
    select source, what, rule, sum((numbers ->> rule)::bigint)::bigint as records from rules group by source, what, rule
),

told_rules as (
    select source, what, '{' || string_agg('"' || rule || '": ' || records, ', ' order by rule) || '}' as numbers
    from summed_rules
    group by source, what
),

newest_exports as (
    select * from raw.exports qualify rank = max(rank) over (partition by source)
),

summed as (
    select
        source,
        coalesce(any_value(export), any_value(file)) as file,
        any_value(kind) as kind,
        any_value(dialect) as dialect,
        coalesce(sum(found), 0)::bigint as found,
        coalesce(sum(kept), 0)::bigint as records,
        coalesce(sum(repeated), 0)::bigint as repeated,
        coalesce(sum(rejected), 0)::bigint as rejected,
        coalesce(sum(ignored), 0)::bigint as ignored,
        count(*) as files,
        max(imported_at) as imported_at,
        max(first_seen_on) as first_seen_on,
        max(stated_on) as stated_on
    from parts
    group by source
)

select
    summed.source,
    summed.file,
    summed.kind,
    summed.dialect,
    summed.found,
    summed.records,
    summed.repeated,
    summed.rejected,
    summed.ignored,
    coalesce(ignored_rules.numbers, '{}') as ignored_rules,
    coalesce(withheld_rules.numbers, '{}') as withheld_rules,
    summed.files,
    coalesce(newest_exports.new, summed.records) as new_records,
    coalesce(newest_exports.changed, 0) as changed_records,
    coalesce(newest_exports.gone, 0) as gone_records,
    coalesce(newest_exports.waiting, 0) as waiting_records,
    summed.imported_at,
    summed.first_seen_on,
    summed.stated_on,
    coalesce(event_days.first_day, message_days.first_day, card_days.first_day) as data_from,
    case
        when event_days.first_past_day is not null
            and (
                event_changes.changed_on is null
                or event_changes.changed_on < event_days.first_past_day
                or year(event_changes.changed_on) <= 1970
            )
            then least(greatest(event_days.last_day, summed.stated_on), summed.first_seen_on)
        when coalesce(event_changes.changed_on, message_days.changed_on, card_days.changed_on,
            summed.stated_on) is not null
            then least(greatest(event_changes.changed_on, message_days.changed_on, card_days.changed_on,
                summed.stated_on), summed.first_seen_on)
    end as data_through
from summed
left join told_rules as ignored_rules on summed.source = ignored_rules.source and ignored_rules.what = 'ignored'
left join told_rules as withheld_rules on summed.source = withheld_rules.source and withheld_rules.what = 'withheld'
left join newest_exports on summed.source = newest_exports.source
left join event_changes on summed.source = event_changes.source
left join event_days on summed.source = event_days.source
left join message_days on summed.source = message_days.source
left join card_days on summed.source = card_days.source
