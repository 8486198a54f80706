/*
One row per record and contact point it holds: a mailbox or a telephone number.

grain: record_id, point

record_id     source/key of the record
point         mailbox, or number in E.164 form; a number no country gives out by its last nine digits after '~', since
              two cards may well repeat one misprint
kind          email or phone
domain        registrable domain of a mailbox; else null
is_role       a team or a post reads the mailbox
is_free_mail  the domain gives mailboxes to anyone
is_mobile     a mobile number, or one of a country that does not tell mobiles from others
*/
with mailboxes as (
    select contact_emails.record_id, contact_emails.mailbox, contact_emails.domain, contact_emails.is_role,
        contact_emails.is_free_mail
    from staging.contact_emails
    union all
    select
        attendee_records.record_id,
        attendee_emails.mailbox,
        attendee_emails.domain,
        attendee_emails.is_role,
        attendee_emails.is_free_mail
    from staging.attendee_records
    inner join staging.attendee_emails using (address)
),

numbers as (
    select
        contact_phones.record_id,
        contact_phones.e164,
        regexp_replace(contact_phones.raw, '\D', '', 'g') as digits,
        contact_phones.subtype in ('mobile', 'fixed_line_or_mobile') as is_mobile
    from staging.contact_phones
)

select
    record_id,
    mailbox as point,
    'email' as kind,
    any_value(domain) as domain,
    bool_or(is_role) as is_role,
    bool_or(is_free_mail) as is_free_mail,
    false as is_mobile
from mailboxes
where mailbox is not null
group by record_id, mailbox
union all
select
    record_id,
    coalesce(e164, '~' || right(digits, 9)) as point,
    'phone' as kind,
    null as domain,
    false as is_role,
    false as is_free_mail,
    coalesce(bool_or(is_mobile), false) as is_mobile
from numbers
where e164 is not null or length(digits) between 8 and 15
group by record_id, coalesce(e164, '~' || right(digits, 9))
