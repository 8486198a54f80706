/*
One row per form in which the owner writes or is written to: exports of messages do not say which party owns them.

grain: party_key

party_key  as in staging.message_parties
origin     settings (a profile among the own addresses), stated (an export says who sent or received it), name (an own
           name) or inferred: none of these is in any message, and this one is in most conversations: in at least two,
           in at least half, and in more than any other
*/
with parties as (
    select
        message_parties.party_key,
        message_parties.linkedin_url,
        message_parties.is_sender,
        messages.act,
        messages.direction,
        messages.conversation_id,
        nullif(folded_texts.words, []) as words
    from staging.message_parties
    inner join staging.messages using (message_id)
    left join staging.folded_texts on message_parties.name = folded_texts.text
    where not message_parties.is_anonymous
),

stated as (
    select
        'https://www.linkedin.com/in/' || regexp_extract(lower(address), 'linkedin\.com/in/([^/?#\s]+)',
            1) as party_key,
        'settings' as origin
    from raw.own_addresses
    where lower(address) like '%linkedin.com/in/%'
    union
    select party_key, 'stated' as origin
    from parties
    where (direction = 'outgoing' and is_sender) or (direction = 'incoming' and not is_sender)
),

own_words as (
    select words from staging.own_names
    union
    select parties.words from parties inner join stated using (party_key) where parties.words is not null
),

counted as (
    select
        parties.party_key,
        parties.linkedin_url,
        own_words.words is not null as is_own_name,
        count(distinct parties.conversation_id) as conversations
    from parties
    left join own_words using (words)
    group by parties.party_key, parties.linkedin_url, own_words.words is not null
),

-- of several profiles of one name, the one in most conversations is the owner's; a profile that is stated leaves none
-- to the name
named as (
    select party_key, 'name' as origin from counted where is_own_name and linkedin_url is null
    union
    select party_key, 'name' as origin
    from counted
    where is_own_name and linkedin_url is not null and not exists (from stated where stated.party_key like 'https:%')
    qualify row_number() over (order by conversations desc, party_key) = 1
),

known as (
    from stated
    union all
    from named
),

inferred as (
    select party_key, 'inferred' as origin
    from (select party_key, count(distinct conversation_id) as conversations from parties
        where conversation_id is not null group by party_key) as counts
    where
        not exists (select 1 from parties inner join known using (party_key) where parties.conversation_id is not null)
        and conversations >= 2
        and conversations >= 0.5 * (select count(distinct conversation_id) from parties)
    qualify rank() over (order by conversations desc) = 1 and count(*) over (partition by conversations) = 1
)

select party_key, min(origin) as origin
from (from known union all from inferred) as every
group by party_key
