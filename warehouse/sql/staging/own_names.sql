/*
One row per name of the owner.

grain: words

words   the words of the name without case and accents, in alphabetical order
origin  settings, or account: no name is set, and a profile in an export gives this one
*/
with names as (
    select name, 'settings' as origin from raw.own_names
    union all
    select given_name || ' ' || unnest([family_name, birth_name]) as name, 'account' as origin
    from raw.owner_facts
    where not exists (from raw.own_names)
)

select
    list_sort(string_split(trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', ' ', 'g')), ' ')) as words,
    min(origin) as origin
from names
where regexp_matches(strip_accents(name), '[a-zA-Z0-9]')
group by words
