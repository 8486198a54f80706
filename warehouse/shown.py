"""Which rows of the state the models see: those of current files, each record once for each source."""

from __future__ import annotations

from warehouse.duck import literal, quoted
from warehouse.raw import ORIGIN


def visible(raw: str, name: str, columns: list[str]) -> str:
    """The select that shows a table of the state to models.

    Of the tables that come from files, the rows of current files. Records with a key are shown once for each source, as
    its newest file says; those of earlier files that still stand or still link are among them. They also get
    record_first_seen_on: the day of the first file of their source, current or not, that held them. Rows that hang on
    an event are shown when that is.
    """
    table, origin = f"{raw}.{quoted(name)}", ", ".join(ORIGIN)
    if name in ("files", "earlier_records") or not set(ORIGIN) <= set(columns):
        return f"select * from {table}"
    if "event_position" in columns:
        shown = records_shown(raw, "events")
        return f"""
            select held.* from {table} as held
            semi join ({shown}) as shown
                on held.source = shown.source and held.file = shown.file
                and held.sha256 = shown.sha256 and held.event_position = shown.position
        """
    if "record_key" not in columns:
        return f"select * from {table} where ({origin}) in (select ({origin}) from {raw}.files where is_current)"
    return records_shown(raw, name)


def records_shown(raw: str, name: str) -> str:
    """The records of a table that models see, each once."""
    table, origin = f"{raw}.{quoted(name)}", ", ".join(ORIGIN)
    # messages about one event that lie in one folder: the latest state stands, whatever the files are called
    revised = "held.sequence desc nulls last, held.dtstamp desc nulls last," if name == "events" else ""
    return f"""
        with first_seen as (
            select source, record_key, min(first_seen_on) as record_first_seen_on
            from {table} inner join {raw}.files using ({origin})
            group by source, record_key
        ),
        earlier as (
            select {origin}, record_key from {raw}.earlier_records where kind = {literal(name)}
        )
        select held.*, first_seen.record_first_seen_on
        from {table} as held
        inner join {raw}.files as files using ({origin})
        left join earlier using ({origin}, record_key)
        left join first_seen using (source, record_key)
        where files.is_current or earlier.record_key is not null
        qualify row_number() over (
            partition by held.source, held.record_key
            order by files.rank desc nulls last, earlier.record_key is null, {revised}
                files.file, files.sha256, held.position
        ) = 1
    """


def every_version(raw: str, name: str) -> str:
    """The records of a table as each export held them, current or not, with its rank and the day it was first seen."""
    return f"""
        select held.*, files.rank, files.first_seen_on
        from {raw}.{quoted(name)} as held
        inner join {raw}.files as files using ({", ".join(ORIGIN)})
    """
