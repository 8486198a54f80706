"""Whether an export is a newer edition of a source, another book, or may be either.

Two books of one person have most of their people in common, and two calendars many of their events; so what they share
is never enough. An edition is written by the same program, can hold the same fields, and shares most of the *larger*
side. Where that is not so, both are kept, and the user is asked once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath

from pipelines.sources.exports import Export
from pipelines.sources.file_names import source_name
from pipelines.sources.held import Held
from pipelines.sources.matching import Marks, has_own_key, marks_of, pairs, pairs_of_all_points
from pipelines.sources.record_keys import KEYED

SHARE_OF_LARGER = 0.5
"""Share of the larger side's records that an edition under the same name has in common with its source."""

SHARE_UNDER_ANOTHER_NAME = 0.75
"""The same under another name, where nothing but the records speaks for it."""

SHARE_IN_ITS_PLACE = 0.5
"""Share of the smaller side's records, for a file in the place of the last: one that was cut short shares few of the
larger side's.
"""

FEWEST_WORTH_A_QUESTION = 3
SHARE_WORTH_A_QUESTION, SHARE_OF_LARGER_WORTH_A_QUESTION = 0.25, 0.1
"""Records in common, and shares of the smaller and of the larger side, from which on the user is asked.

A card that somebody sent, or an event that was saved, is no export of a book that holds it too.
"""

_FEWEST_HOLDING, _SHARE_HOLDING = 3, 0.2
"""How many records of a file must hold a field before the lack of it in another says that that one cannot hold it."""

_PLAIN_ACCOUNTS = frozenset(
    {
        *("calendar", "calendrier", "kalender", "calendario", "agenda", "personal", "personnel", "home", "work"),
        *("travail", "my calendar", "mon calendrier", "mon agenda", "mein kalender", "mi calendario"),
        *("il mio calendario",),
    }
)
"""Names that software gives every calendar: of two such nothing says that they are one."""


class Verdict(IntEnum):
    """Whether an export continues a source."""

    NO = 0
    PERHAPS = 1
    YES = 2


@dataclass(frozen=True)
class Likeness:
    """How an export looks beside a source.

    verdict; share: of the larger side's records, those that both hold; keys: those that the source has for records
    known by their content alone.
    """

    verdict: Verdict
    share: float
    keys: Mapping[str, str]


def likeness(export: Export, source: Sequence[Export], held: Held) -> Likeness:
    """How the export looks beside the exports of a source, oldest first, of its dialect."""
    if _is_same_place(export, source):
        return Likeness(Verdict.YES, 1.0, _keys(export, source, held)[0])
    keys, alike = _keys(export, source, held)
    sizes = (len(export.records), max(len(other.records) for other in source))
    same = _in_common(export, source, alike)
    larger, smaller = _share(same, max(sizes)), _share(same, min(sizes))
    verdict = _verdict(export, source, larger, smaller)
    if verdict is Verdict.NO and not _is_surely_another(export, source):
        similar = same + len(keys) - len(alike)
        is_in_doubt = (
            similar >= FEWEST_WORTH_A_QUESTION
            and _share(similar, min(sizes)) >= SHARE_WORTH_A_QUESTION
            and _share(similar, max(sizes)) >= SHARE_OF_LARGER_WORTH_A_QUESTION
        )
        verdict = Verdict.PERHAPS if is_in_doubt else Verdict.NO
    return Likeness(verdict, larger, keys)


def _is_same_place(export: Export, source: Sequence[Export]) -> bool:
    """A folder that was there before, what one account says of its owner, or a file that holds nothing any more."""
    if export.kind not in KEYED:
        return True
    if export.is_of_many and any(export.name == other.name for other in source):
        return True
    return not export.records and any(source_name(export.name) == source_name(other.name) for other in source)


def _verdict(export: Export, source: Sequence[Export], larger: float, smaller: float) -> Verdict:
    """Yes or no, by what speaks against an edition and how much both share."""
    if export.kind == "messages":  # they only come to be more, and are never gone
        return Verdict.YES if smaller >= SHARE_IN_ITS_PLACE else Verdict.NO
    newest = source[-1]
    if (
        _is_surely_another(export, source)
        or export.writer != newest.writer
        or any(_are_together(export, other) for other in source)
        or any(_lacks_a_field(one, other) for one, other in ((export, newest), (newest, export)))
    ):
        return Verdict.NO
    if export.kind == "events" and _has_name_of(export, newest):
        return Verdict.YES
    is_in_its_place = any(export.name == other.name for other in source) and smaller >= SHARE_IN_ITS_PLACE
    is_named_so = any(source_name(export.name) == source_name(other.name) for other in source)
    enough = SHARE_OF_LARGER if is_named_so else SHARE_UNDER_ANOTHER_NAME
    is_alike = larger >= enough and (is_named_so or _says_who_it_is(export))
    return Verdict.YES if is_in_its_place or is_alike else Verdict.NO


