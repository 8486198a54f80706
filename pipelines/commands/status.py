"""entregent status: when it last ran and will run next, what each source holds and how old it is, what could not be
read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from pipelines.errors import RunError, UserError
from pipelines.home import Home, find_home, find_published
from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import aligned, say, shortened

GROUP = "each week"
LONGEST_SHOWN = 100
"""Characters of a rejected line that are shown."""

WEEK = "select iso_week, week_end, as_of from core.weeks where is_reporting"
SOURCES = """
select source, dialect, found, records as kept, repeated, rejected, ignored,
    ignored_rules, withheld_rules, data_through, age_days, is_stale
from mart.source_freshness
order by source
"""
BROUGHT = """
select source, file, new_records, changed_records, gone_records, waiting_records
from core.sources
where new_records < records and new_records + changed_records + gone_records + waiting_records > 0
order by source
"""
MOVEMENTS = """
select moved_on, kind, display_name, before, after, evidence
from mart.movements
order by moved_on desc, kind, display_name, after
"""
MOVED = {
    "left": "left",
    "came": "came",
    "changed_job": "changed job",
    "new_channel": "has a new address or number",
}
UNUSABLE = "select file, position, kind, raw, reason from core.unusable_values order by all"
KINDS = {"phone": "a telephone number", "email": "an e-mail address"}
COLUMNS = ("source", "taken for", "found", "kept", "repeated", "rejected", "ignored", "up to", "age")


@click.command("status", epilog="Example:  entregent status --home ~/my-network --rejects")
@click.option(
    "--rejects",
    is_flag=True,
    help="List every record and value that could not be read, with its file, line and reason.",
)
@click.option(
    "--changes",
    is_flag=True,
    help="Name the people whom newer exports show to have left, come, changed job or got another address.",
)
@home_option
@click.pass_context
def command(ctx: click.Context, rejects: bool, changes: bool) -> None:
    """Say when it last ran and will run next, what each source holds and how old that is."""
    if rejects and changes:
        raise UserError("Ask for --rejects or for --changes, one at a time.")
    home = find_home(asked_home(ctx))
    if rejects:
        lines = reject_lines(home)
    else:
        lines = change_lines(find_published(home.folder)) if changes else status_lines(home, datetime.now(UTC))
    for line in lines:
        say(line)


def status_lines(home: Home, now: datetime) -> Iterator[str]:
    """What is known without the state, so that a run at work is in nobody's way. now: with its zone."""
    from pipelines.settings.settings import read_settings
    from warehouse.store import Store

    settings = read_settings(home.settings)
    zone = ZoneInfo(settings.time_zone)
    yield f"Network:   {home.folder}"
    running = Store(home.folder).running()
    if running:
        yield f"Now:       a run is at work (process {running})"
    if home.published.exists():
        yield from _published_lines(home, now.astimezone(zone))
    else:
        yield f"Last run:  never. Drop your exports into {home.inbox}, then: entregent run {home.folder}"
        yield _next_line(home, now)
    for name in sorted(settings.ignored):
        yield f'{name} is left alone, as network.toml says. To undo it: entregent forget --source "{name}" --undo'


def _published_lines(home: Home, now: datetime) -> Iterator[str]:
    ((iso_week, week_end, as_of),) = (tuple(row.values()) for row in _rows(home.published, WEEK))
    ran_at = datetime.fromtimestamp(home.published.stat().st_mtime, now.tzinfo)
    yield f"Last run:  {_time(ran_at)}, as of {as_of}"
    yield f"Week:      {iso_week} ({week_end - timedelta(days=6):%-d %b} to {week_end:%-d %b %Y})"
    yield _next_line(home, now)
    yield ""
    sources = _rows(home.published, SOURCES)
    days_since = max((now.date() - as_of).days, 0)
    yield from aligned([COLUMNS, *(_cells(row, days_since) for row in sources)], left=2)
    yield ""
    yield from (
        f"{row['source']}: {row['ignored']} ignored ({_rules(row['ignored_rules'])})"
        for row in sources
        if row["ignored"]
    )
    yield from (
        f"{row['source']}: not stored ({_rules(row['withheld_rules'])})"
        for row in sources
        if row["withheld_rules"] != "{}"
    )
    yield from (_brought(row) for row in _rows(home.published, BROUGHT))
    yield from (
        f"{row['source']} is out of date: export it again into the inbox." for row in sources if row["is_stale"]
    )
    yield "What could not be read: entregent status --rejects"


