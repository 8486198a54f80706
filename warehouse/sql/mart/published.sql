/*
One row per figure of a week each time it was published with another value, or under other settings, than before.

What was once published stays: a later row of the same week and figure is a revision.

grain: week_end, figure, published_at

week_end      Sunday that ends the week
figure        as in mart.figures
published_at  when, UTC; the run that builds this table publishes after it
value         the figure; null when it could not be given
config_hash   digest of the settings it was computed under
version       of the program
is_revision   an earlier row of the same week and figure had another value
*/
select
    week_end,
    figure,
    published_at,
    value,
    config_hash,
    version,
    row_number() over weeks > 1 and value is distinct from lag(value) over weeks as is_revision
from raw.published
window weeks as (partition by week_end, figure order by published_at)
