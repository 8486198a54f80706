"""entregent identify: what each file is taken for."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import json_line, say, shortened, table_lines

if TYPE_CHECKING:
    from pipelines.preview.identifying import Identified

GROUP = "start"
COLUMNS = ("file", "kind", "dialect", "records", "signature")
LONGEST_SIGNATURE = 60


@click.command("identify", epilog="Example:  entregent identify ~/Downloads/contacts.vcf ~/Downloads/linkedin.zip")
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line: file, kind, dialect, signature, records."
)
@home_option
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Say what files are, by which signature, and how many records they hold. Folders and archives are looked into."""
    # Polars loads slowly; --help need not wait for it
    from pipelines.preview.identifying import around_of, files_named, identified, left_out

    found = files_named(files)
    rows = identified(found, around_of(asked_home(ctx)))
    if as_json:
        for row in rows:
            click.echo(json_line(asdict(row)))
    else:
        for line in table_lines(COLUMNS, [_cells(row) for row in rows]):
            click.echo(line)
    for sentence in left_out(found):
        say(sentence, err=True)


def _cells(row: Identified) -> list[Any]:
    """The columns of a table could fill ten lines; what to do with a file that nobody reads is said in full."""
    shown = row if row.dialect == row.kind else replace(row, signature=shortened(row.signature, LONGEST_SIGNATURE))
    return [getattr(shown, column) for column in COLUMNS]
