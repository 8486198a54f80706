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
data_from      first day its records speak of; null when none is dated
data_through   last day its records can speak of; null when nothing is stated
*/
select
    source, file, kind, dialect, found, records, repeated, rejected, ignored, ignored_rules, withheld_rules, imported_at, first_seen_on, stated_on, data_from, data_through
from staging.sources
