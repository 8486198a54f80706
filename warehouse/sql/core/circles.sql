/*
One row per circle: each of the settings, and each that anyone is in, by a label, an own employer or an organisation one
belongs to.

grain: circle_id

circle_id         folded label
label             as the settings write it, else the spelling most cards use
kind              family, friends, school, employer, client, club, professional or other
is_first_circle   part of the first circle: of the settings, else family, friends, school and employer
default_gap_days  days between meetings one would expect
*/
with defaults as (
    select *
    from (
        values
        ('family', true, 90), ('friends', true, 60), ('school', true, 90), ('employer', true, 30),
        ('client', false, 60), ('club', false, 60), ('professional', false, 120), ('other', false, 120)
    ) as kinds (kind, is_first_circle, default_gap_days)
),

labels as (
    select
        circle_texts.circle_id,
        arg_max(circle_texts.text, (counted.records, circle_texts.text)) as label,
        arg_max(circle_texts.label_kind, (counted.records, circle_texts.text)) as kind
    from staging.circle_texts
    inner join (
        select label as text, count(*) as records from staging.contact_labels group by label
        union all
        select value as text, 0 as records from staging.person_decisions where verb = 'circle' group by value
    ) as counted using (text)
    group by circle_texts.circle_id
),

candidates as (
    select circle_texts.circle_id, circles.label, circles.kind, circles.is_first_circle, circles.default_gap_days,
        1 as rank
    from raw.circles
    inner join staging.circle_texts on circles.label = circle_texts.text
    union all
    select circle_id, organisation as label, kind, null as is_first_circle, null as default_gap_days, 2 as rank
    from staging.own_organisations
    union all
    select labels.circle_id, labels.label, labels.kind, null as is_first_circle, null as default_gap_days, 3 as rank
    from labels
    union all
    select circle_id, text as label, organisation_kind as kind, null as is_first_circle, null as default_gap_days,
        4 as rank
    from staging.circle_texts
    where organisation_kind is not null
)

select
    candidates.circle_id,
    candidates.label,
    candidates.kind,
    coalesce(candidates.is_first_circle, defaults.is_first_circle) as is_first_circle,
    coalesce(candidates.default_gap_days, defaults.default_gap_days)::integer as default_gap_days
from candidates
inner join defaults using (kind)
where candidates.rank = 1 or candidates.circle_id in (select person_circles.circle_id from core.person_circles)
qualify row_number() over (partition by candidates.circle_id order by candidates.rank, candidates.label) = 1
