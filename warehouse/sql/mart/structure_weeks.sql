/*
One row per week: the shape of the network of the owner and the contacts, as far as small events show it.

Alters are the contacts with strength above 0. Ties among them that the calendar does not show are missing, so
constraint is a lower bound and effective size an upper bound: a trend, never a grade.

grain: week_end

week_end        Sunday that ends the week
size            number of alters
effective_size  size - 2 ties / size, ties among alters unweighted (Burt); null without alters
efficiency      effective_size / size (0-1)
constraint      sum over alters of the squared share of the owner's attention that goes to them, directly or through
                others, weighted (Burt); 1 with one alter; may exceed 1
hierarchy       how far the constraint comes from one alter (Burt, 0-1); null below two alters
*/
with alters as (
    select
        week_end,
        person_id,
        strength,
        sum(strength) over (partition by week_end) as total_strength
    from mart.rhythm_weeks
    where strength > 0
),

alter_since as (
    select
        person_id,
        row_number() over (order by person_id) as alter_id,
        min(week_end) as since
    from alters
    group by person_id
),

ties as (
    select
        weeks.week_end,
        alter_a.alter_id as id_a,
        alter_b.alter_id as id_b,
        grown_weight * pow(2, (first_date - weeks.week_end) / half_life_days) as weight
    from mart.alter_tie_days
    cross join raw.measures
    inner join alter_since as alter_a on alter_a.person_id = person_a
    inner join alter_since as alter_b on alter_b.person_id = person_b
    inner join core.weeks
        on week_end >= interaction_date
        and (next_date is null or week_end < next_date)
        and week_end >= greatest(alter_a.since, alter_b.since)
),

links as (
    select week_end, id_a as through_id, id_b as alter_id, weight from ties
    union all
    select week_end, id_b, id_a, weight from ties
),

throughs as (
    select
        alters.week_end,
        alter_since.alter_id as through_id,
        strength / total_strength / (strength + sum(weight)) as passed_on
    from alters
    inner join alter_since using (person_id)
    inner join links on links.week_end = alters.week_end and links.through_id = alter_since.alter_id
    group by alters.week_end, alter_since.alter_id, strength, total_strength
),

indirect as (
    select
        week_end,
        alter_id,
        sum(weight * passed_on) as share
    from links
    inner join throughs using (week_end, through_id)
    group by week_end, alter_id
),

constraints as (
    select
        alters.week_end,
        pow(alters.strength / alters.total_strength + coalesce(indirect.share, 0), 2) as share
    from alters
    inner join alter_since using (person_id)
    left join indirect using (week_end, alter_id)
),

summed as (
    select
        week_end,
        count(*) as size,
        sum(share) as constraint_value,
        sum(share * ln(share)) as share_logarithm
    from constraints
    group by week_end
),

tie_counts as (
    select
        week_end,
        count(*) as n
    from ties
    group by week_end
)

select
    weeks.week_end,
    coalesce(summed.size, 0) as size,
    summed.size - 2 * coalesce(tie_counts.n, 0) / summed.size::double as effective_size,
    1 - 2 * coalesce(tie_counts.n, 0) / pow(summed.size, 2) as efficiency,
    summed.constraint_value as constraint,
    case
        when summed.size > 1
            then (share_logarithm / constraint_value - ln(constraint_value / summed.size)) / ln(summed.size)
    end as hierarchy
from core.weeks
left join summed using (week_end)
left join tie_counts using (week_end)
