"""The EVENTS frame of an iCalendar file: when each event is, and what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl

from connectors.ics import properties as ics_properties
from connectors.ics.plain import TIMES
from connectors.ics.properties import EventProperties, Params
from connectors.ics.recurrence import Part
from connectors.ics.times import Moment, Span, TimeReader, read_span
from connectors.records import EVENTS

MIDNIGHT = re.compile(r"[0-9]{8}(?:T0{4}(?:00)?Z?)?", re.IGNORECASE)

NO_START = "An event has no start that can be read; it is kept, but stands on no day. Give it a date in the calendar."
BAD_END = (
    "The end or duration of an event cannot be read, or cannot be compared with its start; it is kept without an end."
)
BAD_RECURRENCE_ID = "The RECURRENCE-ID of an event cannot be read; it is taken for the start of the event."
UNKNOWN_ZONE = (
    "A time names a zone that neither its file nor the time zone database knows; "
    "the times of that zone are taken as local."
)


@dataclass
class Timetable:
    """When the events are.

    parts: those with a start, by position; stamps: DTSTAMP, CREATED and LAST-MODIFIED of all, in UTC.
    problems: position and sentence of what could not be read.
    """

    parts: dict[int, Part] = field(default_factory=dict)
    stamps: dict[int, tuple[datetime | None, ...]] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def timetable(properties: EventProperties, positions: pl.Series, readers: Mapping[int, TimeReader]) -> Timetable:
    """The times of the events at these positions. readers: of the calendar of each."""
    result = Timetable()
    rules = ics_properties.rules(properties)
    unknown: set[str] = set()
    for position, written in ics_properties.times(properties, positions).items():
        values, reader = _as_days(written), readers[position]
        result.stamps[position] = tuple(
            _stamp(values, name, reader) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")
        )
        start = _moment(values, "DTSTART", reader)
        if start is None:
            result.problems.append((position, NO_START))
            continue
        tzid = values["DTSTART"][1].get("TZID")
        if tzid and start.form == "floating" and tzid not in unknown:
            unknown.add(tzid)
            result.problems.append((position, UNKNOWN_ZONE))
        length, ends_at, is_read = _length(start, values, reader)
        recurrence_id = _moment(values, "RECURRENCE-ID", reader)
        if not is_read:
            result.problems.append((position, BAD_END))
        if "RECURRENCE-ID" in values and recurrence_id is None:
            result.problems.append((position, BAD_RECURRENCE_ID))
            recurrence_id = start  # not a master: it would stand for the whole series
        is_range = "RECURRENCE-ID" in values and values["RECURRENCE-ID"][1].get("RANGE", "").upper() == "THISANDFUTURE"
        rule_lines = [(name, value, params.get("TZID")) for name, value, params in rules.get(position, ())]
        result.parts[position] = Part(position, start, length, ends_at, reader, recurrence_id, is_range, rule_lines)
    return result


def _as_days(values: Mapping[str, tuple[str, Params]]) -> dict[str, tuple[str, Params]]:
    """The values with start and end as days where VALUE=DATE says so of midnights.

    Of other times some program writes it of all of them.
    """
    dated = {name: values[name] for name in ("DTSTART", "DTEND") if name in values}
    are_days = all(
        params.get("VALUE", "").upper() == "DATE" and MIDNIGHT.fullmatch(value.strip())
        for value, params in dated.values()
    )
    return (
        {**values, **{name: (value.strip()[:8], params) for name, (value, params) in dated.items()}}
        if are_days
        else dict(values)
    )


def _moment(values: Mapping[str, tuple[str, Params]], name: str, reader: TimeReader) -> Moment | None:
    if name not in values:
        return None
    value, params = values[name]
    return reader.read(value, params.get("TZID"))


def _stamp(values: Mapping[str, tuple[str, Params]], name: str, reader: TimeReader) -> datetime | None:
    """A stamp must be in UTC; one without Z is taken for UTC all the same."""
    moment = _moment(values, name, reader)
    return moment.at if moment else None


def _length(
    start: Moment, values: Mapping[str, tuple[str, Params]], reader: TimeReader
) -> tuple[timedelta | Span | None, datetime | None, bool]:
    """How long it lasts and when it ends, from DTEND or else DURATION, and whether what the file says could be read."""
    end = _moment(values, "DTEND", reader)
    length: timedelta | Span | None = None
    try:
        length = _between(start, end) if end else None
        if length is None and "DURATION" in values:
            length = _span(start, values["DURATION"][0])
        if length is None:
            return None, None, not values.keys() & {"DTEND", "DURATION"}
        return length, length.after(start) if isinstance(length, Span) else start.at + length, True
    except OverflowError:  # it would end after the year 9999
        return None, None, False


def _between(start: Moment, end: Moment) -> timedelta | None:
    """Elapsed time, whole days for all-day events.

    None when one of the two has a zone and the other cannot be placed in it.
    """
    if start.form == "date":
        return _whole_days(end.wall - start.wall)
    if end.zone and start.form == "floating":
        return None
    if end.zone is None:  # a date, or a time without a zone of its own: on the clock of the start
        end = start.moved(end.wall)
    return end.at - start.at


def _span(start: Moment, text: str) -> Span | None:
    span = read_span(text)
    if span is None or start.form != "date":
        return span
    return Span(_whole_days(span.days + span.exact), timedelta())


def _whole_days(length: timedelta) -> timedelta:
    return -(-length // timedelta(days=1)) * timedelta(days=1)


def events_frame(
    properties: EventProperties, plain: pl.DataFrame, times: Timetable, cancelled: Sequence[int]
) -> pl.DataFrame:
    """All events, schema EVENTS.

    plain: the times of those that are not in the timetable, schema TIMES;
    cancelled: positions that stand in a calendar with METHOD:CANCEL, which says so of events without a STATUS.
    """
    table = pl.concat([plain, _time_columns(times)]).sort("position")
    for more in (
        _text_columns(properties),
        ics_properties.people(properties),
        ics_properties.categories(properties),
        ics_properties.extras(properties),
    ):
        table = table.join(more, on="position", how="left", maintain_order="left")
    is_cancelled = pl.col("position").is_in(cancelled)
    table = table.with_columns(
        uid=pl.coalesce(pl.col("uid"), pl.Series(_made_up_uids(properties, table), dtype=pl.String)),
        status=pl.coalesce("status", pl.when(is_cancelled).then(pl.lit("CANCELLED"))),
        categories=pl.col("categories").fill_null([]),
        extra=pl.col("extra").fill_null([]),
    )
    return table.select(EVENTS.names()).cast(EVENTS)


def _time_columns(times: Timetable) -> pl.DataFrame:
    spans = {position: (part.start.at, part.ends_at, part.start.form) for position, part in times.parts.items()}
    rows = [(position, *spans.get(position, (None, None, None)), *stamps) for position, stamps in times.stamps.items()]
    return pl.DataFrame(rows, schema=TIMES, orient="row")


def _text_columns(properties: EventProperties) -> pl.DataFrame:
    texts = ics_properties.texts(properties)
    words = {"status": "STATUS", "transp": "TRANSP", "classification": "CLASS"}
    named = texts.select(
        "position",
        *(pl.col(name).str.strip_chars().str.to_uppercase().alias(column) for column, name in words.items()),
        pl.col("SEQUENCE").str.strip_chars().cast(pl.Int64, strict=False).alias("sequence"),
        *(pl.col(name).alias(name.lower()) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")),
        *(pl.col(name).str.strip_chars().alias(name.lower()) for name in ("UID", "RRULE")),
    )
    rows = properties.firsts.filter(pl.col("name").is_in(("DTSTART", "RECURRENCE-ID"))).select(
        "position", "name", "value", "header"
    )
    tzids = properties.params.filter(pl.col("name") == "TZID").select("header", tzid="value")
    start = (
        rows.filter(pl.col("name") == "DTSTART")
        .join(tzids, on="header", how="left", maintain_order="left")
        .select("position", "tzid")
    )
    override = rows.filter(pl.col("name") == "RECURRENCE-ID").select(
        "position", recurrence_id=pl.col("value").str.strip_chars()
    )
    return named.join(start, on="position", how="left", maintain_order="left").join(
        override, on="position", how="left", maintain_order="left"
    )


def _made_up_uids(properties: EventProperties, table: pl.DataFrame) -> list[str | None]:
    """For events without UID, one made of their content: the same event has the same in every export."""
    nameless = table.filter(pl.col("uid").is_null())["position"]
    texts = ics_properties.raw_texts(properties, nameless)
    uids = {position: f"sha256-{hashlib.sha256(text.encode()).hexdigest()[:32]}" for position, text in texts.items()}
    return [uids.get(position) for position in table["position"]]
