"""What became of the records of a source, export by export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.sources.exports import Export

LARGEST_DROP = 0.3
"""Share of a source's records above which what a newer export lacks is not believed without a yes."""

MAY_GO = ("contacts", "events")
"""Kinds of records that can be gone: what was written was written, whether the service still shows it or not."""

_DAYS_BEFORE_FIRST = 31


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


def history(exports: Sequence[Export]) -> History:
    """What became of the records, export by export, oldest first.

    A record is gone when a newer export of a layout that held it lacks it; an event only when that export reaches
    back to its day. What a newer export lacks of more than LARGEST_DROP of the records it should hold waits until it
    is accepted. A message about single events (an invitation, its cancellation) lacks nothing.
    """
    done = History([], {}, {})
    held_by_layout: dict[str, set[str]] = {}
    for place, export in enumerate(exports):
        change = _taken(export, place, exports, done)
        held = held_by_layout.setdefault(export.layout, set())
        standing = {key for key in held if key not in done.gone}
        lacking = _lacking(export, standing, exports, done)
        is_doubtful = len(lacking) > LARGEST_DROP * len(standing) and export.accepted_on is None
        if export.kind in MAY_GO and not export.method:
            change.waiting, change.gone = (lacking, set()) if is_doubtful else (set(), lacking)
        done.gone |= dict.fromkeys(change.gone, place)
        held.update(export.records)
        done.changes.append(change)
    return done


def _lacking(export: Export, standing: set[str], exports: Sequence[Export], done: History) -> set[str]:
    """The keys that the export should hold and does not."""
    reaches_to = _first_day(export)
    return {
        key
        for key in standing - export.records.keys()
        if (exports[done.holders[key]].records[key].starts_on or date.max) >= reaches_to
    }


def _taken(export: Export, place: int, exports: Sequence[Export], done: History) -> Change:
    """What the records of an export change in the history: `done` takes them over, those that came back too."""
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
    is_far = first > date.min + timedelta(days=_DAYS_BEFORE_FIRST)
    return first - timedelta(days=_DAYS_BEFORE_FIRST) if is_far else date.min


def described(changes: Mapping[str, int]) -> str:
    """`3 new, 5 changed, 2 gone`; what is zero is left out."""
    parts = [f"{number} {word}" for word, number in changes.items() if number]
    return ", ".join(parts) or "nothing new"
