/*
One row per source in the reporting week: what it holds and how old it is.

grain: week_end, source

week_end       Sunday that ends the reporting week
source         one account of one dialect: named like its first file, without dates and numbers
dialect        the form the file was read in
kind           contacts, events, messages or owner
found          number of records in the file, counted apart from the reader
records        number of them kept
repeated       number that stand in the file more than once
rejected       number that could not be read
ignored        number left out by a named rule; found = records + repeated + rejected + ignored
ignored_rules  JSON: number left out, by rule
withheld_rules  JSON: number of values of kept records that are not stored, by rule (message_text: what people write to
                each other)
imported_at    when it was imported, UTC
data_from      first day its records speak of; null when none is dated
data_through   last day its records can speak of; null when nothing is stated
age_days       days from data_through to the day of the run; where nothing but single cards is dated, from the date in
               the file's name, and without one from the day first seen: at least so old
is_stale       too old: a calendar that ends more than 6 days before week_end, another source older than 92 days; never
               what is said of the owner
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
    greatest(weeks.as_of - dates.made_on, 0) as age_days,
    case
        when sources.kind = 'owner' then false
        when sources.kind = 'events' then dates.made_on < weeks.week_end - 6
        else weeks.as_of - dates.made_on > 92
    end as is_stale
from core.sources
cross join core.weeks
cross join lateral (
    -- REV dates a card, not the export it stands in
    select
        coalesce(
            case when sources.kind = 'contacts' and sources.data_from is null then sources.stated_on
                else sources.data_through end,
            sources.first_seen_on
        ) as made_on
) as dates
where weeks.is_reporting and sources.kind in ('contacts', 'events', 'messages', 'owner')
