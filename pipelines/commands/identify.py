"""entregent identify: what each file is taken for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipelines.cli import asked_home, home_option
from pipelines.terminal import json_line, say, table_lines

GROUP = "start"


@click.command("identify", epilog="Example:  entregent identify ~/Downloads/contacts.vcf ~/Downloads/linkedin.zip")
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: file, kind, dialect, signature, records.")
@home_option
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Say what files are, by which signature, and how many records they hold. Folders and archives are looked into."""
    from pipelines.identifying import exports_named, identified, left_out, setting_around  # Polars loads slowly; --help need not wait for it

    found = exports_named(files)
    rows = identified(found, setting_around(asked_home(ctx)))
    if as_json:
        for row in rows:
            click.echo(json_line(asdict(row)))
    else:
        columns = ("file", "kind", "dialect", "records", "signature")
        for line in table_lines(columns, [[getattr(row, column) for column in columns] for row in rows]):
            click.echo(line)
    for sentence in left_out(found):
        say(sentence, err=True)
