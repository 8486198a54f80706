/*
One row per contact and way to reach them.

grain: person_id, channel, value

person_id  the contact
name       their name
channel    phone, mobile, email_work, email_personal, linkedin or postal
value      number, address or profile
validity   valid, doubtful (an address of a former employer) or invalid
*/
select
    person_channels.person_id,
    persons.display_name as name,
    person_channels.channel,
    person_channels.value,
    person_channels.validity
from core.person_channels
inner join core.persons using (person_id)
where persons.is_contact and not persons.is_ego and not persons.is_suppressed
