"""entregent sql: one question in SQL to the published network."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from pipelines.errors import UserError
from pipelines.home import find_published
from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import printable, say, table_lines

GROUP = "look"

EXAMPLE = """\b
Examples:
  entregent sql --tables
  entregent sql "select name, organisation from people where state = 'dormant' limit 5"
  echo "from people" | entregent sql - --format csv > people.csv"""


@click.command("sql", epilog=EXAMPLE)
@click.argument("question", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="json: one array of objects.",
)
@click.option(
    "--seconds", type=click.IntRange(1), default=60, show_default=True, help="How long the question may take."
)
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="The most rows to show.")
@click.option("--tables", is_flag=True, help="List the tables and what one row of each is.")
@home_option
@click.pass_context
def command(ctx: click.Context, question: str | None, form: str, seconds: int, rows: int, tables: bool) -> None:
    """Ask the published network a question in SQL ("-" reads it from standard input)."""
    from warehouse.query import (  # DuckDB loads slowly; --help need not wait for it
        TABLES,
        QueryError,
        TooLongError,
        asked,
    )

    published = find_published(asked_home(ctx))
    if question == "-":
        question = sys.stdin.read()
    if tables:
        question = TABLES
    if not question or not question.strip():
        raise UserError(
            'No question. Write one: entregent sql "select count(*) from people", or list the tables: entregent sql'
            " --tables"
        )
    if not _is_text(question):
        raise UserError("The question is not in UTF-8. Write it in UTF-8, which is how names are stored.")
    try:
        answer = asked(published, question, seconds)
        first = _First(answer.rows, rows)
        _FORMS[form]([_shown(column) for column in answer.columns], map(_shown_row, first))
        if first.is_cut:
            say(f"These are the first {rows} rows. For more: --rows {rows * 10}", err=True)
    except TooLongError as error:
        raise UserError(
            f"The question takes more than {seconds} s. To wait longer: --seconds {seconds * 10}"
        ) from error
    except QueryError as error:
        raise UserError(f"DuckDB cannot answer: {error}", "entregent sql --tables lists the tables.") from error


class _First:
    """So many rows of an answer, and whether there were more."""

    def __init__(self, rows: Iterable[tuple[Any, ...]], most: int) -> None:
        self._rows, self._most, self.is_cut = rows, most, False

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for number, row in enumerate(self._rows):
            if number == self._most:
                self.is_cut = True
                return
            yield row


def _shown_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_shown(value) if isinstance(value, str) else value for value in row)


def _shown(text: str) -> str:
    """As it is, but that a terminal gets no signs that command it."""
    return printable(text) if sys.stdout.isatty() else text


def _is_text(question: str) -> bool:
    """Whether it can be written as UTF-8.

    Bytes of the command line that could not be read stand in it as halves of signs.
    """
    return not any("\ud800" <= sign <= "\udfff" for sign in question)


def _as_csv(columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _as_json(columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = list(columns)
    separator = "["
    for row in rows:
        click.echo(
            separator + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str), nl=False
        )
        separator = ",\n "
    click.echo("[]" if separator == "[" else "]")


def _as_table(columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    for line in table_lines(list(columns), list(rows)):
        click.echo(line)


_FORMS = {"csv": _as_csv, "json": _as_json, "table": _as_table}
