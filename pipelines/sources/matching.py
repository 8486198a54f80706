"""Which records of a newer export are earlier ones that changed, where no UID says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MADE_OF_CONTENT = "sha256-"
"""What a UID begins with that a connector made of the record's content."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contacts": (
        "formatted_name",
        "given_name",
        "family_name",
        "emails",
        "tels",
        "org",
        "title",
        "urls",
        "note",
        "bday",
        "connected_on",
    ),
    "events": ("summary", "dtstart", "dtend"),
    "messages": (),
}
"""What is compared, by table."""


@dataclass(frozen=True)
class Marks:
    """What one record is known by.

    name: folded; points: e-mail addresses, telephone numbers and the like; rest: whatever else it says; place: digests
    of the records before and after it in its file.
    """

    name: str
    points: frozenset[str]
    rest: frozenset[str]
    place: tuple[str, str] | None = None


def has_own_key(uid: str | None) -> bool:
    """Whether a record is known by more than its content."""
    return bool(uid) and not str(uid).startswith(MADE_OF_CONTENT)


def marks_of(row: Mapping[str, Any], kind: str, place: tuple[str, str] | None = None) -> Marks:
    """The marks of a record. row: its columns of COLUMNS."""
    if kind == "events":
        return Marks(_folded(row["summary"]), frozenset({f"{row['dtstart']}"}), frozenset({f"{row['dtend']}"}), place)
    name = _folded(row["formatted_name"]) or _folded(f"{row['given_name'] or ''} {row['family_name'] or ''}")
    points = [
        *_values(row["emails"]),
        *(re.sub(r"\D", "", tel)[-9:] for tel in _values(row["tels"])),
        *_values(row["urls"]),
    ]
    rest = [*(row["org"] or ())[:1], row["title"], row["note"], row["bday"], str(row["connected_on"] or "")]
    return Marks(name, frozenset(filter(None, points)), frozenset(_folded(text) for text in rest if text), place)


def _values(entries: Iterable[Mapping[str, str | None]] | None) -> Iterator[str]:
    return ((entry["value"] or "").strip().lower() for entry in entries or ())


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def pairs(newer: Mapping[str, Marks], earlier: Mapping[str, Marks]) -> dict[str, str]:
    """For each key of a newer record the key of the earlier one it is, where exactly one fits.

    Both say so from the same evidence. A name with the same channels comes first, then a name with one in common, with
    anything else in common, a channel with a word of the name, the same name or none between the same neighbours, and
    at last the name alone, unless all else they say contradicts. Records that fit several are left apart.
    """
    found: dict[str, str] = {}
    for evidence in (
        _name_and_all_points,
        _name_and_points,
        _name_and_rest,
        _points_and_words,
        _name_and_place,
        _name_alone,
    ):
        left = {key: marks for key, marks in newer.items() if key not in found}
        taken = set(found.values())
        right = {key: marks for key, marks in earlier.items() if key not in taken}
        found |= _one_to_one(left, right, evidence)
    return {new: old for new, old in found.items() if not _contradict(newer[new], earlier[old])}


def pairs_of_all_points(newer: Mapping[str, Marks], earlier: Mapping[str, Marks]) -> dict[str, str]:
    """The pairs that more than a name speaks for: of one name, with all the same channels."""
    return _one_to_one(newer, earlier, _name_and_all_points)


def _one_to_one(left: Mapping[str, Marks], right: Mapping[str, Marks], evidence: Any) -> dict[str, str]:
    fits: dict[str, set[str]] = {}
    by_evidence: dict[Hashable, list[str]] = {}
    for key, marks in right.items():
        for item in evidence(marks):
            by_evidence.setdefault(item, []).append(key)
    for key, marks in left.items():
        for item in evidence(marks):
            fits.setdefault(key, set()).update(by_evidence.get(item, ()))
    sure = {key: next(iter(others)) for key, others in fits.items() if len(others) == 1}
    claims = Counter(sure.values())
    return {key: other for key, other in sure.items() if claims[other] == 1}


def _name_and_all_points(marks: Marks) -> Iterator[Hashable]:
    return iter(((marks.name, marks.points),) if marks.name and marks.points else ())


def _name_and_points(marks: Marks) -> Iterator[Hashable]:
    return ((marks.name, point) for point in marks.points if marks.name)


def _name_and_rest(marks: Marks) -> Iterator[Hashable]:
    return ((marks.name, text) for text in marks.rest)


def _points_and_words(marks: Marks) -> Iterator[Hashable]:
    words = marks.name.split() or [""]
    return ((word, point) for word in words for point in marks.points)


def _name_and_place(marks: Marks) -> Iterator[Hashable]:
    return iter(((marks.name, marks.place),) if marks.place else ())


def _name_alone(marks: Marks) -> Iterator[Hashable]:
    return iter((marks.name,) if marks.name else ())


def _contradict(newer: Marks, earlier: Marks) -> bool:
    """Two of one name that say much and have nothing of it in common are two."""
    says_much = all(len(marks.points) + len(marks.rest) > 1 for marks in (newer, earlier))
    return says_much and not (newer.points & earlier.points or newer.rest & earlier.rest)
