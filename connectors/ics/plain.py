"""The times of events whose times are all written as the standard has them, as columns.

Nearly all events of nearly all calendars.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from connectors.ics.properties import RULE_NAMES, TIME_NAMES, EventProperties
from connectors.ics.zones import Zone, Zones
from connectors.records import EVENTS

TIMES = pl.Schema(
    {
        name: EVENTS[name]
        for name in ("position", "dtstart", "dtend", "time_form", "dtstamp", "created", "last_modified")
    }
)

STAMPS = ("DTSTAMP", "CREATED", "LAST-MODIFIED")
NOT_PLAIN = ("DURATION", "RECURRENCE-ID")

PLAIN_DATE = r"^[12][0-9]{7}$"
PLAIN_TIME = r"^[12][0-9]{7}T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?$"
FORMS = ("utc", "floating", "date")
UTC, FLOATING, DATE, ABSENT, OTHER = range(5)


def plain_times(properties: EventProperties, zones: Zones) -> pl.DataFrame:
    """The times of plain events, schema TIMES.

    Plain is an event without rule, RECURRENCE-ID and DURATION, all of whose times are dates, UTC, local or of a known
    zone, DTEND of the form of DTSTART.
    """
    size = properties.positions.height
    rows = _told(properties, zones)
    codes = {name: np.full(size, ABSENT, np.int8) for name in TIME_NAMES}
    times = {name: np.full(size, np.datetime64("NaT"), "M8[us]") for name in TIME_NAMES}
    for (name,), some in rows.partition_by("name", as_dict=True).items():
        places = some["position"].to_numpy() - 1
        codes[name][places] = some["code"].to_numpy()
        times[name][places] = some["at"].to_numpy()
    start, end = codes["DTSTART"], codes["DTEND"]
    is_plain = (start <= DATE) & ((end == start) | (end == ABSENT))
    is_plain &= np.all([codes[name] == ABSENT for name in NOT_PLAIN], axis=0) & np.all(
        [codes[name] != OTHER for name in STAMPS], axis=0
    )
    is_plain[properties.lines.filter(pl.col("name").is_in(RULE_NAMES))["position"].to_numpy() - 1] = False
    columns = {
        "dtstart": "DTSTART",
        "dtend": "DTEND",
        "dtstamp": "DTSTAMP",
        "created": "CREATED",
        "last_modified": "LAST-MODIFIED",
    }
    table = pl.DataFrame({column: times[name] for column, name in columns.items()})
    forms = pl.Series(start).replace_strict(dict(enumerate(FORMS)), default=None, return_dtype=pl.String)
    return (
        table.with_columns(position=properties.positions["position"], time_form=forms)
        .filter(pl.Series(is_plain))
        .select(TIMES.names())
    )


def _told(properties: EventProperties, zones: Zones) -> pl.DataFrame:
    """position, name, code and at (UTC, or local) of each time told; code OTHER for what needs a closer look."""
    text = pl.col("value").str.strip_chars()
    rows = properties.firsts.filter(pl.col("name").is_in(TIME_NAMES)).select("position", "name", "header", text=text)
    days = properties.params.filter((pl.col("name") == "VALUE") & (pl.col("value").str.to_uppercase() == "DATE"))[
        "header"
    ]
    is_date = pl.col("text").str.contains(PLAIN_DATE)
    is_time = pl.col("text").str.contains(PLAIN_TIME) & ~pl.col("header").is_in(days.implode())
    times = (
        pl.when(is_time)
        .then(pl.col("text").str.head(15))
        .str.to_datetime("%Y%m%dT%H%M%S", time_unit="us", strict=False)
    )
    dates = pl.when(is_date).then(pl.col("text")).str.to_date("%Y%m%d", strict=False).cast(pl.Datetime("us"))
    rows = rows.with_columns(at=pl.coalesce(times, dates)).with_columns(
        code=pl.when(pl.col("at").is_null())
        .then(OTHER)
        .when(is_date)
        .then(DATE)
        .when(pl.col("text").str.ends_with("Z"))
        .then(UTC)
        .otherwise(FLOATING)
    )
    named = properties.params.filter((pl.col("name") == "TZID") & (pl.col("value") != "")).select("header", "value")
    return _in_utc(rows, {header: zones.find(tzid) for header, tzid in named.iter_rows()})


def _in_utc(rows: pl.DataFrame, zones: Mapping[int, Zone | None]) -> pl.DataFrame:
    """The rows with the times of known zones in UTC; those of unknown ones get code OTHER.

    zones: by header, where one names a zone.
    """
    headers, codes, at = rows["header"].to_numpy(), rows["code"].to_numpy().copy(), rows["at"].to_numpy().copy()
    for zone in dict.fromkeys(zones.values()):
        is_of_zone = (codes == FLOATING) & np.isin(
            headers, [header for header, other in zones.items() if other == zone]
        )
        codes[is_of_zone] = UTC if zone else OTHER
        if zone:
            at[is_of_zone] = zone.all_to_utc(at[is_of_zone])
    return rows.with_columns(code=codes, at=at)
