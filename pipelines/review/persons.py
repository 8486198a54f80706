"""Finds a person in the published network by what a user types.

A name or part of one, the id of a person, or the key of a record.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.errors import RunError, UserError
from transforms.text import fold_text
from warehouse.query import query

# Every word of the question stands in a name the person goes by, whatever the case, the accents and the script.
_MATCHES = """
with words as (
    select unnest($words::varchar[]) as word
),
fitting as (
    select known_names.person_id
    from core.known_names
    cross join words
    group by known_names.person_id, known_names.name
    having bool_and(contains(known_names.folded, words.word))
)
select
    person_id, persons.display_name as name, people.organisation, people.title,
    persons.is_ego, persons.is_suppressed, people.person_id is not null as is_contact
from core.persons
left join people using (person_id)
where
    person_id in (from fitting)
    or person_id = $asked
    or person_id in (select records.person_id from records where records.record_id = $asked)
order by is_contact desc, people.strength desc nulls last, persons.display_name, person_id
"""
_RECORDS = "select record_id from records where person_id = $person_id order by record_id"
_BESIDE = """
select records.record_id
from records
inner join records as own using (person_id)
where own.record_id = $record_id and records.record_id <> $record_id
order by records.record_id
"""
_HAS = "select record_id from records where record_id = $record_id"

MOST_SHOWN = 12
"""People listed when a question fits several."""


def matching(published: Path, asked: str) -> list[dict[str, Any]]:
    """Those the question fits, the best known first.

    Each: person_id, name, organisation, title, is_ego, is_suppressed, is_contact.
    """
    return query(published, _MATCHES, {"asked": asked, "words": fold_text(asked).split()}).named()


def one_person(published: Path, asked: str) -> Mapping[str, Any]:
    """The only one the question fits. Raises RunError when nobody does, UserError with those who do when several do."""
    people = matching(published, asked)
    if not people:
        raise RunError(nobody(asked))
    if len(people) > 1:
        raise UserError("\n".join(listed(people)))
    return people[0]


def one_record(published: Path, asked: str) -> str:
    """The record asked for by its key, else the first record of the one person the question fits."""
    if list(query(published, _HAS, {"record_id": asked}).rows):
        return asked
    rows = query(published, _RECORDS, {"person_id": one_person(published, asked)["person_id"]}).rows
    return str(next(iter(rows))[0])


def records_beside(published: Path, record_id: str) -> list[str]:
    """The other records of a record's person. Raises UserError when there is no such record."""
    if not list(query(published, _HAS, {"record_id": record_id}).rows):
        raise UserError(
            "There is no such record. entregent who NAME --why lists the records of a person by their keys."
        )
    return [str(other) for (other,) in query(published, _BESIDE, {"record_id": record_id}).rows]


def nobody(asked: str) -> str:
    """What to say when a question fits nobody."""
    words = asked.split()
    part = f"entregent who {shlex.quote(words[-1])}" if len(words) > 1 else "the first letters are enough"
    return f"Nobody in the network goes by that name. Try a part of it: {part}"


def listed(people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Those a question fits, one a line, and how to tell them apart."""
    lines = [
        (
            f"{len(people)} people fit:"
            if len(people) <= MOST_SHOWN
            else f"{len(people)} people fit; the first {MOST_SHOWN}:"
        )
    ]
    for person in people[:MOST_SHOWN]:
        lines.append(
            "  "
            + ", ".join(text for text in (person["name"], person["title"], person["organisation"]) if text)
            + f" ({person['person_id']})"
        )
    return [*lines, "Write more of the name, or the id."]
