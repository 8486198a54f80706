/*
One row per line of help.csv that fits one person: help given or received.

grain: line
references: person_id core.identities

line       line of help.csv
person_id  the person
helped_on  day
direction  given by the owner, or received
kind       what the help was, in the user's words
*/
select help.line, noted_people.person_id, help.helped_on, help.direction, help.kind
from raw.help as help
inner join core.noted_people on noted_people.file = 'help.csv' and help.line = noted_people.line
where noted_people.person_id is not null
