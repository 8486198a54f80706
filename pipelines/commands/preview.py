"""entregent preview: the records of a file as the network would take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from pipelines.errors import UserError
from pipelines.terminal.options import Day, asked_home, home_option
from pipelines.terminal.printing import json_line, say, shortened, table_lines

GROUP = "start"
LONGEST_CELL = 40

COLUMNS = {
    "contact": ("position", "name", "organisation", "title", "emails", "phones", "birthday"),
    "event": ("position", "start", "end", "summary", "status", "organizer", "attendees"),
    "message": ("position", "sent", "act", "direction", "name", "recipients", "text_length"),
}
"""What the table for people shows of each kind of record; --json shows all."""


EXPLANATION = """\b
Fields of --json:
  kind         contact, event or message
  dialect      the form the file was read in
  position     number of the card, the event, or the record after the header
  name         without titles, credentials, emoji; else the organisation, else the e-mail
  emails, phones, organisation, title; numbers in E.164 form where valid, else as written
  birthday     1980-05-04, or --05-04 without a year

\b
Of an event also:
  uid, summary, status
  start, end   2026-11-18T11:30:00Z where the zone is known, local where it is not;
               of an all-day event days, its end the day after the last
  is_floating  its times are local, without a known zone
  attendees, organizer: addresses, rooms and resources left out

\b
Of a message also, its name being the sender's, of an invitation the other person's:
  act          message, invitation, endorsement, recommendation
  sent         like start, with is_floating
  direction, recipients, subject, text_length: its text is never kept

\b
Example:
  entregent preview calendar.ics --json --expand 2026-11-16 2026-11-22"""


@click.command("preview", epilog=EXPLANATION)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
@click.option(
    "--expand",
    type=Day(),
    nargs=2,
    metavar="FROM TO",
    help="Each occurrence that starts on these days, both included, instead of each event once.",
)
@home_option
@click.pass_context
def command(ctx: click.Context, file: Path, as_json: bool, expand: tuple[datetime, datetime] | None) -> None:
    """Show the records of a file as the network would take them. Nothing is kept."""
    from connectors.records import Window

    # DuckDB and Polars load slowly; --help need not wait for them
    from pipelines.preview.identifying import around_of, files_named, left_out
    from pipelines.preview.previewing import preview

    days = Window(expand[0].date(), expand[1].date()) if expand else None
    if days and days.last < days.first:
        raise UserError(f"--expand ends on {days.last}, before it begins on {days.first}. Write the earlier day first.")
    found = files_named([file])
    shown = preview(found, around_of(asked_home(ctx)), date.today(), days)
    if not shown.is_known:
        raise UserError(*shown.sentences)
    for line in map(json_line, shown.rows) if as_json else _tables(shown.rows):
        click.echo(line)
    for sentence in (*shown.sentences, *left_out(found)):
        say(sentence, err=True)


def _tables(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A table for each kind of record and dialect there is."""
    for place, (kind, dialect) in enumerate(dict.fromkeys((row["kind"], row["dialect"]) for row in rows)):
        these = [row for row in rows if (row["kind"], row["dialect"]) == (kind, dialect)]
        yield from [""] * bool(place)
        yield f"{len(these)} {kind}{'' if len(these) == 1 else 's'} ({dialect})"
        yield ""
        yield from table_lines(COLUMNS[kind], [[_cell(row[column]) for column in COLUMNS[kind]] for row in these])


def _cell(value: Any) -> Any:
    """Several values beside each other; a long text cut."""
    text = ", ".join(value) if isinstance(value, list) else value
    return shortened(text, LONGEST_CELL) if isinstance(text, str) else text
