/*
One row per tie that entered cooling, dormant or lost in the week, bridges first.

grain: week_end, rank

week_end            Sunday that ends the week
rank                bridges first (reporting week), then the strongest peak, then the person id
person_id           contact
display_name        name
organisation        present organisation; null when unknown
state               state entered
previous_state      state a week earlier
days_since_contact  days since the last interaction, to the day of evaluation
last_contact_date   last interaction day
is_bridge           links people not seen together otherwise; null in weeks other than the reporting one
*/
with entered as (
    select
        tie_weeks.*,
        contacts.organisation,
        case when is_reporting then bridge_weeks.person_id is not null end as is_bridge
    from mart.tie_weeks
    inner join mart.contacts using (person_id)
    inner join core.weeks using (week_end)
    left join mart.bridge_weeks using (week_end, person_id)
    where tie_weeks.state in ('cooling', 'dormant', 'lost')
        and tie_weeks.previous_state in ('active', 'cooling', 'dormant', 'lost')
        and tie_weeks.state <> tie_weeks.previous_state
)

select
    week_end,
    row_number()
        over (partition by week_end order by coalesce(is_bridge, false) desc, peak_strength desc, person_id) as rank,
    person_id,
    display_name,
    organisation,
    state,
    previous_state,
    days_since_contact,
    last_contact_date,
    is_bridge
from entered