def _brought(row: dict[str, Any]) -> str:
    """What the newest export of a source changed."""
    from pipelines.sources.history import described

    changes = described({"new": row["new_records"], "changed": row["changed_records"], "gone": row["gone_records"]})
    waiting = (
        f'; {row["waiting_records"]} missing wait for: entregent run --accept "{row["source"]}"'
        if row["waiting_records"]
        else ""
    )
    return f"{row['source']}: its newest export ({row['file']}) brought {changes}{waiting}"


def _next_line(home: Home, now: datetime) -> str:
    from pipelines.scheduling.served import next_run, read_served

    try:
        found = read_served(home)
    except UserError as error:
        return f"Next run:  unknown. {error}"
    if found is None:
        return "Next run:  none is scheduled. entregent serve runs it every Monday; so can cron: see docs/scheduling.md"
    served, is_at_work = found
    if not is_at_work:
        return (
            f"Next run:  none, for entregent serve has stopped (it ran by {served.cron!r}). "
            "Start it again: entregent serve"
        )
    return (
        f"Next run:  {_time(next_run(served.cron, served.time_zone, now))}, by entregent serve (process {served.pid})"
    )


def _time(moment: datetime) -> str:
    return f"{moment:%A %-d %B %Y, %H:%M} ({moment.tzinfo})"


def _rows(path: Path, sql: str) -> list[dict[str, Any]]:
    from warehouse.query import QueryError, query  # DuckDB loads slowly; --help need not wait for it

    try:
        return query(path, sql).named()
    except QueryError as error:
        raise RunError(
            f"{path} was published by another version of the program. Make it anew: entregent run {path.parent}"
        ) from error


def _cells(row: dict[str, Any], days_since: int) -> list[str]:
    days = row["age_days"] + days_since
    counts = [str(row[column]) for column in COLUMNS[2:7]]
    return [
        row["source"],
        row["dialect"],
        *counts,
        str(row["data_through"] or "-"),
        f"{days} day{'' if days == 1 else 's'}",
    ]


def _rules(rules: str) -> str:
    return ", ".join(f"{rule.replace('_', ' ')}: {n}" for rule, n in sorted(json.loads(rules).items()))


def change_lines(published: Path) -> Iterator[str]:
    """Everybody whom the exports show to have moved, the latest first."""
    from connectors.files.listing import visible

    rows = _rows(published, MOVEMENTS)
    if not rows:
        yield "No export shows that anybody left, came, changed job or got another address since the first import."
    for row in rows:
        moved = " -> ".join(part for part in (row["before"], row["after"]) if part)
        movement = f"{row['display_name']} {MOVED[row['kind']]}{': ' if moved else ''}{moved}"
        yield f"{row['moved_on']}  {visible(movement)} ({row['evidence']})"


def reject_lines(home: Home) -> Iterator[str]:
    """Every reject of the current files, from the state: opened under the lock.

    Raises AlreadyRunning while a run is at work.
    """
    from connectors.files.listing import visible
    from pipelines.state_tables import open_state
    from warehouse.store import Store

    if not home.state.exists():
        yield f"Nothing was imported yet. Drop your exports into {home.inbox}, then: entregent run {home.folder}"
        return
    with Store(home.folder).locked(), open_state(home) as state:
        rejects = state.read("rejects", current_only=True).sort(
            "file", "line", "position", nulls_last=True, maintain_order=True
        )
    unusable = _rows(home.published, UNUSABLE) if home.published.exists() else []
    if rejects.is_empty() and not unusable:
        yield "Every record and value of the files could be read."
        return
    for row in rejects.iter_rows(named=True):
        lost = "record left out" if row["is_record"] else "the rest of the record was read"
        yield f"{_place(row)}: {row['reason']} ({lost})"
        if row["raw_text"]:
            yield f"    {shortened(visible(row['raw_text']), LONGEST_SHOWN)}"
    for row in unusable:
        reason = f"{KINDS[row['kind']]} cannot be used ({row['reason']}); it is kept as written"
        yield f"{row['file']}, record {row['position']}: {reason}"
        yield f"    {shortened(visible(row['raw']), LONGEST_SHOWN)}"
    yield ""
    yield (
        "To try again: correct it where the file comes from, export it into the inbox once more, and run. "
        "Only a file that changed is read again."
    )


def _place(row: dict[str, Any]) -> str:
    if row["line"] is not None:
        return f"{row['file']}, line {row['line']}"
    return f"{row['file']}, record {row['position']}" if row["position"] is not None else str(row["file"])
