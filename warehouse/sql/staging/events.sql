/*
One row per occurrence of an event that a calendar file holds.

A message about an event that changes nothing of it by itself (METHOD COUNTER, DECLINECOUNTER, REFRESH), and one guest's
REPLY, are none: staging.replies has what guests answered.

grain: event_id

event_id         source/uid/occurrence
source           the export it comes from
file             the file, relative to the inbox
position         number of the VEVENT in the file
uid              UID of the event or of its series
occurrence       start in the series before any override moved it, as the connector writes it
is_single        the file gives this UID once, without rule or RECURRENCE-ID: a copy with another start is the same
                 event, moved
summary          title as written
time_form        utc, floating or date
starts_at        start, UTC; floating and all-day times are of the home's zone
ends_at          end, UTC; null when the file gives none
local_start      start on the clock of the home's zone: floating times as written, all-day events at 00:00
local_end        end likewise, for an all-day event the day after its last one; null when the file gives none
local_date       day of the start in the home's zone
hours            elapsed time in hours, changes of the clock included; null without an end
is_all_day       the event has days, not times; so has one that Outlook wrote as a day of another zone
is_absence       a whole day or more during which its calendar says that one is free or away: leave, a deadline, a feast
status           STATUS, upper case; null when absent
is_gone          the calendar's newest export no longer holds the event
is_cancelled     STATUS is CANCELLED, or the event is gone; what the title says is in core.events
organizer_email  address of the organiser, lower case
organizer_cn     name of the organiser as the calendar writes it
sequence         SEQUENCE, 0 when absent
dtstamp          DTSTAMP, UTC; null when absent
last_modified    LAST-MODIFIED, else DTSTAMP, UTC
*/
with settings as (
    select time_zone from raw.settings
),

occurrences as (
    select
        occurrences.source,
        occurrences.file,
        events.position,
        coalesce(events.uid, events.record_key) as uid,
        coalesce(occurrences.occurrence, '') as occurrence,
        events.rrule is null
        and events.recurrence_id is null
        and count(*) over (partition by occurrences.source, coalesce(events.uid, events.record_key)) = 1 as is_single,
        events.summary,
        occurrences.source || '/' || events.record_key in (
            select gone_records.record_id from staging.gone_records where gone_records.kind = 'events'
        ) as is_gone,
        occurrences.time_form,
        occurrences.time_form = 'utc' and coalesce(list_filter(
            events.extra, lambda entry: upper(entry.name) = 'X-MICROSOFT-CDO-ALLDAYEVENT'
        )[1].value ilike 'true', false) as is_day_elsewhere,
        case
            when occurrences.time_form = 'utc' then occurrences.dtstart
            else timezone('UTC', timezone(settings.time_zone, occurrences.dtstart))
        end as starts_at,
        case
            when occurrences.time_form = 'utc' then occurrences.dtend
            else timezone('UTC', timezone(settings.time_zone, occurrences.dtend))
        end as ends_at,
        case
            when occurrences.time_form = 'utc' then timezone(settings.time_zone, timezone('UTC', occurrences.dtstart))
            else occurrences.dtstart
        end as local_start,
        case
            when occurrences.time_form = 'utc' then timezone(settings.time_zone, timezone('UTC', occurrences.dtend))
            else occurrences.dtend
        end as local_end,
        upper(events.transp) as transp,
        upper(
            list_filter(events.extra, lambda entry: upper(entry.name) = 'X-MICROSOFT-CDO-BUSYSTATUS')[1].value
        ) as busy_status,
        coalesce(upper(events.status), case when busy_status = 'TENTATIVE' then 'TENTATIVE' end) as status,
        lower(events.organizer.email) as organizer_email,
        events.organizer.cn as organizer_cn,
        coalesce(events.sequence, 0) as sequence,
        events.dtstamp,
        coalesce(events.last_modified, events.dtstamp) as last_modified
    from raw.occurrences as occurrences
    inner join raw.events as events
        on occurrences.source = events.source
        and occurrences.file = events.file
        and occurrences.event_position = events.position
    left join raw.files as files
        on events.source = files.source and events.file = files.file and events.sha256 = files.sha256
    cross join settings
    where coalesce(files.method, '') not in ('REPLY', 'COUNTER', 'DECLINECOUNTER', 'REFRESH')
),

-- midnight in the zone it was written for is at most half a day from midnight UTC: the day it was written for is known
dated as (
    select
        * replace (
            case
                when is_day_elsewhere then (starts_at + interval 12 hours)::date::timestamp else local_start
            end as local_start,
            case
                when is_day_elsewhere then (ends_at + interval 12 hours)::date::timestamp else local_end
            end as local_end
        ),
        time_form = 'date' or is_day_elsewhere as is_all_day
    from occurrences
)

select
    source || '/' || uid || '/' || occurrence as event_id,
    source,
    file,
    position,
    uid,
    occurrence,
    is_single,
    summary,
    time_form,
    starts_at,
    ends_at,
    local_start,
    local_end,
    local_start::date as local_date,
    -- all-day events count calendar days, so that a change of the clock does not make a day of 23 hours
    case
        when is_all_day then date_diff('day', local_start, local_end) * 24.0
        else epoch(ends_at - starts_at) / 3600.0
    end as hours,
    is_all_day,
    is_all_day
    and coalesce(transp = 'TRANSPARENT' or busy_status in ('FREE', 'OOF'), false) as is_absence,
    status,
    is_gone,
    coalesce(status = 'CANCELLED', false) or is_gone as is_cancelled,
    organizer_email,
    organizer_cn,
    sequence,
    dtstamp,
    last_modified
from dated
-- a file may state one occurrence twice: the later revision stands
qualify row_number() over (
    partition by source, uid, occurrence
    order by sequence desc, dtstamp desc nulls last, last_modified desc nulls last, position desc
) = 1
