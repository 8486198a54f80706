/*
One row per given name, family name and initial of either, with its share among the people of the book.

grain: part, word

part    given, family, given_initial or family_initial
word    the name, compact, or its first letter
people  distinct full names that hold it
share   their share; a small book counts as one of 300 people
*/
with names as (
    select distinct name_forms.given, name_forms.family
    from link.name_forms
    where name_forms.is_main and name_forms.is_full
),

words as (
    select 'given' as part, given as word from names
    union all
    select 'family' as part, family as word from names
    union all
    select 'given_initial' as part, left(given, 1) as word from names
    union all
    select 'family_initial' as part, left(family, 1) as word from names
)

select words.part, words.word, count(*) as people, count(*) / greatest((select count(*) from names), 300)::double as share
from words
group by words.part, words.word
