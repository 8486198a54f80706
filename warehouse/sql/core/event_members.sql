/*
One row per event and someone in it, the owner included; rooms, devices and groups are nobody.

grain: event_id, member_id

event_id      the event, of core.event_copies
member_id     the person, or the role mailbox, company … that an address stands for; all addresses of the owner are
              'ego'
is_ego        the owner
answer        1 accepted, without answer line or organiser; 0 declined, delegated or not taking part; else the tentative
              answer of the settings; of several addresses, and for the owner of several copies, the best; others as the
              latest copy that holds them says
is_organizer  the event is organised by this member
is_listed     stands among the attendees
brought       number of people they bring along, who count in n and are nobody
is_contact    a contact, not the owner
is_person     a person, not a mailbox of several or of nobody
*/
with members as (
    select
        event_copies.event_id,
        event_copies.revision,
        coalesce(identities.is_ego, false) or own_addresses.address is not null as is_ego,
        person_records.person_id,
        coalesce(identities.is_contact, false) as is_contact,
        coalesce(entities.entity_type, 'person') = 'person' and identities.person_id is not null as is_person,
        event_attendees.is_organizer,
        event_attendees.is_listed,
        event_attendees.brought,
        event_attendees.partstat = 'DECLINED' or event_attendees.role = 'NON-PARTICIPANT' as is_declined,
        case
            when event_attendees.role = 'NON-PARTICIPANT'
                or event_attendees.partstat in ('DECLINED', 'DELEGATED') then 0.0
            when event_attendees.partstat is null or event_attendees.partstat = 'ACCEPTED' then 1.0
            else measures.tentative_answer
        end as answer
    from staging.event_attendees
    inner join core.event_copies on event_attendees.event_id = event_copies.copy_id
    inner join staging.events on event_attendees.event_id = events.event_id
    inner join staging.attendee_records
        on events.source = attendee_records.source and event_attendees.address = attendee_records.address
    inner join link.person_records using (record_id)
    left join link.entities using (record_id)
    left join core.identities using (person_id)
    left join staging.own_addresses on event_attendees.address = own_addresses.address
    cross join raw.measures
    where
        coalesce(event_attendees.cutype, 'INDIVIDUAL') not in ('ROOM', 'RESOURCE', 'GROUP')
        and coalesce(entities.entity_type, 'person') not in ('room', 'group')
),

latest as (
    select *, case when is_ego then 'ego' else person_id end as member_id
    from members
    qualify is_ego or revision = min(revision) over (partition by event_id, person_id)
)

select
    event_id,
    member_id,
    bool_or(is_ego) as is_ego,
    case
        when not bool_or(is_organizer) then max(answer)
        when coalesce(bool_and(coalesce(is_declined, false)) filter (where is_listed), false) then 0.0
        else 1.0
    end as answer,
    bool_or(is_organizer) as is_organizer,
    bool_or(is_listed) as is_listed,
    max(brought) as brought,
    bool_or(is_contact and not is_ego) as is_contact,
    bool_or(is_person) as is_person
from latest
group by event_id, member_id
