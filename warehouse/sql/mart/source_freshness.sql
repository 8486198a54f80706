/*
One row per source in the reporting week: what it holds and how old it is.

grain: week_end, source

week_end       Sunday that ends the reporting week
source         the file's name in the inbox, without its dates and numbers
dialect        the form the file was read in
kind           contacts, events, messages or owner
found          number of records in the file, counted apart from the reader
records        number of them kept
repeated       number that stand in the file more than once
rejected       number that could not be read
ignored        number left out by a named rule; found = records + repeated + rejected + ignored
ignored_rules  JSON: number left out, by rule
withheld_rules  JSON: number of values of kept records that are not stored, by rule (message_text: what people write to each other)
imported_at    when it was imported, UTC
data_from      first day its records speak of; null when none is dated
data_through   last day its records can speak of; null when nothing is stated
age_days       days from data_through to the day of the run; from the day first seen when nothing is stated
is_stale       too old: a calendar that ends more than 6 days before week_end, another source older than 92 days; never what is said of the owner
*/
select
    weeks.week_end,
    sources.source,
    sources.dialect,
    sources.kind,
    sources.found,
    sources.records,
    sources.repeated,
    sources.rejected,
    sources.ignored,
    sources.ignored_rules,
    sources.withheld_rules,
    sources.imported_at,
    sources.data_from,
    sources.data_through,
    greatest(weeks.as_of - coalesce(sources.data_through, sources.first_seen_on), 0) as age_days,
    case
        when sources.kind = 'owner' then false
        when sources.kind = 'events' then coalesce(sources.data_through, sources.first_seen_on) < weeks.week_end - 6
        else weeks.as_of - coalesce(sources.data_through, sources.first_seen_on) > 92
    end as is_stale
from core.sources
cross join core.weeks
where weeks.is_reporting and sources.kind in ('contacts', 'events', 'messages', 'owner')
