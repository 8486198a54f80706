/*
One row per line of touches.csv that fits one person, past or future: a contact that no calendar holds.

grain: line
references: person_id core.identities

line        line of touches.csv
person_id   the person
touched_on  day
kind        lunch, coffee, dinner, event, meeting (met), call or message (not met)
occasion    what the kind is among occasions: event is networking, the others are called alike
is_met      the two met
weight      attention in hours: the minutes, within the settings' bounds, times the factor of meals; without minutes one
            hour where the two met, else the settings' minimum
*/
with timed as (
    select
        touches.line,
        noted_people.person_id,
        touches.touched_on,
        touches.kind,
        case touches.kind when 'event' then 'networking' else touches.kind end as occasion,
        touches.kind not in ('call', 'message') as is_met,
        coalesce(touches.minutes / 60, case when touches.kind not in ('call', 'message') then 1 else 0 end) as hours
    from raw.touches as touches
    inner join core.noted_people on noted_people.file = 'touches.csv' and touches.line = noted_people.line
    where noted_people.person_id is not null
)

select
    timed.line,
    timed.person_id,
    timed.touched_on,
    timed.kind,
    timed.occasion,
    timed.is_met,
    least(greatest(timed.hours, measures.minimum_hours), measures.maximum_hours)
    * case when occasion_means.mean = 'meal' then measures.meal_factor else 1.0 end as weight
from timed
left join core.occasion_means using (occasion)
cross join raw.measures as measures
