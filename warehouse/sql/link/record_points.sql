/*
One row per record of a person, with what kinds of contact points it holds.

grain: record_id

record_id       source/key of the record
mailboxes       its mailboxes, those of teams left out
private_mailboxes  those at a domain that gives mailboxes to anyone
work_domains    domains of the others
numbers         its telephone numbers
mobiles         those that are mobile, or may be
*/
select
    contact_points.record_id,
    coalesce(list_sort(list(contact_points.point)
        filter (where contact_points.kind = 'email' and not contact_points.is_role)), []) as mailboxes,
    coalesce(list_sort(list(contact_points.point)
        filter (where contact_points.is_free_mail and not contact_points.is_role)), []) as private_mailboxes,
    coalesce(
        list_sort(list_distinct(list(contact_points.domain)
            filter (where not contact_points.is_free_mail and not contact_points.is_role))), []
    ) as work_domains,
    coalesce(list_sort(list(contact_points.point) filter (where contact_points.kind = 'phone')), []) as numbers,
    coalesce(list_sort(list(contact_points.point) filter (where contact_points.is_mobile)), []) as mobiles
from link.contact_points
inner join link.entities using (record_id)
where entities.entity_type = 'person'
group by contact_points.record_id
