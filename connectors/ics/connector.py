"""iCalendar files (RFC 5545, and vCalendar 1.0): each VEVENT once, and the occurrences within the window.

Events that neither recur nor are written oddly are read as columns (plain); the others one by one, a series at a time
(recurrence). VTODO, VJOURNAL and VFREEBUSY are not events and not counted. An event without UID gets one made of its
content: `sha256-` and 32 hexadecimal digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from connectors.content.counting import components_begun
from connectors.content.lines import ContentLines, content_lines, unescape
from connectors.content.plain_bytes import plain_blocks
from connectors.content.writers import writer_of
from connectors.files.listing import File
from connectors.ics import events as ics_events
from connectors.ics import properties as ics_properties
from connectors.ics.occurrences import occurrences_frame
from connectors.ics.own_zones import zones_by_calendar
from connectors.ics.plain import plain_times
from connectors.ics.properties import EventProperties
from connectors.ics.times import TimeReader
from connectors.records import LONGEST_RAW_TEXT, REJECTS, Reading, Recognition, Window

CUT_SHORT = "An event has no END; what there is of it is kept. Export the calendar again if the file was cut short."


def recognises(file: File) -> list[Recognition]:
    """An iCalendar file says so in its first lines; some hold a bare component, which may be no event.

    Then there is nothing to read.
    """
    components = "VCALENDAR|VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE|VALARM|VAVAILABILITY"
    mark = re.search(
        rf"^[ \t]*BEGIN[ \t]*:[ \t]*({components})[ \t]*$", _text(file.head(4096)), re.IGNORECASE | re.MULTILINE
    )
    return [Recognition("events", "icalendar", f"BEGIN:{mark[1].upper()}", 100)] if mark else []


def count(file: File, recognition: Recognition) -> int:
    """The number of BEGIN:VEVENT lines in the bytes of the file."""
    return components_begun(file.chunks(), b"VEVENT")


def count_events(data: bytes) -> int:
    """`count` for the content of a file."""
    return components_begun([data], b"VEVENT")


def _text(data: bytes) -> str:
    """The bytes as text in which BEGIN lines can be seen, whatever the encoding, the line ends and the control
    characters.
    """
    text = b"".join(plain_blocks([data])).decode("latin-1").replace("\xef\xbb\xbf", "")
    return re.sub(r"\r*\n|\r", "\n", text).translate(dict.fromkeys([*range(9), 11, 12, *range(14, 32)]))


def read(file: File, recognition: Recognition, window: Window) -> Reading:
    """Every event of the file, and its occurrences.

    Single ones whenever they are, recurring ones where they overlap the window.
    """
    return read_events(file.read_bytes(), window)


def read_events(data: bytes, window: Window) -> Reading:
    """`read` for the content of a file."""
    content = content_lines(data)
    properties = ics_properties.event_properties(content)
    zones, others = zones_by_calendar(ics_properties.zone_texts(content))
    plain = _by_themselves(plain_times(properties, zones), properties, list(others))
    rest = properties.positions.join(plain, on="position", how="anti", maintain_order="left")
    common, own = TimeReader(zones), {calendar: TimeReader(of_its_own) for calendar, of_its_own in others.items()}
    readers = {position: own.get(parent, common) for position, parent in rest.select("position", "parent").iter_rows()}
    times = ics_events.timetable(properties, rest["position"], readers)
    events = ics_events.events_frame(properties, plain, times, _cancelled(content, properties))
    once = _without_repeats(events, properties)
    occurrences, cut = occurrences_frame(once, times.parts, window)
    return Reading(
        events=once,
        occurrences=occurrences,
        rejects=_rejects(content, properties, [*times.problems, *cut]),
        repeated=events.height - once.height,
        account=_of_calendar(content, "X-WR-CALNAME") or _of_calendar(content, "NAME"),
        writer=writer_of([text] if (text := _of_calendar(content, "PRODID")) else [], holders=1),
        method=_method(content),
    )


def _by_themselves(plain: pl.DataFrame, properties: EventProperties, calendars: Sequence[int | None]) -> pl.DataFrame:
    """The plain events, those that share their uid and those of calendars with zones of their own left out."""
    uids = properties.firsts.filter(pl.col("name") == "UID").select("position", uid=pl.col("value").str.strip_chars())
    shared = uids.filter(pl.col("uid").is_duplicated())
    others = properties.positions.filter(pl.col("parent").is_in(calendars))
    return plain.join(shared, on="position", how="anti", maintain_order="left").join(
        others, on="position", how="anti", maintain_order="left"
    )


def _without_repeats(events: pl.DataFrame, properties: EventProperties) -> pl.DataFrame:
    """The events without those that say what an earlier one of the same uid says."""
    contents = events.join(ics_properties.contents(properties), on="position", how="left", maintain_order="left")
    return contents.unique(["uid", "content"], keep="first", maintain_order=True).drop("content")


def _cancelled(content: ContentLines, properties: EventProperties) -> list[int]:
    """Positions of the events in a calendar with METHOD:CANCEL."""
    is_cancel = (pl.col("name") == "METHOD") & (pl.col("value").str.strip_chars().str.to_uppercase() == "CANCEL")
    calendars = content.lines.filter(is_cancel).select(parent="component")
    return properties.positions.join(calendars, on="parent", how="semi")["position"].to_list()


def _method(content: ContentLines) -> str | None:
    method = (_of_calendar(content, "METHOD") or "").upper()
    return method if method not in ("", "PUBLISH") else None


def _of_calendar(content: ContentLines, name: str) -> str | None:
    """The first value of a property of the calendar itself."""
    values = (
        content.lines.filter((pl.col("name") == name) & (pl.col("path").str.to_uppercase() == "VCALENDAR"))["value"]
        .head(1)
        .to_list()
    )
    return unescape(values[0]).strip() or None if values else None


def _rejects(content: ContentLines, properties: EventProperties, problems: Iterable[tuple[int, str]]) -> pl.DataFrame:
    """What could not be read, in the order of the file: lines, and what was left out of an event.

    No event is lost whole.
    """
    positions = _positions(content, properties)
    lines = content.rejects.iter_rows(named=True)
    rows = [(positions.get(row["component"]), row["line"], False, row["reason"], row["raw_text"]) for row in lines]
    first_lines = dict(properties.positions.select("position", "first_line").iter_rows())
    open_ended = properties.positions.filter(~pl.col("is_closed"))["position"]
    found = [*((position, CUT_SHORT) for position in open_ended), *problems]
    texts = ics_properties.raw_texts(properties, {position for position, _ in found})
    for position, sentence in found:
        rows.append((position, first_lines[position], False, sentence, texts.get(position, "")[:LONGEST_RAW_TEXT]))
    return pl.DataFrame(rows, schema=REJECTS, orient="row").sort("line", maintain_order=True)


def _positions(content: ContentLines, properties: EventProperties) -> dict[int | None, int]:
    """The position of the event each component is, or stands in."""
    positions: dict[int | None, int] = dict(properties.positions.select("component", "position").iter_rows())
    for component, parent in content.components.select("component", "parent").sort("component").iter_rows():
        if component not in positions and parent in positions:
            positions[component] = positions[parent]
    return positions
