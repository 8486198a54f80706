"""The pairs of records that only the user can decide, most telling first, with what each side says and what speaks for
and against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.review.evidence import Sign, signs_of
from warehouse.query import query

FIELDS = ("name", "organisation", "title", "email", "phone", "birthday", "profile", "met", "record")
"""What is known of a side, in the order in which it is shown."""

_PAIRS = "select place, record_a, record_b, probability, band from link.review_pairs order by place"

# All records of a person speak for the side; where both sides are of one person, each record speaks for itself.
_SIDES = """
with sides as (
    select place, 'a' as side, record_a as record_id, record_b as other_id from link.review_pairs
    union all
    select place, 'b', record_b, record_a from link.review_pairs
),
members as (
    select sides.place, sides.side, records.record_id, own.person_id
    from sides
    inner join link.person_records as own using (record_id)
    inner join link.person_records as others on sides.other_id = others.record_id
    inner join link.person_records as records on own.person_id = records.person_id
    where own.person_id <> others.person_id or records.record_id = own.record_id
),
sayings as (
    select place, side, 'name' as field, display_name as value from members inner join link.records using (record_id)
    union all
    select place, side, 'organisation', organisation from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'title', title from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'birthday', bday from members inner join staging.contacts using (record_id)
    union all
    select place, side, 'profile', linkedin_url from members inner join link.records using (record_id)
    union all
    select place, side, 'email', coalesce(email, raw) from members inner join staging.contact_emails using (record_id)
    union all
    select place, side, 'email', position from members inner join link.records using (record_id)
    where position_kind = 'attendee'
    union all
    select place, side, 'phone', coalesce(e164, raw) from members inner join staging.contact_phones using (record_id)
    union all
    select place, side, 'record', file || ', ' || position_kind || ' ' || position
    from members inner join link.records using (record_id) where position_kind in ('card', 'row')
    union all
    select place, side, 'record', file from members inner join link.records using (record_id)
    where position_kind not in ('card', 'row')
    union all
    select members.place, members.side, 'met', max(interactions.interaction_date)::varchar
    from (select distinct place, side, person_id from members) as members inner join core.interactions using (person_id)
    group by members.place, members.side
)
select place, side, field, value
from sayings
where value is not null
group by place, side, field, value
order by place, side, field, count(*) desc, value
"""


@dataclass(frozen=True)
class Question:
    """One person or two? The records stand for all of their group.

    probability: that they are one; is_linked: they are taken for one now; sides: values by field of FIELDS, each side's
    own; signs: evidence of the pair.
    """

    record_a: str
    record_b: str
    probability: float
    is_linked: bool
    sides: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
    signs: Sequence[Sign]


def review_queue(published: Path, decided: Iterable[frozenset[str]] = ()) -> list[Question]:
    """The questions of a published network, in the order of what their answers would change.

    decided: pairs of records that are answered already, by their ids; they are not asked again.
    """
    answered = set(decided)
    pairs = [row for row in query(published, _PAIRS).rows if frozenset(row[1:3]) not in answered]
    sides: defaultdict[tuple[int, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, side, field, value in query(published, _SIDES).rows:
        sides[place, side][field].append(value)
    signs = signs_of(published, [(min(one, two), max(one, two)) for _, one, two, *_ in pairs])
    return [
        Question(
            one,
            two,
            probability,
            band == "linked",
            (sides[place, "a"], sides[place, "b"]),
            signs.get((min(one, two), max(one, two)), ()),
        )
        for place, one, two, probability, band in pairs
    ]
