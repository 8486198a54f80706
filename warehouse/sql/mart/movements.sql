/*
One row per week, person and what the exports show to have changed of them, by name.

A week may be later than the reporting one: what an export of a Monday shows belongs to the week that begins.

grain: week_end, person_id, number

week_end      Sunday that ends the week
person_id     the person
number        place among the movements of the person, the earliest first
display_name  name
kind          left, came, changed_job or new_channel
before        title and organisation as they were; null for came and new_channel
after         title and organisation as they are; the address or number; null for left
evidence      the file that shows it; of left, the source that no longer holds them
moved_on      day of the run, or of the export, that showed it
*/
select
    date_trunc('week', movements.moved_on)::date + 6 as week_end,
    movements.person_id,
    movements.number,
    persons.display_name,
    movements.kind,
    movements.before,
    movements.after,
    movements.evidence,
    movements.moved_on
from core.movements
inner join core.persons using (person_id)
