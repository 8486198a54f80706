/*
One row per person, conversation that goes both ways (the owner and somebody else have written in it) and day with a
message in it.

grain: person_id, conversation_id, message_date
references: person_id core.identities

person_id        somebody who wrote or was written to in the conversation by that day; not the owner
conversation_id  the conversation
message_date     day in the home's zone
known_date       day from which it counts: its own, or that of the first answer where it is later
weight           attention in hours: the settings' message_hours, divided by the number of others in the conversation so
                 far
participants     people in the conversation so far, owner included
*/
with written as (
    select messages.conversation_id, messages.local_date, message_members.member_id, message_members.is_ego,
        message_members.is_sender
    from core.messages
    inner join core.message_members using (message_id)
    where messages.act = 'message'
),

reciprocated as (
    select
        conversation_id,
        greatest(min(local_date) filter (where is_ego and is_sender),
            min(local_date) filter (where not is_ego and is_sender)) as answered_on
    from written
    group by conversation_id
    having bool_or(is_ego and is_sender) and bool_or(not is_ego and is_sender)
),

joined as (
    select conversation_id, member_id, min(local_date) as joined_on
    from written
    where not is_ego
    group by conversation_id, member_id
),

days as (
    select distinct written.conversation_id, written.local_date, reciprocated.answered_on
    from written
    inner join reciprocated using (conversation_id)
),

present as (
    select
        joined.member_id as person_id,
        days.conversation_id,
        days.local_date as message_date,
        greatest(days.local_date, days.answered_on) as known_date,
        count(*) over (partition by days.conversation_id, days.local_date) as others
    from days
    inner join joined on days.conversation_id = joined.conversation_id and joined.joined_on <= days.local_date
)

select
    present.person_id,
    present.conversation_id,
    present.message_date,
    present.known_date,
    measures.message_hours / present.others as weight,
    present.others + 1 as participants
from present
inner join core.identities using (person_id)
cross join raw.measures
where not identities.is_ego and not identities.is_suppressed
