/*
One row per person and what the exports show to have changed of them.

Nothing is said of what the first import of all brought, nor of people who are not to be seen again.

grain: person_id, number
references: person_id core.identities

person_id  the person
number     place among the movements of the person, the earliest first
moved_on   day of the run, or of the export, that showed it
kind       left: no export holds a card or row of theirs any more; came: a first one does; changed_job: another
           organisation or title; new_channel: an address or number more
before     title and organisation as they were; null for came and new_channel
after      title and organisation as they are; the address or number; null for left
evidence   the file that shows it; of left, the source that no longer holds them
*/
with shown as (
    select person_id, is_contact
    from core.identities
    where not is_ego and not is_suppressed
),

written as (
    select
        person_records.person_id, contacts.record_id, contacts.source, gone_records.gone_on,
        nullif(concat_ws(', ', contacts.title, contacts.organisation), '') as position
    from staging.contacts
    inner join link.person_records using (record_id)
    left join staging.gone_records using (record_id)
),

departures as (
    select
        written.person_id, max(gone_on) as moved_on, 'left' as kind,
        arg_max(position, (gone_on, position)) as before, null as after, arg_max(source, (gone_on, source)) as evidence
    from written
    inner join shown using (person_id)
    where not shown.is_contact
    group by written.person_id
    having count(gone_on) = count(*)
),

arrivals as (
    select
        written.person_id, min(record_changes.seen_on) as moved_on, 'came' as kind,
        null as before, arg_min(record_changes.after, record_changes.seen_on) as after,
        arg_min(record_changes.evidence, record_changes.seen_on) as evidence
    from written
    inner join shown using (person_id)
    left join staging.record_changes on written.record_id = record_changes.record_id and record_changes.kind = 'came'
    where shown.is_contact
    group by written.person_id
    having count(record_changes.record_id) = count(*)
),

changes as (
    select
        written.person_id, record_changes.seen_on as moved_on, record_changes.kind,
        min(record_changes.before) as before, record_changes.after, min(record_changes.evidence) as evidence
    from staging.record_changes
    inner join written using (record_id)
    inner join shown using (person_id)
    where shown.is_contact and record_changes.kind <> 'came'
    group by written.person_id, record_changes.seen_on, record_changes.kind, record_changes.after
),

every as (
    select person_id, moved_on, kind, before, after, evidence from departures
    union all
    select person_id, moved_on, kind, before, after, evidence from arrivals
    union all
    select person_id, moved_on, kind, before, after, evidence from changes
)

select
    person_id, row_number() over (partition by person_id order by moved_on, kind, after) as number,
    moved_on, kind, before, after, evidence
from every
