/*
One row per person of a message file, by profile or else by name: the record that linking compares with cards.

grain: record_id

record_id     source/msg:key
source        the export it comes from
file          the file, relative to the inbox; the first by name where several name them
party_key     as in staging.message_parties
linkedin_url  profile: https://www.linkedin.com/in/slug
name          name that messages give most often; null when there is none
messages      number of messages they take part in
*/
select
    source || '/msg:' || party_key as record_id,
    source,
    min(file) as file,
    party_key,
    min(linkedin_url) as linkedin_url,
    mode(name order by name) as name,
    count(*) as messages
from staging.message_parties
where not is_anonymous
group by source, party_key
