/*
One row per week: the day its silences are counted to, and whether changes of state are withheld.

An old calendar would make everybody look silent, so silences then stop at the day the calendar speaks of. Of several
calendars the oldest decides, for its people look silent first; but one that ends more than 92 days before the newest is
taken for closed, and one that came with the newest, or after it, for as fresh: it is only rarely edited.

grain: week_end

week_end               Sunday that ends the week
previous_week_end      Sunday before; null in the first week held, which has nothing to be compared with
is_recent              the reporting week or the one before it
calendar_data_through  last day all calendars in use can speak of; null without a calendar
evaluated_on           day to which silences are counted
is_seen                a calendar speaks of the week, or there is none: its occasions can be counted
has_meetings           a calendar, a title or a line logged by hand tells of meetings at all; without, occasions and the
                       streak are unknown, not none
is_withheld            changes of state are not given for this week
reason                 calendar_old, owner_unknown (no event can be told to be mine) or null
*/
with calendars as (
    select
        first_seen_on,
        coalesce(data_through, first_seen_on) as stated_through,
        max(coalesce(data_through, first_seen_on)) over () as newest,
        max_by(first_seen_on, coalesce(data_through, first_seen_on)) over () as newest_first_seen_on
    from core.sources
    where kind = 'events'
),

calendar as (
    select
        min(case when first_seen_on >= newest_first_seen_on then newest else stated_through end) as data_through,
        any_value(newest) as newest
    from calendars
    where stated_through >= newest - 92
),

owner as (
    -- core.events: the owner's answer is null while no own address is known
    select count(*) = 0 as is_known
    from core.events
    where ego_answer is null
),

meetings as (
    select
        exists (from core.sources where kind = 'events') or exists (from core.events)
        or exists (from core.interactions where source <> 'messages') as are_known
),

judged as (
    select
        weeks.week_end,
        lag(weeks.week_end) over (order by weeks.week_end) as previous_week_end,
        max(weeks.week_end) over () - weeks.week_end <= 7 as is_recent,
        calendar.data_through,
        coalesce(calendar.newest >= weeks.week_end - 6, true) as is_seen,
        meetings.are_known as has_meetings,
        case
            when calendar.data_through < weeks.week_end - 6 then 'calendar_old'
            when not owner.is_known then 'owner_unknown'
        end as reason
    from core.weeks
    cross join calendar
    cross join owner
    cross join meetings
)

select
    week_end,
    previous_week_end,
    is_recent,
    data_through as calendar_data_through,
    case when reason = 'calendar_old' then data_through else week_end end as evaluated_on,
    is_seen,
    has_meetings,
    reason is not null as is_withheld,
    reason
from judged
