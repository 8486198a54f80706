"""The OCCURRENCES frame of an iCalendar file: series put together by UID, each expanded on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from connectors.ics_recurrence import Expansion, Part, alone, expand
from connectors.ics_times import Moment, Zones
from connectors.records import OCCURRENCES, Window

GENERATING = frozenset({"RRULE", "RDATE"})


def occurrences_frame(events: pl.DataFrame, parts: Mapping[int, Part], zones: Zones, window: Window) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """The occurrences of the events, schema OCCURRENCES, one of each uid and occurrence; and position and sentence of what was cut.

    Single events, and changed occurrences without their series, have theirs whether it lies in the window or not.
    """
    rows: list[tuple[object, ...]] = []
    problems: list[tuple[int, str]] = []
    for uid, series in _series(events, parts).items():
        expansion = _expansion(series, zones, window)
        rows.extend((found.position, uid, occurrence_text(found.original), found.start, found.end, found.form) for found in expansion.found)
        problems.extend((series[0].position, sentence) for sentence in expansion.problems)
    table = pl.DataFrame(rows, schema=OCCURRENCES, orient="row")
    return table.unique(["uid", "occurrence"], keep="first", maintain_order=True), problems


def occurrence_text(start: Moment) -> str:
    """2026-01-31 for a date, 2026-01-31T09:00:00 for a floating time, 2026-01-31T08:00:00Z for UTC."""
    if start.form == "date":
        return start.wall.date().isoformat()
    return start.at.isoformat() + ("Z" if start.form == "utc" else "")


def _series(events: pl.DataFrame, parts: Mapping[int, Part]) -> dict[str, list[Part]]:
    """The parts of each UID that hold: of those of one RECURRENCE-ID, the ones with the highest SEQUENCE, then the latest LAST-MODIFIED."""
    best: dict[tuple[str, str | None], tuple[tuple[int, datetime], list[Part]]] = {}
    for position, uid, sequence, last_modified in events.select("position", "uid", "sequence", "last_modified").iter_rows():
        part = parts[position]
        rank = (sequence or 0, last_modified or datetime.min)
        key = (uid, occurrence_text(part.recurrence_id) if part.recurrence_id else None)
        if key not in best or best[key][0] < rank:
            best[key] = (rank, [part])
        elif best[key][0] == rank:
            best[key][1].append(part)
    series: dict[str, list[Part]] = {}
    for (uid, _), (_, equals) in best.items():
        series.setdefault(uid, []).extend(equals)
    return series


def _expansion(series: Sequence[Part], zones: Zones, window: Window) -> Expansion:
    """Of several masters alike in rank, the last holds if there is a series; else they are events that some program gave one UID, and all hold."""
    masters = [part for part in series if part.recurrence_id is None]
    overrides = [part for part in series if part.recurrence_id is not None]
    if masters and (overrides or any(_recurs(part) for part in masters)):
        return expand(masters[-1], overrides, zones, window)
    return Expansion(found=[alone(part) for part in reversed(series)])


def _recurs(part: Part) -> bool:
    return any(name in GENERATING for name, _, _ in part.rules)
