/*
One row per event, past or future, whatever the number of calendars that hold it.

grain: event_id

event_id             the event: the occurrence of its latest revision in staging.events
uid                  UID of the event or of its series
series_id            the same for the parts of a series that was cut by a change of this and the following ones
occurrence           start in the series before any override moved it
summary              title as written
occasion             lunch, seminar, call … as its title says
starts_at            UTC
local_date           day of the start in the home's zone
hours                hours it weighs: elapsed time within the settings' bounds; the settings' hours for days; the
                     minimum without an end
is_all_day           the event has days, not times
participants         people in it who did not decline, owner included, role mailboxes too; null when nobody else takes
                     part
series_number        place among the occurrences of its series that are not cancelled and have company, by start; null
                     for others
is_organised_by_ego  the owner organises it; null without organiser
ego_answer           the owner's answer: 1, 0 or the tentative answer; 1 when invited people are listed and the owner is
                     not; 0 when the title says declined; null while no own address is known
is_cancelled         STATUS or title says so
is_absence           a whole day during which the owner is free or away: nobody is met, whoever is invited
is_inferred          nobody is listed, and a contact organises it: the owner is taken to meet them
is_mass              too many participants to count as meeting them, and the owner did not decline
is_unattended        nobody but the owner is invited: the title may name whom it is with
is_counted           interactions come of it: company, not mass, not cancelled, not declined by the owner
status_factor        0 cancelled, 0.5 tentative, else 1
*/
with gathered as (
    select
        event_id,
        max(answer) filter (where is_ego) as ego_answer,
        bool_or(is_ego and is_organizer) as is_organised_by_ego,
        bool_or(is_organizer) as has_organizer,
        (
            count(*) filter (where not is_ego and answer > 0) + coalesce(sum(brought) filter (where answer > 0), 0)
        )::bigint as others,
        count(*) filter (where not is_ego and is_listed) as listed_others,
        coalesce(bool_or(is_ego and is_listed), false) as is_ego_listed,
        count(*) filter (where not is_ego and is_organizer) as other_organizers,
        coalesce(bool_or(is_organizer and is_contact), false) as is_convened_by_contact,
        coalesce(bool_or(is_organizer and is_person and not is_ego), false) as is_convened_by_person
    from core.event_members
    group by event_id
),

described as (
    select
        events.event_id,
        events.uid,
        regexp_replace(events.uid, '_R\d{8}(T\d{6}Z?)?', '') as series_id,
        events.occurrence,
        events.summary,
        coalesce(occasions.occasion, 'other') as occasion,
        events.starts_at,
        events.local_date,
        case
            when events.is_all_day or events.hours >= 24 then measures.all_day_hours
            when events.hours is null then measures.minimum_hours
            else least(greatest(events.hours, measures.minimum_hours), measures.maximum_hours)
        end as hours,
        events.is_all_day,
        gathered.is_organised_by_ego and gathered.has_organizer as is_organised_by_ego,
        gathered.has_organizer,
        case
            when occasions.is_declined then 0.0
            when has_own.is_known then coalesce(gathered.ego_answer, 1.0)
        end as ego_answer,
        events.is_cancelled or coalesce(occasions.occasion = 'cancelled', false) as is_cancelled,
        coalesce(gathered.others, 0) as others,
        events.is_absence,
        coalesce(gathered.others, 0) > 0
        and case
            when gathered.listed_others > 0 then true
            -- the other convened: the calendars of some programs leave the organiser out of those they list
            when gathered.is_ego_listed
                then gathered.is_convened_by_contact or (gathered.is_convened_by_person and gathered.ego_answer >= 1)
            else gathered.is_convened_by_contact
        end as is_met,
        coalesce(gathered.listed_others, 0) = 0 and coalesce(gathered.other_organizers, 0) > 0
        and not coalesce(gathered.is_ego_listed, false) as is_convened_alone,
        -- an invitation that lists the owner alone, from someone not listed, is a mailing
        coalesce(gathered.listed_others, 0) = 0
        and not (coalesce(gathered.is_ego_listed, false) and gathered.other_organizers > 0) as lists_nobody,
        events.status,
        measures.mass_event_size
    from staging.events
    inner join core.event_copies on events.event_id = event_copies.copy_id and event_copies.revision = 1
    left join staging.occasions on events.summary = occasions.summary
    left join gathered on events.event_id = gathered.event_id
    cross join raw.measures
    cross join (select count(*) > 0 as is_known from staging.own_addresses) as has_own
),

judged as (
    select
        *,
        is_met and not is_absence as has_company,
        lists_nobody and not is_met and not is_absence as is_unattended
    from described
)

select
    event_id,
    uid,
    series_id,
    occurrence,
    summary,
    occasion,
    starts_at,
    local_date,
    hours,
    is_all_day,
    case when has_company then others + 1 end as participants,
    case
        when has_company and not is_cancelled
            then count(*) filter (where has_company and not is_cancelled) over (
                partition by series_id order by starts_at, occurrence, event_id rows unbounded preceding
            )
    end as series_number,
    case when has_organizer then is_organised_by_ego end as is_organised_by_ego,
    ego_answer,
    is_cancelled,
    is_absence,
    has_company and is_convened_alone as is_inferred,
    coalesce(has_company and others + 1 > mass_event_size and ego_answer > 0 and not is_cancelled, false) as is_mass,
    is_unattended,
    coalesce(has_company and others + 1 <= mass_event_size and ego_answer > 0 and not is_cancelled,
        false) as is_counted,
    case when is_cancelled then 0.0 when status = 'TENTATIVE' then 0.5 else 1.0 end::double as status_factor
from judged
