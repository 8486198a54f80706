/*
One row per contact, as known today: who it is, since when, in which circles, by which channels.

grain: person_id

person_id               person
display_name            name as people write it
organisation_id         present organisation; null when unknown
organisation            its name
sector                  sector of the person; null when unknown
function                function; null when unknown
seniority               owner, c_level, director, manager, staff or other; null when unknown
city                    city; null when unknown
country                 ISO code; null when unknown
known_from              first day the person counts as known; 1900-01-01 when the only date is an upper bound,
                        so that an import is never a step
is_undated              the only date is an upper bound, or there is none
new_on                  day the tie was formed, where it is exact, or could first be known (an answer came); else null
new_in_files_on         day a file first held it, where the tie is undated; null for what the first import of all
                        brought
default_gap_days        usual days between two encounters in the person's circles, the smallest; 120 without a circle
first_circle_share      share (0-1) of the person's circles that are first circle; null without a circle
is_beyond_first_circle  that share is below 1, or unknown
has_phone               a valid telephone number, mobile or not
has_mobile              a valid mobile number
has_email_work          a valid e-mail address at a domain of an organisation
has_email_personal      a valid e-mail address at a free-mail provider
has_linkedin            a LinkedIn profile
has_postal              a postal address
is_reachable            a valid telephone number or e-mail address
reachability            1 telephone and e-mail, 0.75 one of them, 0.4 LinkedIn or post only, 0 nothing
best_channel            mobile, phone, email_work, email_personal, linkedin, postal: the first that is valid
best_value              its value
*/
with circles_of_person as (
    select
        person_circles.person_id,
        min(circles.default_gap_days) as default_gap_days,
        sum(person_circles.weight) filter (circles.is_first_circle) / sum(person_circles.weight) as first_circle_share
    from core.person_circles
    inner join core.circles using (circle_id)
    group by person_circles.person_id
),

preferred as (
    select
        *,
        list_position(['mobile', 'phone', 'email_work', 'email_personal', 'linkedin', 'postal'], channel) as preference
    from core.person_channels
    where validity = 'valid'
),

channels_of_person as (
    select
        person_id,
        bool_or(channel in ('phone', 'mobile')) as has_phone,
        bool_or(channel = 'mobile') as has_mobile,
        bool_or(channel = 'email_work') as has_email_work,
        bool_or(channel = 'email_personal') as has_email_personal,
        bool_or(channel = 'linkedin') as has_linkedin,
        bool_or(channel = 'postal') as has_postal,
        arg_min(channel, (preference, value)) as best_channel,
        arg_min(value, (preference, value)) as best_value
    from preferred
    group by person_id
),

described as (
    select
        persons.*,
        organisations.name as organisation,
        persons.formed_precision = 'exact' and persons.formed_date is not null as is_exact,
        coalesce(circles_of_person.default_gap_days, 120) as default_gap_days,
        case when circles_of_person.person_id is not null
            then coalesce(circles_of_person.first_circle_share, 0) end as first_circle_share,
        coalesce(has_phone, false) as has_phone,
        coalesce(has_mobile, false) as has_mobile,
        coalesce(has_email_work, false) as has_email_work,
        coalesce(has_email_personal, false) as has_email_personal,
        coalesce(has_linkedin, false) as has_linkedin,
        coalesce(has_postal, false) as has_postal,
        channels_of_person.best_channel,
        channels_of_person.best_value
    from core.persons
    left join core.organisations using (organisation_id)
    left join circles_of_person using (person_id)
    left join channels_of_person using (person_id)
    where persons.is_contact and not persons.is_ego and not persons.is_suppressed
)

select
    person_id,
    display_name,
    organisation_id,
    organisation,
    sector,
    function,
    seniority,
    city,
    country,
    case when is_exact is true then known_date else date '1900-01-01' end as known_from,
    formed_date is null or formed_precision = 'by' as is_undated,
    case when is_exact then known_date end as new_on,
    case when (formed_date is null or formed_precision = 'by') and first_seen_on > first_import.day
        then first_seen_on end as new_in_files_on,
    default_gap_days,
    first_circle_share,
    coalesce(first_circle_share < 1 - 1e-9, true) as is_beyond_first_circle,
    has_phone,
    has_mobile,
    has_email_work,
    has_email_personal,
    has_linkedin,
    has_postal,
    has_phone or has_email_work or has_email_personal as is_reachable,
    case
        when has_phone and (has_email_work or has_email_personal) then 1.0
        when has_phone or has_email_work or has_email_personal then 0.75
        when has_linkedin or has_postal then 0.4
        else 0.0
    end::double as reachability,
    best_channel,
    best_value
from described
cross join (select min(first_seen_on) as day from core.sources) as first_import
