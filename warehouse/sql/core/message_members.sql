/*
One row per message and somebody who writes or is written to in it, the owner included.

grain: message_id, member_id
references: message_id staging.messages

message_id  the message
member_id   the person, or what a party stands for that is none; the owner is 'ego'
is_ego      the owner
is_sender   wrote it
*/
with members as (
    select
        message_parties.message_id,
        message_parties.is_sender,
        coalesce(person_records.person_id, message_parties.party_key) as person_id,
        own_parties.party_key is not null or coalesce(identities.is_ego, false) as is_ego
    from staging.message_parties
    left join staging.correspondents
        on message_parties.source = correspondents.source and message_parties.party_key = correspondents.party_key
    left join link.person_records using (record_id)
    left join core.identities on person_records.person_id = identities.person_id
    left join staging.own_parties on message_parties.party_key = own_parties.party_key
)

select
    message_id,
    case when is_ego then 'ego' else person_id end as member_id,
    bool_or(is_ego) as is_ego,
    bool_or(is_sender) as is_sender
from members
group by message_id, case when is_ego then 'ego' else person_id end
