/*
One row per address of the owner.

grain: address

address  lower case
origin   settings, or inferred: no address is set, and this one is in most events: in at least three, in at least half
         of those with attendees, and in more than any other
*/
with set_addresses as (
    select distinct lower(trim(own_addresses.address)) as address from raw.own_addresses
),

seen as (
    select distinct event_attendees.address, events.uid, events.occurrence
    from staging.event_attendees
    inner join staging.events using (event_id)
    where coalesce(event_attendees.cutype, 'INDIVIDUAL') not in ('ROOM', 'RESOURCE', 'GROUP')
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

select address, 'settings' as origin
from set_addresses
union all
select counted.address, 'inferred' as origin
from counted
inner join most_seen using (events)
cross join with_attendees
where
    not exists (from set_addresses)
    and most_seen.holders = 1
    and counted.events >= 3
    and counted.events >= 0.5 * with_attendees.events
    and counted.address like '%@%'
