/*
One row per given name, family name and initial of either, with its share among the people of the book.

grain: part, word

part     given, family, given_initial or family_initial
word     the name, compact, or its first letter
bearers  people that bear it: the full names that hold it, each as often as contradicting records show
share    their share of the people of the book
people   people of the book, at least 300, since a small book says little about how rare a name is
*/
with book as (
    select greatest(sum(known), 300) as people from link.name_counts
),

words as (
    select 'given' as part, given as word, known from link.name_counts
    union all
    select 'family' as part, family as word, known from link.name_counts
    union all
    select 'given_initial' as part, left(given, 1) as word, known from link.name_counts
    union all
    select 'family_initial' as part, left(family, 1) as word, known from link.name_counts
)

select
    words.part,
    words.word,
    sum(words.known)::bigint as bearers,
    sum(words.known) / any_value(book.people)::double as share,
    any_value(book.people)::bigint as people
from words
cross join book
group by words.part, words.word
