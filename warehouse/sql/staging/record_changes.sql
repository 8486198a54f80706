/*
One row per card or row of an address book and what a newer export says of it that the one before did not.

grain: record_id, number

record_id  source/key of the record
number     place among the changes of the record, the earliest first
seen_on    day the newer export was first seen
kind       came: neither an earlier export of its source nor the first import of all held it; changed_job: another
           organisation or job title; new_channel: an e-mail address or telephone number more
before     title and organisation as they were written; null for came and a channel
after      title and organisation as they are written now, null where none is; the address or number
evidence   the newer export's file
*/
with versions as (
    select
        source || '/' || record_key as record_id, source, rank, first_seen_on as seen_on, file,
        nullif(trim(org[1]), '') as organisation,
        nullif(trim(title), '') as title,
        list_distinct(list_concat(
            list_transform(coalesce(emails, []), lambda email: {
                'value': email.value, 'sign': lower(trim(email.value))
            }),
            -- one number is written in many ways; its last nine figures tell it
            list_transform(coalesce(tels, []), lambda tel: {
                'value': tel.value, 'sign': right(regexp_replace(tel.value, '[^0-9]', '', 'g'), 9)
            })
        )) as channels
    from raw.contact_versions
    where rank is not null
    qualify row_number() over (partition by source, record_key, rank order by file, sha256, position) = 1
),

steps as (
    select
        *,
        lag(organisation) over history as old_organisation,
        lag(title) over history as old_title,
        lag(channels) over history as old_channels,
        lag(rank) over history is not null as is_newer,
        rank > min(rank) over (partition by source) as is_later_export,
        seen_on > min(seen_on) over () as is_later_day
    from versions
    window history as (partition by record_id order by rank)
),

arrivals as (
    select record_id, seen_on, 'came' as kind, null as before,
        nullif(concat_ws(', ', title, organisation), '') as after, file
    from steps
    where not is_newer and (is_later_export or is_later_day)
),

jobs as (
    select
        record_id, seen_on, 'changed_job' as kind,
        concat_ws(', ', old_title, old_organisation) as before,
        concat_ws(', ', steps.title, steps.organisation) as after, file
    from steps
    left join staging.job_keys as organisations on steps.organisation = organisations.text
    left join staging.job_keys as old_organisations on steps.old_organisation = old_organisations.text
    left join staging.job_keys as titles on steps.title = titles.text
    left join staging.job_keys as old_titles on steps.old_title = old_titles.text
    -- what was not known before, or is not said any more, is no change of job
    where organisations.organisation <> old_organisations.organisation
        or (titles.title <> old_titles.title and steps.organisation is not null)
),

channels as (
    select
        steps.record_id, steps.seen_on, 'new_channel' as kind, null as before, added.channel.value as after, steps.file
    from steps
    cross join unnest(steps.channels) as added(channel)
    where steps.is_newer
        and added.channel.sign <> ''
        and not list_contains(list_transform(steps.old_channels, lambda old: old.sign), added.channel.sign)
)

select
    record_id, row_number() over (partition by record_id order by seen_on, kind, after) as number,
    seen_on, kind, before, after, min(file) as evidence
from (select * from arrivals union all select * from jobs union all select * from channels)
group by record_id, seen_on, kind, before, after
