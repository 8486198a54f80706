/*
One row per decision of the user about one person.

grain: line

line       line of decisions.csv
record_id  the record it names
verb       suppress, deceased, circle, not_circle or set
field      of set: what is set (organisation, title, sector …); of circle and not_circle: circle; else null
value      of set: its value; of circle and not_circle: the circle's label; else null
*/
select
    line,
    subject as record_id,
    verb,
    case
        when verb = 'set' then lower(trim(split_part(object, '=', 1)))
        when verb in ('circle', 'not_circle') then 'circle'
    end as field,
    case
        when verb = 'set' then nullif(trim(substr(object, strpos(object, '=') + 1)), '')
        when verb in ('circle', 'not_circle') then trim(object)
    end as value
from raw.decisions
where
    verb in ('suppress', 'deceased')
    or (verb in ('circle', 'not_circle') and coalesce(trim(object), '') <> '')
    or (verb = 'set' and strpos(object, '=') > 1)
