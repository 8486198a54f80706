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
data_from      first day its records speak of; null when none is dated
data_through   last day its records can speak of: the latest of the changes its records state and the date in its name,
               never the time of the file alone, and never after the day it was first seen; null when nothing is stated
*/
select
    source, file, kind, dialect, found, records, repeated, rejected, ignored, ignored_rules, withheld_rules, files,
        new_records, changed_records,
    gone_records, waiting_records, imported_at, first_seen_on, stated_on, data_from, data_through
from staging.sources
