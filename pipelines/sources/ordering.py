"""Which of two exports of a source is the newer: one order of all, whatever order they are given in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from heapq import heapify, heappop, heappush

from pipelines.sources.exports import Export
from pipelines.sources.file_names import place_in_row

_SAME_TIME = timedelta(minutes=2)  # files copied or unpacked together differ by less
_LONG_AGO = datetime(1, 1, 1)


def in_order(exports: Iterable[Export]) -> list[Export]:
    """The exports of one source, oldest first; the same for the same exports in any order.

    What their files say (the date in a name, else the time of the file) orders all of them. What two exports say of
    each other (one folder at two runs, a file that came back in the place of another, changes that records of both
    state) weighs more, but only orders those two; where such word goes round in a circle, the files decide.
    """
    given = _by_files(exports)
    newer: list[list[int]] = [[] for _ in given]  # by place, the places of those that are newer
    waits = [0] * len(given)
    for first in range(len(given)):
        for second in range(first + 1, len(given)):
            if word := _age(given[first], given[second]):
                old, new = (first, second) if word < 0 else (second, first)
                newer[old].append(new)
                waits[new] += 1
    return [given[place] for place in _unfolded(newer, waits)]


def _unfolded(newer: Sequence[Sequence[int]], waits: list[int]) -> list[int]:
    """The places, each after those it is newer than; of those that wait for none, and in a circle, the first."""
    ready = [place for place, count in enumerate(waits) if not count]
    heapify(ready)
    left = set(range(len(waits)))
    done: list[int] = []
    while left:
        place = heappop(ready) if ready else min(left)
        left.remove(place)
        done.append(place)
        for other in newer[place]:
            waits[other] -= 1
            if not waits[other] and other in left:
                heappush(ready, other)
    return done


def _age(one: Export, other: Export) -> int:
    """Above zero when the first is the newer of the two, by what both say together; zero when they say nothing."""
    arrived = (one.arrived_at > other.arrived_at) - (one.arrived_at < other.arrived_at) if one.name == other.name else 0
    if one.is_of_many or one.is_back or other.is_back:
        return arrived or _by_stated_changes(one, other)
    return _by_stated_changes(one, other) or arrived


def _by_stated_changes(one: Export, other: Export) -> int:
    """The newer holds the later state of records that both hold.

    What only one of them holds may as well be gone from the other.
    """
    shared = one.records.keys() & other.records.keys()
    stamps = [(one.records[key].stamp, other.records[key].stamp) for key in shared]
    later = sum(mine > theirs for mine, theirs in stamps if mine and theirs)
    earlier = sum(mine < theirs for mine, theirs in stamps if mine and theirs)
    return (later > earlier) - (later < earlier)


def _by_files(exports: Iterable[Export]) -> list[Export]:
    """Sorted by what their files say.

    Those whose times follow each other closely were copied or unpacked together: the changes that they state tell
    them apart, then numbers in their names.
    """
    timed = sorted(exports, key=lambda export: (_time(export), _place(export)))
    together: list[list[Export]] = []
    for export in timed:
        if together and _time(export) - _time(together[-1][-1]) <= _SAME_TIME:
            together[-1].append(export)
        else:
            together.append([export])
    return [export for group in together for export in sorted(group, key=lambda one: (_latest_stamp(one), _place(one)))]


def _time(export: Export) -> datetime:
    """The time its files say: a date in the name is that day's noon."""
    return datetime.combine(export.named_on, time(12)) if export.named_on else export.modified_at


def _latest_stamp(export: Export) -> datetime:
    return max((record.stamp for record in export.records.values() if record.stamp), default=_LONG_AGO)


def _place(export: Export) -> tuple[object, ...]:
    """Where nothing else tells: numbers in the name; at last the content, so that no two are alike."""
    row = tuple((isinstance(part, str), part) for part in place_in_row(export.name))
    return (export.modified_at, row, export.name, export.arrived_at, sorted(sha256 for _, _, sha256 in export.files))
