"""An export is what a source gave at one time: a file, or files exported together.

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
class KeyedRecord:
    """What an export says under one key.

    origin, position: where; stamp: last change the record states; starts_on: first day of an event.
    """

    digest: str
    origin: Origin
    position: int
    uid: str | None = None
    stamp: datetime | None = None
    starts_on: date | None = None


@dataclass
class Export:
    """One export. files: their origins; records: by key; named_on: date in its name.

    A folder is another export at each run that found files come or gone: imported_at is that run's time, leavers the
    files that went.
    """

    name: str
    layout: str
    files: list[Origin]
    records: dict[str, KeyedRecord]
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
        return any(file != self.name for _, file, _ in (*self.files, *self.leavers))


@dataclass
class Change:
    """What an export brought. gone and waiting: keys it lacks, believed and not."""

    new: int = 0
    changed: int = 0
    gone: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)


@dataclass
class History:
    """What became of a source.

    changes: one for each export, oldest first; holders and gone: by key, the last export that holds, or lacks, it.
    """

    changes: list[Change]
    holders: dict[str, int]
    gone: dict[str, int]


def in_order(exports: Iterable[Export]) -> list[Export]:
    """The exports of one source, oldest first.

    No key sorts them: which of two is the newer hangs on what both hold, and that is no total order (A may hold later
    states than B, and B than C, while A and C share nothing). So they are sorted by what their files say, which is one,
    and each is then put before those that it is older than, as far back as that goes without a gap.
    """
    ordered: list[Export] = []
    for export in sorted(exports, key=cmp_to_key(_by_file)):
        place = len(ordered)
        while place and _age(export, ordered[place - 1]) < 0:
            place -= 1
        ordered.insert(place, export)
    return ordered


def _age(one: Export, other: Export) -> int:
    """Above zero when the first is the newer: by the changes that records of both state, else by name, else by file."""
    if one.name == other.name and one.is_of_many and one.imported_at != other.imported_at:
        return 1 if one.imported_at > other.imported_at else -1
    return _by_stated_changes(one, other) or _by_file(one, other)


def _by_stated_changes(one: Export, other: Export) -> int:
    """The newer holds the later state of records that both hold.

    What only one of them holds may as well be gone from the other.
    """
    shared = one.records.keys() & other.records.keys()
    stamps = [(one.records[key].stamp, other.records[key].stamp) for key in shared]
    later = sum(mine > theirs for mine, theirs in stamps if mine and theirs)
    earlier = sum(mine < theirs for mine, theirs in stamps if mine and theirs)
    return (later > earlier) - (later < earlier)


def _by_file(one: Export, other: Export) -> int:
    if one.named_on and other.named_on and one.named_on != other.named_on:
        return 1 if one.named_on > other.named_on else -1
    if one.name == other.name and one.imported_at != other.imported_at:
        return 1 if one.imported_at > other.imported_at else -1
    if abs(one.modified_at - other.modified_at) > _SAME_TIME:
        return 1 if one.modified_at > other.modified_at else -1
    ours, theirs = _latest_stamp(one, other), _latest_stamp(other, one)
    if ours != theirs:
        return 1 if ours > theirs else -1
    one_place, other_place = ((export.modified_at, place_in_row(export.name)) for export in (one, other))
    return (one_place > other_place) - (one_place < other_place)


def _latest_stamp(one: Export, other: Export) -> datetime:
    """The latest change stated by records that the other does not hold."""
    return max(
        (record.stamp for key, record in one.records.items() if record.stamp and key not in other.records),
        default=_LONG_AGO,
    )


def history(exports: Sequence[Export]) -> History:
    """What became of the records, export by export, oldest first.

    A record is gone when a newer export of a layout that held it lacks it; an event only when that export reaches
    back to its day. What a newer export lacks of more than LARGEST_DROP of the records it should hold waits until it
    is accepted.
    """
    done = History([], {}, {})
    held_by_layout: dict[str, set[str]] = {}
    for place, export in enumerate(exports):
        change = _taken(export, place, exports, done)
        held = held_by_layout.setdefault(export.layout, set())
        standing = {key for key in held if key not in done.gone}
        reaches_to = _first_day(export)
        lacking = {
            key
            for key in standing - export.records.keys()
            if (exports[done.holders[key]].records[key].starts_on or date.max) >= reaches_to
        }
        is_doubtful = len(lacking) > LARGEST_DROP * len(standing) and export.accepted_on is None
        if export.kind in MAY_GO:
            change.waiting, change.gone = (lacking, set()) if is_doubtful else (set(), lacking)
        done.gone |= dict.fromkeys(change.gone, place)
        held.update(export.records)
        done.changes.append(change)
    return done


def _taken(export: Export, place: int, exports: Sequence[Export], done: History) -> Change:
    """Takes over what the export holds."""
    change = Change()
    for key, record in export.records.items():
        holder = done.holders.get(key)
        if holder is None or key in done.gone:
            change.new += 1
        elif exports[holder].records[key].digest != record.digest:
            change.changed += 1
        done.holders[key] = place
        done.gone.pop(key, None)
    return change


def _first_day(export: Export) -> date:
    """Calendars may be exported from a day on: what lies well before the first event is not gone."""
    first = min((record.starts_on for record in export.records.values() if record.starts_on), default=date.min)
    return (
        first - timedelta(days=_DAYS_BEFORE_FIRST)
        if first > date.min + timedelta(days=_DAYS_BEFORE_FIRST)
        else date.min
    )


def described(changes: Mapping[str, int]) -> str:
    """`3 new, 5 changed, 2 gone`; what is zero is left out."""
    told = [f"{number} {word}" for word, number in changes.items() if number]
    return ", ".join(told) or "nothing new"
