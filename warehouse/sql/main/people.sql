/*
One row per person you know: the contacts of your address books and connection lists.

grain: person_id

person_id            the person
name                 name
organisation         present organisation
title                job title
sector               sector of the organisation
function             general_management, finance, sales …
seniority            owner, c_level, director, manager, staff or other
city                 town
country              ISO 3166 code
circles              labels of the circles, in alphabetical order, joined by commas
strength             attention in discounted hours, on the reporting Sunday; null when never met
tie_class            strong, weak, dormant or latent
state                active, cooling, dormant, lost or never_met
last_met_on          day of the last meeting; messages are none
last_contact_on      day of the last interaction by the reporting Sunday, messages included
days_since_contact   days between the last interaction, messages included, and the reporting Sunday
times_met            number of past meetings
phone                a valid number, a mobile first
email                a valid address, a work one first
linkedin_url         profile
is_planned           an interaction is planned in the next 30 days
known_since          day the tie was formed, see known_since_is
known_since_is       exact, by (not later than) or left_censored (the calendar begins there)
*/
with counted as (
    select person_id, count(*) as times_met, max(interaction_date) as last_met_on
    from core.interactions
    where source <> 'messages'
    group by person_id
),

circles_of_person as (
    select person_circles.person_id, string_agg(circles.label, ', ' order by circles.label) as circles
    from core.person_circles
    inner join core.circles using (circle_id)
    group by person_circles.person_id
),

channels as (
    select
        person_id,
        arg_min(value, (channel, value)) filter (where channel in ('mobile', 'phone')) as phone,
        arg_max(value, (channel, value)) filter (where channel in ('email_personal', 'email_work')) as email
    from core.person_channels
    where validity = 'valid'
    group by person_id
),

ties as (
    select tie_weeks.*
    from mart.tie_weeks
    inner join core.weeks using (week_end)
    where weeks.is_reporting
)

select
    persons.person_id,
    persons.display_name as name,
    organisations.name as organisation,
    persons.title,
    persons.sector,
    persons.function,
    persons.seniority,
    persons.city,
    persons.country,
    circles_of_person.circles,
    ties.strength,
    ties.tie_class,
    ties.state,
    counted.last_met_on,
    ties.last_contact_date as last_contact_on,
    ties.days_since_contact,
    coalesce(counted.times_met, 0) as times_met,
    channels.phone,
    channels.email,
    persons.linkedin_url,
    coalesce(ties.is_planned, false) as is_planned,
    persons.formed_date as known_since,
    persons.formed_precision as known_since_is
from core.persons
left join core.organisations using (organisation_id)
left join counted using (person_id)
left join circles_of_person using (person_id)
left join channels using (person_id)
left join ties using (person_id)
where persons.is_contact and not persons.is_ego and not persons.is_suppressed
