/*
One row per calendar address of an occurrence: its attendees, and its organiser whether listed or not.

An occurrence of its own that lists nobody has the guests of its series.

grain: event_id, address
references: event_id staging.events

event_id      the occurrence, of staging.events
address       e-mail address in lower case; without one 'name:' and the name, else the calendar address as written
cn            name as the calendar writes it, outer quotes removed
partstat      answer, upper case; null when absent; the most favourable one where an address stands twice; what the
              guest replied to this revision or later stands above it
role          ROLE, upper case
cutype        CUTYPE, upper case; RESOURCE or GROUP too for addresses that Google gives to rooms and shared calendars
brought       number of people they bring along
is_organizer  the event is organised by this address
is_listed     the address stands among the attendees
*/
with series as (
    select source, file, sha256, uid, attendees, organizer
    from raw.events
    where recurrence_id is null and uid is not null
    qualify row_number() over (partition by source, file, sha256, uid order by position) = 1
),

peopled as (
    select
        events.source,
        events.file,
        events.position,
        case
            when len(coalesce(events.attendees, [])) = 0 and events.organizer is null then series.attendees
            else events.attendees
        end as attendees,
        case
            when len(coalesce(events.attendees, [])) = 0 then coalesce(events.organizer, series.organizer)
            else events.organizer
        end as organizer
    from raw.events as events
    left join series
        on events.recurrence_id is not null
        and events.source = series.source and events.file = series.file and events.sha256 = series.sha256
        and events.uid = series.uid
),

entries as (
    select source, file, position, unnest(attendees) as entry, false as is_organizer
    from peopled
    union all
    select source, file, position, organizer as entry, true as is_organizer
    from peopled
    where organizer is not null
),

named as (
    select
        source,
        file,
        position,
        is_organizer,
        lower(trim(entry.email)) as email,
        lower(trim(entry.value)) as value,
        nullif(trim(entry.cn, ' ''"'), '') as cn,
        upper(entry.partstat) as partstat,
        upper(entry.role) as role,
        upper(entry.cutype) as cutype,
        greatest(coalesce(entry.num_guests, 0), 0) as brought
    from entries
),

addressed as (
    select
        source,
        file,
        position,
        is_organizer,
        case
            -- Exchange writes invalid:nomail for everyone whose address it does not tell
            when email is null
                and (value is null or value = '' or value like '%invalid:nomail%') then 'name:' || lower(cn)
            -- an address with a blank in it, say
            when coalesce(email, '') = '' then trim(regexp_replace(value, '^mailto:', ''))
            else email
        end as address,
        cn,
        partstat,
        role,
        case
            when email like '%@resource.calendar.google.com' then 'RESOURCE'
            when email like '%@group.calendar.google.com' or email like '%@group.v.calendar.google.com' then 'GROUP'
            else cutype
        end as cutype,
        brought
    from named
    where email is distinct from 'unknownorganizer@calendar.google.com'
),

merged as (
    select
        source,
        file,
        position,
        address,
        mode(cn order by cn) as cn,
        -- an organiser's own line has no answer of its own when the address is listed too
        arg_min(
            partstat,
            case partstat when 'ACCEPTED' then 1 when 'DECLINED' then 4 when 'DELEGATED' then 4 else 3 end
        ) filter (where partstat is not null) as partstat,
        bool_or(partstat is null and not is_organizer) as is_unanswered,
        any_value(role order by role = 'NON-PARTICIPANT', role) filter (where role is not null) as role,
        any_value(cutype order by cutype) filter (where cutype is not null) as cutype,
        max(brought) as brought,
        bool_or(is_organizer) as is_organizer,
        bool_or(not is_organizer) as is_listed
    from addressed
    where address is not null
    group by source, file, position, address
)

select
    events.event_id,
    merged.address,
    merged.cn,
    coalesce(replies.partstat, case when not merged.is_unanswered then merged.partstat end) as partstat,
    merged.role,
    merged.cutype,
    merged.brought,
    merged.is_organizer,
    merged.is_listed
from merged
inner join staging.events using (source, file, position)
left join staging.replies
    on events.uid = replies.uid
    and merged.address = replies.address
    and replies.occurrence in ('', events.occurrence)
    and replies.sequence >= events.sequence
    and coalesce(replies.answered_at >= events.last_modified, true)
qualify row_number() over (
    partition by events.event_id, merged.address order by replies.answered_at desc nulls last
) = 1
