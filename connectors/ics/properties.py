"""The properties of the VEVENTs of a file, one by one: which event each belongs to, its text, its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import polars as pl

from connectors.content.lines import ContentLines, split_unescaped, unescaped
from connectors.ics.own_zones import Observance, ZoneText
from connectors.records import ATTENDEE, PROPERTY, TEXTS

Params = Mapping[str, str]

TEXT_NAMES = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "CLASS", "SEQUENCE", "RRULE")
TIME_NAMES = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "DTSTAMP", "CREATED", "LAST-MODIFIED")
SINGLE_NAMES = (*TEXT_NAMES, *TIME_NAMES, "ORGANIZER")
MANY_NAMES = ("ATTENDEE", "CATEGORIES")
PARAMS_OF_PEOPLE = (
    "CN",
    "PARTSTAT",
    "ROLE",
    "CUTYPE",
    "EMAIL",
    "X-NUM-GUESTS",
    "STATUS",
)  # STATUS: the PARTSTAT of vCalendar 1.0
PLAIN_ADDRESS = r"(?i)^mailto:[^\s@?%<>,;:\x22\x27]+@[^\s@?%<>,;:\x22\x27]+$"
MAIL, SCHEME = (
    re.compile(r"\s*(?:(?:mailto|smtp)\s*:\s*)+", re.IGNORECASE),
    re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*\s*:"),
)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
BLANKS_AT_FOLDS = re.compile(r"(?<!\s)\s*@\s*")  # some writers fold with two blanks, of which one remains
RULE_NAMES = ("RRULE", "RDATE", "EXDATE", "EXRULE")


@dataclass(frozen=True)
class EventProperties:
    """lines: the content lines that belong to a VEVENT itself, not to its alarms, with its `position`.

    positions: every VEVENT, with its component, parent, first_line and is_closed.
    """

    lines: pl.DataFrame
    positions: pl.DataFrame

    @cached_property
    def params(self) -> pl.DataFrame:
        """One row per `header` and parameter: name, and value, several joined by a comma as they were written."""
        headers = (
            self.lines.select("header", "params")
            .unique("header", maintain_order=True)
            .explode("params")
            .unnest("params")
        )
        known = headers.filter(pl.col("name").is_not_null()).select(
            "header", "name", value=pl.col("values").list.drop_nulls().list.join(",")
        )
        return known.unique(["header", "name"], keep="last", maintain_order=True)

    @cached_property
    def params_of_others(self) -> Mapping[int, Params]:
        """The parameters of each header that is not of a person; of these there are thousands."""
        of_people = self.lines.filter(pl.col("name").is_in(("ATTENDEE", "ORGANIZER")))["header"].unique()
        found: dict[int, dict[str, str]] = {header: {} for header in self.lines["header"].unique()}
        for header, name, value in self.params.filter(~pl.col("header").is_in(of_people.implode())).iter_rows():
            found[header][name] = value
        return found

    @cached_property
    def params_text(self) -> pl.DataFrame:
        """header and its parameters as one text; headers without any are left out."""
        return self.params.group_by("header", maintain_order=True).agg(
            params=pl.concat_str("name", "value", separator="=").str.join(";")
        )

    @cached_property
    def firsts(self) -> pl.DataFrame:
        """The first line of each name of SINGLE_NAMES in each event, with a value.

        A second one is not iCalendar and goes to `extras`.
        """
        is_single = pl.col("name").is_in(SINGLE_NAMES) & (pl.col("value").str.strip_chars() != "")
        return self.lines.filter(is_single).unique(["position", "name"], keep="first", maintain_order=True)


def event_properties(content: ContentLines) -> EventProperties:
    """The lines of each VEVENT. position: 1-based, in the order of BEGIN:VEVENT."""
    events = content.components.filter(pl.col("name") == "VEVENT").sort("component")
    positions = events.select(
        "component",
        "parent",
        "first_line",
        "is_closed",
        position=pl.int_range(1, events.height + 1, dtype=pl.Int64, eager=True),
    )
    lines = content.lines.join(positions.select("component", "position"), on="component", maintain_order="left")
    return EventProperties(lines, positions)


def texts(properties: EventProperties) -> pl.DataFrame:
    """One row per event: its TEXT_NAMES, unescaped, null when absent."""
    texts = properties.firsts.filter(pl.col("name").is_in(TEXT_NAMES)).with_columns(value=unescaped(pl.col("value")))
    columns = [pl.col("value").filter(pl.col("name") == name).first().alias(name) for name in TEXT_NAMES]
    table = texts.group_by("position").agg(columns)
    return properties.positions.select("position").join(table, on="position", how="left", maintain_order="left")


def times(properties: EventProperties, positions: pl.Series) -> dict[int, dict[str, tuple[str, Params]]]:
    """Value and parameters of the TIME_NAMES of the events at these positions."""
    found: dict[int, dict[str, tuple[str, Params]]] = {position: {} for position in positions}
    of_times = pl.col("name").is_in(TIME_NAMES) & pl.col("position").is_in(positions.implode())
    rows = properties.firsts.filter(of_times).select("position", "name", "value", "header")
    for position, name, value, header in rows.iter_rows():
        found[position][name] = (value, properties.params_of_others[header])
    return found


def rules(properties: EventProperties) -> dict[int, list[tuple[str, str, Params]]]:
    """Name, value and parameters of every RULE_NAMES line, by position; events without any are left out."""
    found: dict[int, list[tuple[str, str, Params]]] = {}
    rows = properties.lines.filter(pl.col("name").is_in(RULE_NAMES) & (pl.col("value").str.strip_chars() != ""))
    for position, name, value, header in rows.select("position", "name", "value", "header").iter_rows():
        found.setdefault(position, []).append((name, value, properties.params_of_others[header]))
    return found


def people(properties: EventProperties) -> pl.DataFrame:
    """One row per event: organizer (ATTENDEE or null) and attendees (list, empty when there are none)."""
    listed = properties.lines.filter((pl.col("name") == "ATTENDEE") & (pl.col("value").str.strip_chars() != ""))
    organisers = properties.firsts.filter(pl.col("name") == "ORGANIZER")
    attendees = _attendees(properties, listed).group_by("position", maintain_order=True).agg(attendees="attendee")
    organizers = _attendees(properties, organisers).rename({"attendee": "organizer"})
    table = properties.positions.select("position").join(organizers, on="position", how="left", maintain_order="left")
    table = table.join(attendees, on="position", how="left", maintain_order="left")
    return table.with_columns(pl.col("attendees").fill_null(pl.lit([], dtype=pl.List(ATTENDEE))))


def _attendees(properties: EventProperties, lines: pl.DataFrame) -> pl.DataFrame:
    """position and attendee of each line.

    The address is that of mailto:, else of EMAIL=, else the value itself where it is a bare address (vCalendar 1.0).
    """
    guests = lines.select("position", "header", value=pl.col("value").str.strip_chars())
    for name in PARAMS_OF_PEOPLE:
        of_name = properties.params.filter(pl.col("name") == name).select(
            "header", pl.col("value").str.strip_chars().replace("", None).alias(name)
        )
        guests = guests.join(of_name, on="header", how="left", maintain_order="left")
    is_plain = pl.col("value").str.contains(PLAIN_ADDRESS)
    plain = pl.when(is_plain).then(pl.col("value").str.slice(len("mailto:")).str.to_lowercase())
    odd = guests.filter(~is_plain).select("value", "EMAIL").unique()
    named = pl.DataFrame(
        [(*row, *address(*row)) for row in odd.iter_rows()],
        schema=dict.fromkeys(("value", "EMAIL", "odd", "name"), pl.String),
        orient="row",
    )
    guests = guests.join(named, on=["value", "EMAIL"], how="left", nulls_equal=True, maintain_order="left")
    partstat = pl.coalesce("PARTSTAT", pl.col("STATUS").str.replace_all(" ", "-"))
    words = [
        word.str.to_uppercase().alias(name)
        for name, word in (("partstat", partstat), ("role", pl.col("ROLE")), ("cutype", pl.col("CUTYPE")))
    ]
    texts = [pl.col("value"), pl.coalesce(plain, "odd").alias("email"), pl.coalesce("CN", "name").alias("cn")]
    brought = pl.col("X-NUM-GUESTS").str.strip_chars().cast(pl.Int64, strict=False).alias("num_guests")
    return guests.select("position", attendee=pl.struct([*texts, *words, brought]).cast(ATTENDEE))


def address(written: str, email: str | None) -> tuple[str | None, str | None]:
    """The e-mail address of a calendar address and its EMAIL parameter, and the name before it, each None when there is
    none.

    `mailto:` and `SMTP:`, twice too; a bare address and `Name <address>`, as vCalendar 1.0 has them.
    """
    text = unquote(written)
    is_other = SCHEME.match(text) and not MAIL.match(text)
    for candidate in ("" if is_other else text, unquote(email or "")):
        name, _, last = MAIL.sub("", candidate).strip().rpartition("<")
        if found := _address(last):
            return found, name.strip().strip("\"'").strip() or None
    return None, None


def _address(text: str) -> str | None:
    bare = BLANKS_AT_FOLDS.sub("@", text.partition("?")[0].strip(" \t\"'>")).lower()
    return bare if ADDRESS.fullmatch(bare) else None


def categories(properties: EventProperties) -> pl.DataFrame:
    """One row per event that has any: the values of all its CATEGORIES lines, in order."""
    lines = properties.lines.filter(pl.col("name") == "CATEGORIES").select(
        "position", categories=split_unescaped(pl.col("value"), ",")
    )
    words = (
        lines.explode("categories")
        .with_columns(pl.col("categories").str.strip_chars())
        .filter(pl.col("categories") != "")
    )
    return (
        words.group_by("position", maintain_order=True)
        .agg(pl.col("categories").cast(pl.String))
        .cast({"categories": TEXTS})
    )


def extras(properties: EventProperties) -> pl.DataFrame:
    """One row per event that has any.

    The properties without a column of their own, and second ones of those that have one. Values unescaped.
    """
    own = properties.firsts.select("position", "name", "line")
    is_empty = pl.col("name").is_in(SINGLE_NAMES) & (pl.col("value").str.strip_chars() == "")
    others = properties.lines.filter(~pl.col("name").is_in(MANY_NAMES) & ~is_empty)
    rest = others.join(own, on=["position", "name", "line"], how="anti", maintain_order="left")
    rest = rest.drop("params").join(properties.params_text, on="header", how="left", maintain_order="left")
    structs = rest.select("position", extra=pl.struct("name", "params", value=unescaped(pl.col("value"))))
    return structs.group_by("position", maintain_order=True).agg(pl.col("extra").cast(PROPERTY))


def raw_texts(properties: EventProperties, positions: Iterable[int]) -> dict[int, str]:
    """The lines of these events, unfolded, without the one that changes at each export (DTSTAMP)."""
    wanted = properties.lines.filter(pl.col("position").is_in(list(positions)) & (pl.col("name") != "DTSTAMP"))
    wanted = wanted.drop("params").join(properties.params_text, on="header", how="left", maintain_order="left")
    head = pl.concat_str("name", "params", separator=";", ignore_nulls=True)
    texts = wanted.group_by("position", maintain_order=True).agg(
        pl.concat_str(head, "value", separator=":").str.join("\n").alias("text")
    )
    return dict(texts.iter_rows())


def contents(properties: EventProperties) -> pl.DataFrame:
    """One row per event: `content`, equal for events that say the same, DTSTAMP apart."""
    line = pl.concat_str("name", "header", "value", separator=":")
    said = (
        properties.lines.filter(pl.col("name") != "DTSTAMP")
        .group_by("position", maintain_order=True)
        .agg(content=line.str.join("\n"))
    )
    return properties.positions.select("position").join(said, on="position", how="left", maintain_order="left")


def zone_texts(content: ContentLines) -> list[tuple[int | None, str, ZoneText]]:
    """The calendar, TZID and text of each VTIMEZONE of a file, in order.

    Of two with one name in one calendar the first holds.
    """
    components = content.components.filter(pl.col("name").is_in(("VTIMEZONE", "STANDARD", "DAYLIGHT")))
    rows = content.lines.join(components.select("component"), on="component", how="semi").select(
        "component", "name", "value"
    )
    values: dict[int, dict[str, list[str]]] = {}
    for component, name, value in rows.iter_rows():
        values.setdefault(component, {}).setdefault(name, []).append(value)
    parts: dict[int, list[Observance]] = {}
    for row in components.filter(pl.col("name") != "VTIMEZONE").iter_rows(named=True):
        parts.setdefault(row["parent"], []).append(_observance(row, values.get(row["component"], {})))
    zones: dict[tuple[int | None, str], ZoneText] = {}
    for component, calendar in (
        components.filter(pl.col("name") == "VTIMEZONE").select("component", "parent").iter_rows()
    ):
        named = values.get(component, {})
        for tzid in named.get("TZID", ())[:1]:
            zones.setdefault(
                (calendar, tzid), ZoneText(named.get("X-LIC-LOCATION", [None])[0], parts.get(component, []))
            )
    return [(calendar, tzid, text) for (calendar, tzid), text in zones.items()]


def _observance(row: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> Observance:
    start, offset_from, offset_to = (values.get(name, [""])[0] for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    rdates = [part for value in values.get("RDATE", ()) for part in value.split(",")]
    return Observance(row["name"] == "DAYLIGHT", start, offset_from, offset_to, values.get("RRULE", ()), rdates)
