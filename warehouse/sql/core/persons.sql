/*
One row per person, contacts and people known from calendars or messages alike; the owner is one of them.

grain: person_id

person_id         the person; stable from run to run
display_name      name to show
given_name        given name
family_name       family name
is_contact        at least one card, row or connection is theirs
is_ego            the owner
is_suppressed     the user asked not to see the person again, or they died: the user or a record of theirs says so
organisation_id   present organisation, of core.organisations
title             job title
function          general_management, finance, sales …
seniority         owner, c_level, director, manager, staff or other
sector            of the organisation, or as the user set it
city              town
country           ISO 3166 code
country_source    setting, address, phone, domain or organisation
n_sources         1 to 3: address book, LinkedIn (connections and messages), calendar
formed_date       earliest of first meeting, first message of a conversation that goes both ways, connection, last
                  change of a card and day a file was first seen
formed_precision  exact: an event, a message or a connection; by: an upper bound only, never new; left_censored: an
                  event so near the calendar's start that an earlier one may be missing, never new
known_date        day from which it can be known: formed_date, or where a message formed it the day of the first answer,
                  so that a later answer changes no past week; null when formed_date is no exact day
first_seen_on     earliest day that a card or row of the person was seen in a file; null without one
linkedin_url      profile
references: organisation_id core.organisations
*/
with first_meetings as (
    select meetings.person_id, min(meetings.meeting_date) as first_date
    from (
        select person_id, meeting_date from core.meetings
        union all
        select person_id, touched_on from core.touches where is_met
    ) as meetings
    inner join core.weeks on weeks.is_reporting and meetings.meeting_date <= weeks.as_of
    group by meetings.person_id
),

first_messages as (
    select message_days.person_id, min(message_days.message_date) as first_date,
        min(message_days.known_date) as answered_date
    from core.message_days
    inner join core.weeks on weeks.is_reporting and message_days.known_date <= weeks.as_of
    group by message_days.person_id
),

calendar as (
    select min(first_date) as start_date
    from (
        select min(events.local_date) as first_date
        from core.events
        cross join raw.measures
        where events.participants <= measures.mass_event_size
        union all
        select min(meeting_date) as first_date from core.meetings
    ) as firsts
),

formed as (
    select
        identities.person_id,
        least(first_meetings.first_date, first_messages.first_date, identities.connected_on) as exact_date,
        least(first_meetings.first_date, first_messages.answered_date, identities.connected_on) as known_date,
        first_meetings.first_date <= calendar.start_date + measures.left_censor_days::integer
        and first_meetings.first_date < coalesce(least(identities.connected_on, first_messages.answered_date),
            'infinity'::date) as is_left_censored,
        identities.known_by_date
    from core.identities
    left join first_meetings using (person_id)
    left join first_messages using (person_id)
    cross join calendar
    cross join raw.measures
)

select
    identities.person_id,
    person_names.display_name,
    person_names.given_name,
    person_names.family_name,
    identities.is_contact,
    identities.is_ego,
    identities.is_suppressed,
    person_positions.organisation_id,
    person_positions.title,
    person_positions.function,
    person_positions.seniority,
    coalesce(decided_fields.value, organisations.sector) as sector,
    person_places.city,
    coalesce(person_places.country, organisations.country) as country,
    case
        when person_places.country is not null then person_places.country_source
        when organisations.country is not null then 'organisation'
    end as country_source,
    identities.n_sources,
    least(formed.exact_date, formed.known_by_date) as formed_date,
    case
        when formed.exact_date is null and formed.known_by_date is null then null
        when formed.exact_date is null or formed.known_by_date < formed.known_date then 'by'
        when formed.is_left_censored then 'left_censored'
        else 'exact'
    end as formed_precision,
    case when formed_precision in ('exact', 'left_censored') then formed.known_date end as known_date,
    identities.first_seen_on,
    identities.linkedin_url
from core.identities
inner join core.person_names using (person_id)
inner join formed using (person_id)
left join core.person_positions using (person_id)
left join core.person_places using (person_id)
left join core.organisations using (organisation_id)
left join core.decided_fields
    on identities.person_id = decided_fields.person_id and decided_fields.field = 'sector'
