"""The OCCURRENCES frame of an iCalendar file.

Series put together by UID, each expanded on its own, single events as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl

from connectors.ics.recurrence import Bounds, Expansion, Found, Part, alone, expand
from connectors.ics.rules import MOST_TIMES
from connectors.records import OCCURRENCES, Window

GENERATING = frozenset({"RRULE", "RDATE"})

MOST_OF_A_SERIES = 5_000
"""Occurrences of one series in the window: more than a daily event of 13 years."""

MOST_OF_A_FILE, MOST_TIMES_OF_A_FILE, LEAST_TIMES = 1_000_000, 40_000_000, 20_000
"""Shared out among the series of a file, so that one of thousands of endless series is read in seconds.

A daily event of 54 years is always followed.
"""


def bounds_of(series: int) -> Bounds:
    """What each of so many series may have."""
    times = max(MOST_TIMES_OF_A_FILE // max(series, 1), LEAST_TIMES)
    return Bounds(min(MOST_OF_A_SERIES, MOST_OF_A_FILE // max(series, 1)), min(MOST_TIMES, times))


def occurrences_frame(
    events: pl.DataFrame, parts: Mapping[int, Part], window: Window
) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """The occurrences of the events, schema OCCURRENCES, one of each uid and occurrence.

    And position and sentence of what was cut.
    parts: those of all events but the ones that neither recur nor share their uid. An event without a start has none.
    Single events, and changed occurrences without their series, have theirs whether it lies in the window or not.
    """
    in_series = pl.col("position").is_in(list(parts))
    single = events.filter(~in_series & pl.col("dtstart").is_not_null()).select(
        "position", "uid", "time_form", "dtstart", "dtend"
    )
    single = single.with_columns(series="position", original_form="time_form", original="dtstart")
    series = _series(events.filter(in_series), parts)
    bounds = bounds_of(len(series))
    problems: list[tuple[int, str]] = []
    found: list[tuple[int, Found]] = []
    for members in series.values():
        expansion = _expansion(members, window, bounds)
        found.extend((members[0].position, some) for some in expansion.found)
        problems.extend((members[0].position, sentence) for sentence in expansion.problems)
    table = pl.concat([single, _columns(found, events)], how="diagonal").with_columns(occurrence=occurrence_texts())
    table = (
        table.sort("series", "dtstart", maintain_order=True)
        .rename({"position": "event_position"})
        .select(OCCURRENCES.names())
        .cast(OCCURRENCES)
    )
    return table.unique(["uid", "occurrence"], keep="first", maintain_order=True), problems


def occurrence_texts() -> pl.Expr:
    """Of `original` and `original_form`.

    2026-01-31 for a date, 2026-01-31T09:00:00 for a floating time, 2026-01-31T08:00:00Z for UTC.
    """
    form = pl.col("original_form")
    texts = {"date": "%Y-%m-%d", "floating": "%Y-%m-%dT%H:%M:%S", "utc": "%Y-%m-%dT%H:%M:%SZ"}
    return pl.coalesce(
        pl.when(form == name).then(pl.col("original").dt.to_string(text)) for name, text in texts.items()
    )


def _columns(told: Sequence[tuple[int, Found]], events: pl.DataFrame) -> pl.DataFrame:
    """The occurrences found of each series."""
    found = [some for _, some in told]
    sizes = [len(some.starts) for some in found]
    empty = np.empty(0, "M8[us]")
    table = pl.DataFrame(
        {
            "series": np.repeat(np.array([series for series, _ in told], dtype=np.int64), sizes),
            "position": np.repeat(np.array([some.position for some in found], dtype=np.int64), sizes),
            "original_form": _repeated([some.original_form for some in found], sizes),
            "original": np.concatenate([empty, *(some.originals for some in found)]),
            "time_form": _repeated([some.form for some in found], sizes),
            "dtstart": np.concatenate([empty, *(some.starts for some in found)]),
            "dtend": np.concatenate([empty, *(some.ends for some in found)]),
        }
    )
    return table.join(events.select("position", "uid"), on="position", how="left", maintain_order="left")


def _repeated(values: Sequence[str], sizes: Sequence[int]) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(np.repeat(np.arange(len(values)), sizes))


def _series(events: pl.DataFrame, parts: Mapping[int, Part]) -> dict[str, list[Part]]:
    """The parts of each UID that hold.

    Of those of one RECURRENCE-ID, the ones with the highest SEQUENCE, then the latest DTSTAMP, then LAST-MODIFIED.
    """
    best: dict[tuple[str, tuple[str, datetime] | None], tuple[tuple[int, datetime, datetime], list[Part]]] = {}
    for position, uid, sequence, dtstamp, last_modified in events.select(
        "position", "uid", "sequence", "dtstamp", "last_modified"
    ).iter_rows():
        part = parts[position]
        rank = (sequence or 0, dtstamp or datetime.min, last_modified or datetime.min)
        key = (uid, (part.recurrence_id.form, part.recurrence_id.at) if part.recurrence_id else None)
        if key not in best or best[key][0] < rank:
            best[key] = (rank, [part])
        elif best[key][0] == rank:
            best[key][1].append(part)
    series: dict[str, list[Part]] = {}
    for (uid, _), (_, equals) in best.items():
        series.setdefault(uid, []).extend(equals)
    return series


def _expansion(series: Sequence[Part], window: Window, bounds: Bounds) -> Expansion:
    """Of several masters alike in rank, the last holds if there is a series.

    Else they are events that some program gave one UID, and all hold. Exchange writes some series with the
    RECURRENCE-ID of another one's occurrence: what recurs and has no master is one.
    """
    masters = [part for part in series if part.recurrence_id is None]
    overrides = [part for part in series if part.recurrence_id is not None]
    if not masters and (strays := [part for part in overrides if _recurs(part) and not part.is_range]):
        masters = [replace(strays[-1], recurrence_id=None)]
        overrides = [part for part in overrides if part is not strays[-1]]
    if masters and (overrides or any(_recurs(part) for part in masters)):
        return expand(masters[-1], overrides, window, bounds)
    return Expansion(found=[alone(part) for part in reversed(series)])


def _recurs(part: Part) -> bool:
    return any(name in GENERATING for name, _, _ in part.rules)
