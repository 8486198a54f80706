"""python -m tests.documents writes what pages of docs/ take from the program.

The tables, the help of each command, the answers.
"""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import click
from click.testing import CliRunner

from pipelines.building import models
from pipelines.cli import entregent
from pipelines.demo import write_demo
from pipelines.home import Home
from pipelines.report.facts.shape import schema
from pipelines.run import Run
from pipelines.settings.settings import read_settings
from pipelines.weekly import weekly
from warehouse.describe import describe

FOLDER = Path(__file__).parents[1] / "docs"
QUESTIONS = FOLDER / "questions.md"
LINKING = FOLDER / "linking.md"
AS_OF = date(2026, 11, 22)
PEOPLE = 400
WIDTH = 100  # of help texts, in characters

_ANSWERED = re.compile(r"```sql\n(?P<sql>.*?)```\n\n```text\n(?P<answer>.*?)```", re.DOTALL)
_TYPED = re.compile(r"```console\n\$ entregent (?P<words>[^\n]*)\n(?P<answer>.*?)```", re.DOTALL)


class Question(NamedTuple):
    """SQL of a page and the answer shown below it."""

    sql: str
    answer: str


def warehouse_page() -> str:
    """Every table, from the headers of the models."""
    return describe(models())


def commands_page() -> str:
    """What `entregent --help` and each command's own --help say."""
    root = click.Context(entregent, info_name="entregent", terminal_width=WIDTH, **entregent.context_settings)
    lines = [
        "# The commands",
        "",
        "What `entregent --help` says, and each command about itself. The program writes this page.",
        "",
    ]
    lines += ["```text", entregent.get_help(root), "```"]
    for name in entregent.list_commands(root):
        command = entregent.get_command(root, name)
        if command is not None:
            help_text = command.get_help(click.Context(command, info_name=name, parent=root, terminal_width=WIDTH))
            lines += ["", f"## entregent {name}", "", "```text", help_text, "```"]
    return "\n".join(lines) + "\n"


SCHEMA_FILE = Path(__file__).parents[1] / "pipelines" / "report" / "report.schema.json"


def schema_file() -> str:
    """report.schema.json, of the facts."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def pages() -> dict[Path, str]:
    """The files that the program writes whole, by their place."""
    return {
        FOLDER / "warehouse.md": warehouse_page(),
        FOLDER / "commands.md": commands_page(),
        SCHEMA_FILE: schema_file(),
    }


def questions(page: str) -> list[Question]:
    """The questions of a page: each ```sql block that a ```text block follows."""
    return [Question(found["sql"], found["answer"]) for found in _ANSWERED.finditer(page)]


def make_demo(folder: Path) -> None:
    """A demo network, from nothing to its report: what the answers of the pages are taken from."""
    write_demo(folder, people=PEOPLE, seed=1, as_of=AS_OF)
    home = Home(folder)
    weekly(Run(home, read_settings(home.settings), AS_OF, datetime(AS_OF.year, AS_OF.month, AS_OF.day)))


def answer(home: Path, sql: str) -> str:
    """What `entregent sql` prints."""
    return _output(home, ["sql", sql])


def _output(home: Path, arguments: Sequence[str]) -> str:
    return CliRunner().invoke(entregent, [*arguments, "--home", str(home)], catch_exceptions=False).output


def with_answers(page: str, home: Path) -> str:
    """The page with the answers a home gives today, to SQL and to what is typed in the home."""
    asked = _ANSWERED.sub(lambda found: f"```sql\n{found['sql']}```\n\n```text\n{answer(home, found['sql'])}```", page)
    return _TYPED.sub(
        lambda found: f"```console\n$ entregent {found['words']}\n{_output(home, shlex.split(found['words']))}```",
        asked,
    )


def main() -> None:
    """Writes all of them; the demo network is made in a folder that is removed."""
    for path, text in pages().items():
        path.write_text(text, "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder))
        for path in (QUESTIONS, LINKING):
            path.write_text(with_answers(path.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
