/*
One row per message, invitation, endorsement or recommendation; never its text.

grain: message_id

message_id       source/key of the record
source           the export it comes from
act              message, invitation, endorsement or recommendation
conversation_id  of a message: its conversation
sent_at          UTC
local_date       day in the home's zone
direction        outgoing or incoming, by what the export says, else by whether the owner wrote it; null while the owner
                 is not known
text_length      characters of the text, which is not stored
*/
with senders as (
    select message_id, bool_or(is_ego and is_sender) as is_own
    from core.message_members
    group by message_id
)

select
    messages.message_id,
    messages.source,
    messages.act,
    messages.conversation_id,
    messages.sent_at,
    messages.local_date,
    case
        when messages.direction is not null then messages.direction
        when senders.is_own then 'outgoing'
        when owner.is_known then 'incoming'
    end as direction,
    messages.text_length
from staging.messages
left join senders using (message_id)
cross join (select coalesce(bool_or(is_ego), false) as is_known from core.message_members) as owner
