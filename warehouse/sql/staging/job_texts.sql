/*
One row per job title or organisation that a record had in one export and not in another.

grain: text

text  as a card or a row writes it
*/
with jobs as (
    select source, record_key, nullif(trim(org[1]), '') as organisation, nullif(trim(title), '') as title
    from raw.contact_versions
    where rank is not null
),

changed as (
    select unnest(array_agg(distinct organisation)) as text
    from jobs
    group by source, record_key
    having count(distinct organisation) > 1
    union all
    select unnest(array_agg(distinct title)) as text
    from jobs
    group by source, record_key
    having count(distinct title) > 1
)

select distinct text from changed where text is not null
