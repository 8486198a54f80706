/*
One row per address of the owner, as calendars write it.

grain: address

address  as in staging.event_attendees: lower case, or 'name:' and an own name where a calendar gives names alone
origin   settings; account: no address is set, and an account whose export is here has this one; name: an own name; or
         inferred: none of these is in any event, and this one is in most: in at least three, in at least half of those
         with attendees, and in more than any other
*/
with set_addresses as (
    select distinct lower(trim(own_addresses.address)) as address
    from raw.own_addresses
    where lower(own_addresses.address) not like '%linkedin.com/in/%'
),

seen as (
    select distinct event_attendees.address, events.uid, events.occurrence
    from staging.event_attendees
    inner join staging.events using (event_id)
    where coalesce(event_attendees.cutype, 'INDIVIDUAL') not in ('ROOM', 'RESOURCE', 'GROUP')
),

stated as (
    select address, 'settings' as origin from set_addresses
    union all
    select distinct lower(trim(owner_facts.email)) as address, 'account' as origin
    from raw.owner_facts
    where owner_facts.email is not null and not exists (from set_addresses)
    union all
    select distinct seen.address, 'name' as origin
    from seen
    inner join staging.folded_texts on seen.address = 'name:' || folded_texts.text
    inner join staging.own_names on folded_texts.words = own_names.words
),

counted as (
    select address, count(*) as events from seen group by address
),

with_attendees as (
    select count(distinct (uid, occurrence)) as events from seen
),

most_seen as (
    select max(counted.events) as events, count(*) filter (where counted.events = top.events) as holders
    from counted
    cross join (select max(counted.events) as events from counted) as top
)

select address, origin
from stated
union all
select counted.address, 'inferred' as origin
from counted
inner join most_seen using (events)
cross join with_attendees
where
    not exists (from set_addresses)
    and not exists (from stated inner join seen using (address))
    and most_seen.holders = 1
    and counted.events >= 3
    and counted.events >= 0.5 * with_attendees.events
    and (counted.address like '%@%' or counted.address like 'name:%')
