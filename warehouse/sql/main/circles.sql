/*
One row per contact and circle.

grain: circle, person_id

circle           label of the circle
kind             family, friends, school, employer, client, club, professional or other
is_first_circle  part of your first circle
person_id        the contact
name             their name
share            1 divided by the number of circles of the person
origin           declared (a label of yours), rule (of the settings), or what it was derived from
*/
select
    circles.label as circle,
    circles.kind,
    circles.is_first_circle,
    person_circles.person_id,
    persons.display_name as name,
    person_circles.weight as share,
    person_circles.origin
from core.person_circles
inner join core.circles using (circle_id)
inner join core.persons using (person_id)
where not persons.is_suppressed
