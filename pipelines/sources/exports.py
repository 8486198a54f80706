"""An edition is one export of a source: a file, or files exported together.

Which of two is the newer, and what became of records between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cmp_to_key

from pipelines.sources.file_names import place_in_row

LARGEST_DROP = 0.3
"""Share of a source's records above which what a newer export lacks is not believed without a yes."""

MAY_GO = ("contacts", "events")
"""Kinds of records that can be gone: what was written was written, whether the service still shows it or not."""

_DAYS_BEFORE_FIRST = 31
_SAME_TIME = timedelta(minutes=2)  # files copied or unpacked together differ by less
_LONG_AGO = datetime(1, 1, 1)


Origin = tuple[str, str, str]
"""Source, file and sha256: the key of raw.files."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an edition says under one key.

    origin, position: where; stamp: last change the record states; starts_on: first day of an event.
    """

    digest: str
    origin: Origin
    position: int
    uid: str | None = None
    stamp: datetime | None = None
    starts_on: date | None = None


@dataclass
class Edition:
    """One export. files: their origins; records: by key; named_on: date in its name.

    A folder is another edition at each run that found files come or gone: imported_at is that run's time, leavers the
    files that went.
    """

    export: str
    layout: str
    files: list[Origin]
    records: dict[str, Said]
    named_on: date | None
    modified_at: datetime
    imported_at: datetime
    kind: str
    account: str | None = None
    accepted_on: date | None = None
    leavers: list[Origin] = field(default_factory=list)

    @property
    def is_of_many(self) -> bool:
        """Whether it is made of the files of a folder."""
        return any(file != self.export for _, file, _ in (*self.files, *self.leavers))


@dataclass
class Change:
    """What an edition brought. gone and waiting: keys it lacks, believed and not."""

    new: int = 0
    changed: int = 0
    gone: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)


@dataclass
class History:
    """What became of a source.

    changes: one for each edition, oldest first; holders and gone: by key, the last edition that holds, or lacks, it.
    """

    changes: list[Change]
    holders: dict[str, int]
    gone: dict[str, int]


def in_order(editions: Iterable[Edition]) -> list[Edition]:
    """The editions of one source, oldest first."""
    ordered: list[Edition] = []
    for edition in sorted(editions, key=cmp_to_key(_by_file)):
        place = len(ordered)
        while place and _age(edition, ordered[place - 1]) < 0:
            place -= 1
        ordered.insert(place, edition)
    return ordered


def _age(one: Edition, other: Edition) -> int:
    """Above zero when the first is the newer: by the changes that records of both state, else by name, else by file."""
    if one.export == other.export and one.is_of_many and one.imported_at != other.imported_at:
        return 1 if one.imported_at > other.imported_at else -1
    return _by_stated_changes(one, other) or _by_file(one, other)


def _by_stated_changes(one: Edition, other: Edition) -> int:
    """The newer holds the later state of records that both hold.

    What only one of them holds may as well be gone from the other.
    """
    shared = one.records.keys() & other.records.keys()
    stamps = [(one.records[key].stamp, other.records[key].stamp) for key in shared]
    later = sum(mine > theirs for mine, theirs in stamps if mine and theirs)
    earlier = sum(mine < theirs for mine, theirs in stamps if mine and theirs)
    return (later > earlier) - (later < earlier)


def _by_file(one: Edition, other: Edition) -> int:
    if one.named_on and other.named_on and one.named_on != other.named_on:
        return 1 if one.named_on > other.named_on else -1
    if one.export == other.export and one.imported_at != other.imported_at:
        return 1 if one.imported_at > other.imported_at else -1
    if abs(one.modified_at - other.modified_at) > _SAME_TIME:
        return 1 if one.modified_at > other.modified_at else -1
    ours, theirs = _latest_stamp(one, other), _latest_stamp(other, one)
    if ours != theirs:
        return 1 if ours > theirs else -1
    one_place, other_place = ((edition.modified_at, place_in_row(edition.export)) for edition in (one, other))
    return (one_place > other_place) - (one_place < other_place)


def _latest_stamp(one: Edition, other: Edition) -> datetime:
    """The latest change stated by records that the other does not hold."""
    return max(
        (said.stamp for key, said in one.records.items() if said.stamp and key not in other.records), default=_LONG_AGO
    )


def history(editions: Sequence[Edition]) -> History:
    """What became of the records, edition by edition, oldest first.

    A record is gone when a newer edition of a layout that held it lacks it; an event only when that edition reaches
    back to its day. What a newer edition lacks of more than LARGEST_DROP of the records it should hold waits until it
    is accepted.
    """
    done = History([], {}, {})
    held_by_layout: dict[str, set[str]] = {}
    for place, edition in enumerate(editions):
        change = _taken(edition, place, editions, done)
        held = held_by_layout.setdefault(edition.layout, set())
        standing = {key for key in held if key not in done.gone}
        reaches_to = _first_day(edition)
        lacking = {
            key
            for key in standing - edition.records.keys()
            if (editions[done.holders[key]].records[key].starts_on or date.max) >= reaches_to
        }
        is_doubtful = len(lacking) > LARGEST_DROP * len(standing) and edition.accepted_on is None
        if edition.kind in MAY_GO:
            change.waiting, change.gone = (lacking, set()) if is_doubtful else (set(), lacking)
        done.gone |= dict.fromkeys(change.gone, place)
        held.update(edition.records)
        done.changes.append(change)
    return done


def _taken(edition: Edition, place: int, editions: Sequence[Edition], done: History) -> Change:
    """Takes over what the edition holds."""
    change = Change()
    for key, said in edition.records.items():
        holder = done.holders.get(key)
        if holder is None or key in done.gone:
            change.new += 1
        elif editions[holder].records[key].digest != said.digest:
            change.changed += 1
        done.holders[key] = place
        done.gone.pop(key, None)
    return change


def _first_day(edition: Edition) -> date:
    """Calendars may be exported from a day on: what lies well before the first event is not gone."""
    first = min((said.starts_on for said in edition.records.values() if said.starts_on), default=date.min)
    return (
        first - timedelta(days=_DAYS_BEFORE_FIRST)
        if first > date.min + timedelta(days=_DAYS_BEFORE_FIRST)
        else date.min
    )


def described(changes: Mapping[str, int]) -> str:
    """`3 new, 5 changed, 2 gone`; what is zero is left out."""
    told = [f"{number} {word}" for word, number in changes.items() if number]
    return ", ".join(told) or "nothing new"
