/*
One row per message, invitation, endorsement or recommendation that an export holds; never its text.

grain: message_id

message_id       source/key of the record
source           the export it comes from
file             the file, relative to the inbox
position         number of the record in the file
act              message, invitation, endorsement or recommendation
conversation_id  of a message: the conversation, as the service names it; a message without one is a conversation of its
                 own
time_form        utc, floating or date
sent_at          UTC; times without a zone, and days, are of the home's zone
local_sent_at    the same in the home's zone
local_date       day in the home's zone
direction        incoming or outgoing, where the export says it
subject          subject as written; of an endorsement, the skill
text_length      characters of the text, which is not stored; null when there is none
*/
with placed as (
    select
        messages.*,
        messages.source || '/' || messages.record_key as message_id,
        case
            when messages.time_form = 'utc' then messages.sent_at
            else timezone('UTC', timezone(settings.time_zone, messages.sent_at))
        end as sent_at_utc,
        case
            when messages.time_form = 'utc' then timezone(settings.time_zone, timezone('UTC', messages.sent_at))
            else messages.sent_at
        end as local_sent_at
    from raw.messages as messages
    cross join raw.settings as settings
)

select
    message_id,
    source,
    file,
    position,
    act,
    case when act = 'message' then coalesce(conversation_id, message_id) end as conversation_id,
    time_form,
    sent_at_utc as sent_at,
    local_sent_at,
    local_sent_at::date as local_date,
    direction,
    subject,
    text_length
from placed
