/*
One row per address of a calendar file: the record that linking compares with cards.

grain: record_id

record_id  source/att:address
source     the export it comes from
file       the file, relative to the inbox; the first by name where several hold the address
address    as in staging.event_attendees
cn         the name calendars write most often that is no address; null when there is none
events     number of occurrences it takes part in or organises
cutype     ROOM, RESOURCE or GROUP when any event says so, else INDIVIDUAL or null
*/
select
    events.source || '/att:' || event_attendees.address as record_id,
    events.source,
    min(events.file) as file,
    event_attendees.address,
    mode(event_attendees.cn order by event_attendees.cn)
        filter (where event_attendees.cn not like '%@%') as cn,
    count(distinct event_attendees.event_id) as events,
    coalesce(
        min(event_attendees.cutype) filter (where event_attendees.cutype in ('ROOM', 'RESOURCE', 'GROUP')),
        max(event_attendees.cutype)
    ) as cutype
from staging.event_attendees
inner join staging.events using (event_id)
group by events.source, event_attendees.address
