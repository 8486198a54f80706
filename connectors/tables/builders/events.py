"""From the columns of a delimited file to records.EVENTS, as its dialect says.

One event per row, at local times, its people by name or address.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

import polars as pl

from connectors.records import ATTENDEE, EVENTS, OCCURRENCES, PROPERTY, Reading
from connectors.tables.builders.cells import UNREAD, Built, columns_for, extra_of, filled, joined, texts_of
from connectors.tables.builders.dates import read_dates
from connectors.tables.dialects import EVENT_TEXTS, key
from connectors.tables.plan import Placed
from connectors.tables.shapes import YES
from connectors.tables.table import Table

NO_START = "The row has no start that can be read, so it is left out."
NO_END = "The end of the event cannot be read, or is before its start; it is kept without an end."
_SPANS = pl.Schema(
    {"dtstart": pl.Datetime("us"), "dtend": pl.Datetime("us"), "time_form": pl.String(), "is_ended": pl.Boolean()}
)
_YES = (*YES, "ein")  # German Outlook says on and off
_TIME = re.compile(r"(\d{1,2})(?:[:h.](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_CLOCK_OF_DAY = r"\s+(\d{1,2}[:h]\d{2}.*)$"
_ADDRESS = re.compile(r"[^\s<>()\[\]'\"]+@[^\s<>()\[\]'\"]+")
_ROLES = {
    "required": ("REQ-PARTICIPANT", None),
    "optional": ("OPT-PARTICIPANT", None),
    "resource": ("NON-PARTICIPANT", "RESOURCE"),
}


def events_of(table: Table) -> Built:
    """The events of a table, one per row with a start; rows alike in every cell are one.

    A row has no UID: it gets one made of its title and times, and of its number among the rows that have these in
    common.
    """
    once = table.cells.unique([placed.cells for placed in table.placed], keep="first", maintain_order=True)
    times = _times(once, table.placed)
    with_start = once.filter(times["dtstart"].is_not_null())
    texts, spare = texts_of(with_start, table.placed, EVENT_TEXTS)
    frame = with_start.select("position").hstack(times.filter(pl.col("dtstart").is_not_null())).with_columns(**texts)
    frame = frame.with_columns(
        **_people(with_start, table.placed),
        **_standing(with_start, table),
        categories=_categories(with_start, table.placed),
    )
    extra = pl.concat([extra_of(with_start, table.placed, spare), _away(with_start, table)])
    frame = filled(joined(frame.drop("is_ended"), "extra", extra), EVENTS).with_columns(uid=_uids(frame))
    lost, open_ended = times["dtstart"].is_null(), ~times["is_ended"]
    unread = pl.concat(
        [_unread(table, once, lost, NO_START, "dtstart"), _unread(table, once, open_ended, NO_END, "dtend")]
    )
    return Built(
        Reading(events=frame, occurrences=_occurrences(frame), repeated=table.cells.height - once.height), unread
    )


def _unread(table: Table, rows: pl.DataFrame, which: pl.Series, reason: str, field: str) -> pl.DataFrame:
    """A line of rejects for each of these rows, with the cells of a time as raw text.

    A row is lost with its start alone.
    """
    written = [placed.cells for placed in columns_for(table.placed, field)]
    raw = pl.concat_str(written, separator=" ", ignore_nulls=True) if written else pl.lit(None, dtype=pl.String)
    return (
        rows.filter(which)
        .select("position", is_record=pl.lit(field == "dtstart"), reason=pl.lit(reason), raw_text=raw)
        .match_to_schema(UNREAD)
    )


def _occurrences(events: pl.DataFrame) -> pl.DataFrame:
    """Each event once: what recurs has a row for each occurrence."""
    day, moment = (pl.col("dtstart").dt.to_string(form) for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"))
    start = pl.when(pl.col("time_form") == "date").then(day).otherwise(moment)
    columns = (
        pl.col("position").alias("event_position"),
        "uid",
        start.alias("occurrence"),
        "dtstart",
        "dtend",
        "time_form",
    )
    return events.select(columns).match_to_schema(OCCURRENCES)


def _uids(events: pl.DataFrame) -> pl.Series:
    seen: Counter[tuple[object, ...]] = Counter()
    uids = []
    for row in events.select(_or_null(events, "summary"), "dtstart", "dtend").iter_rows():
        uids.append("sha256-" + hashlib.sha256(repr((*row, seen[row])).encode()).hexdigest()[:32])
        seen[row] += 1
    return pl.Series(uids, dtype=pl.String)


def _or_null(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name)


def _times(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.DataFrame:
    """dtstart, dtend, time_form, and is_ended: the end could be read, or there is none."""
    starts, ends = _days(cells, plan)
    start_times, end_times = (_clocks(cells, plan, field) for field in ("dtstart", "dtend"))
    whole_days = (_is_yes(value) for value in _cells(cells, plan, "is_all_day"))
    rows = [
        _span(*row)
        for row in zip(
            starts, start_times, ends, end_times, whole_days, _cells(cells, plan, "dtend", "date"), strict=True
        )
    ]
    return pl.DataFrame(rows, schema=_SPANS, orient="row")


def _days(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[list[datetime | None], list[datetime | None]]:
    """Days of the starts and the ends: whether the day or the month stands first is decided over both together."""
    columns = [placed for field in ("dtstart", "dtend") for placed in columns_for(plan, field, "date")[:1]]
    if not columns:
        return [None] * cells.height, [None] * cells.height
    formats = columns[0].column.formats if columns[0].column else ()
    written = pl.concat([cells[placed.cells].alias("day") for placed in columns])
    days = read_dates(written.str.replace(_CLOCK_OF_DAY, ""), formats).cast(pl.Datetime("us")).to_list()
    starts, ends = days[: cells.height], days[cells.height :]
    return starts, ends or [None] * cells.height


def _clocks(cells: pl.DataFrame, plan: Sequence[Placed], field: str) -> list[str | None]:
    """The column of the time, else what follows the day in its own."""
    days = pl.Series(_cells(cells, plan, field, "date"), dtype=pl.String).str.extract(_CLOCK_OF_DAY)
    return [clock or behind for clock, behind in zip(_cells(cells, plan, field, "time"), days, strict=True)]


def _cells(cells: pl.DataFrame, plan: Sequence[Placed], field: str, part: str | None = None) -> list[str | None]:
    column = next(iter(columns_for(plan, field, part)), None)
    return cells[column.cells].to_list() if column else [None] * cells.height


def _span(
    day: datetime | None,
    start_time: str | None,
    end_day: datetime | None,
    end_time: str | None,
    is_all_day: bool,
    end_written: str | None,
) -> tuple[datetime | None, datetime | None, str | None, bool]:
    """Start, end, form of the times, and whether the end could be read.

    A day as an end is the last one; midnight of a day is its end.
    """
    start = _clock(start_time)
    if day is None:
        return None, None, None, True
    if is_all_day or (start is None and end_time is None):
        last = end_day or day
        after = last if end_time is not None and last > day else last + timedelta(days=1)
        return day, max(after, day + timedelta(days=1)), "date", last >= day
    begins = datetime.combine(day, start or time())
    end = _clock(end_time)
    if end is None:
        return begins, None, "floating", end_time is None and end_written is None
    ends = datetime.combine(end_day or day, end)
    return (begins, ends, "floating", True) if ends >= begins else (begins, None, "floating", False)


def _clock(text: str | None) -> time | None:
    """A time of day, on a clock of 24 hours or of twice 12; null for anything else."""
    found = _TIME.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found[4] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _is_yes(text: str | None) -> bool:
    return text is not None and text.strip().casefold() in _YES


def _people(cells: pl.DataFrame, plan: Sequence[Placed]) -> dict[str, pl.Series]:
    organizers = [next(iter(_parties(text)), None) for text in _cells(cells, plan, "organizer")]
    rows: list[list[dict[str, str | None]]] = [[] for _ in range(cells.height)]
    asked = [
        ((placed.column.types if placed.column else ()) or ("required",), placed)
        for placed in columns_for(plan, "attendees")
    ]
    # whatever the order of the columns
    for (kind, *_), placed in sorted(asked, key=lambda pair: list(_ROLES).index(pair[0][0])):
        role, cutype = _ROLES[kind]
        for row, text in zip(rows, cells[placed.cells], strict=True):
            row.extend({**party, "role": role, "cutype": cutype} for party in _parties(text))
    return {"organizer": pl.Series(organizers, dtype=ATTENDEE), "attendees": pl.Series(rows, dtype=pl.List(ATTENDEE))}


def _parties(text: str | None) -> Iterable[dict[str, str | None]]:
    """The people of a list parted by semicolons: a name, an address, or both; 'Last, First' is one name."""
    for entry in (text or "").split(";"):
        written = entry.strip()
        address = _ADDRESS.search(written)
        name = (written.replace(address[0], "") if address else written).strip(" <>()[]'\"\t") or None
        if written:
            email = address[0].lower() if address else None
            yield {
                "value": address[0] if address else None,
                "email": email,
                "cn": name,
                "partstat": None,
                "role": None,
                "cutype": None,
            }


def _categories(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series:
    lists = [
        [part for piece in (text or "").split(";") if (part := piece.strip())]
        for text in _cells(cells, plan, "categories")
    ]
    return pl.Series(lists, dtype=pl.List(pl.String))


def _standing(cells: pl.DataFrame, table: Table) -> dict[str, pl.Series]:
    """CLASS, TRANSP, and STATUS where the time is held only tentatively."""
    words: Mapping[str, tuple[str, ...]] = table.header.dialect.types
    shown = [_word(text, words) for text in _cells(cells, table.placed, "show_as")]
    sensitivity = [_word(text, words) for text in _cells(cells, table.placed, "sensitivity")]
    is_private = [_is_yes(text) for text in _cells(cells, table.placed, "is_private")]
    classes = [
        word.upper() or ("PRIVATE" if private else None) for word, private in zip(sensitivity, is_private, strict=True)
    ]
    return {
        "classification": pl.Series(classes, dtype=pl.String),
        "transp": pl.Series(
            ["TRANSPARENT" if word == "free" else "OPAQUE" if word else None for word in shown], dtype=pl.String
        ),
        "status": pl.Series(["TENTATIVE" if word == "tentative" else None for word in shown], dtype=pl.String),
    }


def _away(cells: pl.DataFrame, table: Table) -> pl.DataFrame:
    """position, item of the rows that are shown as out of office, in the words of Outlook's calendar files."""
    words: Mapping[str, tuple[str, ...]] = table.header.dialect.types
    shown = pl.Series([_word(text, words) for text in _cells(cells, table.placed, "show_as")], dtype=pl.String)
    item = pl.struct(
        name=pl.lit("X-MICROSOFT-CDO-BUSYSTATUS"), params=pl.lit(None, dtype=pl.String), value=pl.lit("OOF")
    ).cast(PROPERTY)
    return cells.select("position", item=item).filter(shown == "out-of-office")


def _word(text: str | None, words: Mapping[str, tuple[str, ...]]) -> str:
    return next(iter(words.get(key(text), ())), "") if text else ""