def _says_who_it_is(export: Export) -> bool:
    """Whether more than its records tells it from other books: its records' own keys, its writer, its columns.

    Cards without any of these may be of any address book.
    """
    has_keys = any(has_own_key(record.uid) for record in export.records.values())
    return has_keys or export.writer is not None or " " in export.layout


def _is_surely_another(export: Export, source: Sequence[Export]) -> bool:
    """A message about single events is no export of a calendar; calendars of two names are two."""
    if export.kind != "events":
        return False
    if export.method or source[-1].method:
        return True
    return bool(export.account and source[-1].account and _plain(export.account) != _plain(source[-1].account))


def _has_name_of(export: Export, newest: Export) -> bool:
    """Whether both calendars have one name, that not every calendar has."""
    return bool(export.account and newest.account) and _plain(export.account) not in _PLAIN_ACCOUNTS


def _plain(account: str | None) -> str:
    return (account or "").strip().casefold()


def _are_together(one: Export, other: Export) -> bool:
    """Files found together, or in one archive, are no editions of each other, unless dates in their names say so."""
    if one.named_on and other.named_on and one.named_on != other.named_on:
        return False
    archive = _archive(one.name)
    return one.arrived_at == other.arrived_at or (archive is not None and archive == _archive(other.name))


def _archive(name: str) -> str | None:
    """The archive a file lies in, as part of its name."""
    parts = PurePosixPath(name).parts
    ends = [place for place, part in enumerate(parts[:-1]) if part.casefold().endswith(".zip")]
    return "/".join(parts[: ends[0] + 1]) if ends else None


def _lacks_a_field(one: Export, other: Export) -> bool:
    """Whether no record of the first holds what many of the other do: a book without telephones deletes none."""
    size = len(other.records)
    return any(
        holding >= max(_FEWEST_HOLDING, _SHARE_HOLDING * size) and not one.fields.get(name)
        for name, holding in other.fields.items()
        if len(one.records) >= _FEWEST_HOLDING
    )


def _share(number: int, size: int) -> float:
    return number / size if size else 0.0


def _in_common(export: Export, source: Sequence[Export], alike: Mapping[str, str]) -> int:
    """How many records stand in both: under one key, of one content, or of one name with all the same channels."""
    keys = {key for other in source for key in other.records}
    return len((export.records.keys() & keys) | alike.keys())


def _keys(export: Export, source: Sequence[Export], held: Held) -> tuple[dict[str, str], dict[str, str]]:
    """For records that are known by their content alone, the keys that the source has for them.

    Whether or not they changed; and of these those that certainly are the same.
    """
    unknown = {key: record for key, record in export.records.items() if not has_own_key(record.uid)}
    if not unknown or not source:
        return {}, {}
    latest = {key: record for other in source for key, record in other.records.items() if not has_own_key(record.uid)}
    by_digest = {
        record.digest: key for other in source for key, record in other.records.items() if not has_own_key(record.uid)
    }
    unchanged = {key: by_digest[record.digest] for key, record in unknown.items() if record.digest in by_digest}
    changed = [key for key in unknown if key not in unchanged and key not in latest]
    taken = set(unchanged.values()) | export.records.keys()
    earlier_places = {key: place for other in source for key, place in _neighbours(other).items()}
    newer = _marks(held, export, changed, _neighbours(export))
    holders = {key: other for other in source for key in other.records}
    earlier: dict[str, Marks] = {}
    for other in source:
        left = [key for key in latest if key not in taken and holders[key] is other]
        earlier |= _marks(held, other, left, earlier_places)
    return unchanged | pairs(newer, earlier), unchanged | pairs_of_all_points(newer, earlier)


def _neighbours(export: Export) -> dict[str, tuple[str, str]]:
    """For each record the digests of those before and after it; none for a folder of files."""
    if export.is_of_many:
        return {}
    keys = sorted(export.records, key=lambda key: export.records[key].position)
    digests = ["", *(export.records[key].digest for key in keys), ""]
    return {key: (digests[number], digests[number + 2]) for number, key in enumerate(keys)}


def _marks(held: Held, export: Export, keys: Sequence[str], places: Mapping[str, tuple[str, str]]) -> dict[str, Marks]:
    """By key, what each of these records of an export is known by: UID, addresses, numbers, names."""
    wanted = {(export.records[key].origin, export.records[key].position): key for key in keys}
    rows = held.contents_at(export.kind, wanted)
    return {key: marks_of(rows[place], export.kind, places.get(key)) for place, key in wanted.items() if place in rows}
