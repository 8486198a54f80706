/*
One row per full name in the book, with how many people may bear it.

grain: given, family

given       given name, compact
family      family name, compact
records     records that go by it
profiles    different profiles they name
known       at least how many people bear it, told by records that contradict each other: two profiles, two birthdays,
            or two cards of one file with different mobiles
*/
with main as (
    select name_forms.record_id, name_forms.given, name_forms.family, records.file, records.linkedin_url, records.bday
    from link.name_forms
    inner join link.records using (record_id)
    where name_forms.is_main and name_forms.is_full
),

names as (
    select
        given,
        family,
        count(*) as records,
        count(distinct linkedin_url) as profiles,
        count(distinct bday) filter (where bday not like '--%') as birthdays
    from main
    group by given, family
),

mobiles as (
    select main.record_id, main.given, main.family, main.file, min(contact_points.point) as mobile
    from main
    inner join link.contact_points using (record_id)
    where contact_points.is_mobile
    group by main.record_id, main.given, main.family, main.file
),

cards as (
    select given, family, max(cards) as cards
    from (select given, family, file, count(distinct mobile) as cards from mobiles group by given, family,
        file) as files
    group by given, family
)

select
    names.given,
    names.family,
    names.records,
    names.profiles,
    greatest(names.profiles, names.birthdays, coalesce(cards.cards, 1), 1) as known
from names
left join cards using (given, family)
