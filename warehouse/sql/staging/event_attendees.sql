/*
One row per calendar address of an occurrence: its attendees, and its organiser whether listed or not.

grain: event_id, address
references: event_id staging.events

event_id      the occurrence, of staging.events
address       e-mail address in lower case; without one 'name:' and the name, else the calendar address as written
cn            name as the calendar writes it, outer quotes removed
partstat      answer, upper case; null when absent; the most favourable one where an address stands twice
role          ROLE, upper case
cutype        CUTYPE, upper case; RESOURCE or GROUP too for addresses that Google gives to rooms and shared calendars
is_organizer  the event is organised by this address
is_listed     the address stands among the attendees
*/
with entries as (
    select events.source, events.file, events.position, unnest(events.attendees) as entry, false as is_organizer
    from raw.events as events
    union all
    select events.source, events.file, events.position, events.organizer as entry, true as is_organizer
    from raw.events as events
    where events.organizer is not null
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
        upper(entry.cutype) as cutype
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
        end as cutype
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
    case when not merged.is_unanswered then merged.partstat end as partstat,
    merged.role,
    merged.cutype,
    merged.is_organizer,
    merged.is_listed
from merged
inner join staging.events using (source, file, position)
