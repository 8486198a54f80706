"""entregent review: one person or two? Asks what only the user can know, the most telling question first."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.errors import UserError
from pipelines.home import Home, find_home, find_published
from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import say

if TYPE_CHECKING:
    from pipelines.review.questions import Question

GROUP = "correct"

EXAMPLE = """\b
Examples:
  entregent review
  entregent review --csv
  entregent review --same "Hélène Dupré" icloud.vcf/9F3A
  entregent review --split icloud.vcf/9F3A
  entregent review --newer "contacts google.vcf" contacts.vcf"""

_KEYS = {"s": "same", "n": "not_same", "k": "skip", "q": "quit"}
_PROMPT = "[s]ame person, [n]ot the same, s[k]ip, [q]uit"
_MOST_SIGNS = 8
_MOST_VALUES = 4


@click.command("review", epilog=EXAMPLE)
@click.option(
    "--csv",
    "as_sheet",
    is_flag=True,
    help="Write the queue to review.csv in the home, to fill in; the next run takes the answers over.",
)
@click.option(
    "--same",
    nargs=2,
    metavar="A B",
    help="Say that two are one person. Each a name, the id of a person, or a record source/key.",
)
@click.option(
    "--split",
    metavar="R",
    multiple=True,
    help="Say that this record is not of the person it was put to; give it again for each record.",
)
@click.option(
    "--newer",
    nargs=2,
    metavar="FILE SOURCE",
    help="Say that a file is a newer export of a source: what it lacks of it may be gone.",
)
@click.option("--apart", metavar="FILE", help="Say that a file is no export of any source that there was before.")
@click.argument("more", nargs=-1, metavar="[R]...")
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    as_sheet: bool,
    same: tuple[str, str] | None,
    split: tuple[str, ...],
    newer: tuple[str, str] | None,
    apart: str | None,
    more: tuple[str, ...],
) -> None:
    """Decide which records are one person. Answers go to decisions.csv and hold from the next run on.

    Which file is a newer export of which source is decided with --newer and --apart; that goes to network.toml.
    """
    home = find_home(asked_home(ctx))
    if newer or apart:
        _decide_source(home, *(newer or (str(apart), None)))
        return
    published = find_published(home.folder)
    if more and not split:
        raise UserError("Records alone say nothing. Write: entregent review --split RECORD …, or --same A B")
    if same:
        _decide_same(home, published, same)
    elif split:
        _decide_split(home, published, [*split, *more])
    elif as_sheet:
        _write_sheet(home, published)
    else:
        _ask(home, published)


def _decide_source(home: Home, file: str, source: str | None) -> None:
    """source: that the file is an export of; none: it is of its own."""
    from pipelines.settings.editing import set_source
    from pipelines.settings.settings import read_settings
    from pipelines.sources.pinning import source_of
    from pipelines.state_tables import open_state
    from warehouse.store import Store

    read_settings(home.settings)  # a file that is wrong is not written to
    with Store(home.folder).locked(), open_state(home) as state:
        named = source_of(state, file, source)
    set_source(home.settings, file, "source", named)
    word = f"a newer export of {named}" if source else f"an export of its own source, {named}"
    say(f"Noted in network.toml: {file} is {word}. It holds from the next run on; delete the lines to undo it.")


def _decide_same(home: Home, published: Path, same: tuple[str, str]) -> None:
    from pipelines.review.persons import one_record

    one, two = (one_record(published, asked) for asked in same)
    if one == two:
        raise UserError("Both are the same record. Name two.")
    _append(home, [("same", one, two)])
    say("Noted: one person. It holds from the next run on; to undo it, delete the line in decisions.csv.")


def _decide_split(home: Home, published: Path, records: Sequence[str]) -> None:
    """The records leave their person together: none of them is one with any record that stays.

    What `--same` said of them before is taken back, for the two would contradict each other.
    """
    from pipelines.review.decisions import take_back_same
    from pipelines.review.persons import records_beside

    lines = [
        ("not_same", record, other)
        for record in records
        for other in records_beside(published, record)
        if other not in records
    ]
    if not lines:
        raise UserError("Nothing is left to split them from: these are all the records of their person.")
    taken_back = take_back_same(home.decisions, [(one, two) for _, one, two in lines])
    _append(home, lines)
    if taken_back:
        say(f"Taken out of decisions.csv: what said that they are one person ({taken_back}).")
    say("Noted: not the same person. It holds from the next run on; to undo it, delete the lines in decisions.csv.")


def _write_sheet(home: Home, published: Path) -> None:
    from pipelines.review.questions import review_queue
    from pipelines.review.sheet import write_sheet
    from pipelines.settings.settings import read_settings

    questions = review_queue(published, _decided(home))
    write_sheet(home.review, questions, read_settings(home.settings).language)
    asked = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
    say(
        f"{asked} in {home.review}. Fill in the column answer (same or not_same) and run: "
        "the answers are then taken over."
    )


def _ask(home: Home, published: Path) -> None:
    """Each answer is kept at once, so that quitting loses nothing and the next call goes on from there."""
    from pipelines.review.questions import review_queue

    questions = review_queue(published, _decided(home))
    if not questions:
        say("Nothing to review: every record is clearly one person's.")
        return
    answered = 0
    for number, question in enumerate(questions, start=1):
        _show(question, f"{number} of {len(questions)}")
        key = click.prompt(_PROMPT, type=click.Choice(list(_KEYS)), show_choices=False)
        if key == "q":
            break
        if key != "k":
            _append(home, [(_KEYS[key], question.record_a, question.record_b)])
            answered += 1
    say(_thanks(answered))


def _thanks(answered: int) -> str:
    if answered == 0:
        return "No answer was given: nothing has changed."
    said = (
        "1 answer was added to decisions.csv. It holds"
        if answered == 1
        else f"{answered} answers were added to decisions.csv. They hold"
    )
    return f"{said} from the next run on."


def _show(question: Question, place: str) -> None:
    from pipelines.review.questions import FIELDS

    say("")
    now = "taken for one now" if question.is_linked else "kept apart now"
    say(f"{place}: one person or two? {question.probability:.0%} one; {now}.")
    width = max((shutil.get_terminal_size().columns - 16) // 2, 20)
    for field in FIELDS:
        one, two = (side.get(field, ()) for side in question.sides)
        for line in _beside(field, one, two, width):
            say(line)
    for sign in question.signs[:_MOST_SIGNS]:
        say(f"  {'for' if sign.bits > 0 else 'against':8}{sign.bits:+6.1f}  {sign.words}")


def _beside(field: str, one: Sequence[str], two: Sequence[str], width: int) -> list[str]:
    left, right = (
        [line for value in _few(values) for line in textwrap.wrap(value, width) or [""]] for values in (one, two)
    )
    lines = max(len(left), len(right))
    left, right = (side + [""] * (lines - len(side)) for side in (left, right))
    return [
        f"{field if place == 0 else '':13} {a:{width}}  {b}".rstrip()
        for place, (a, b) in enumerate(zip(left, right, strict=True))
    ]


def _few(values: Sequence[str]) -> list[str]:
    rest = len(values) - _MOST_VALUES
    return [*values[:_MOST_VALUES], *([f"and {rest} more"] if rest > 0 else [])]


def _decided(home: Home) -> set[frozenset[str]]:
    from pipelines.review.decisions import PAIR_VERBS, read_decisions

    rows: Mapping[str, list[str]] = read_decisions(home.decisions).rows.to_dict(as_series=False)
    return {
        frozenset((one, two))
        for verb, one, two in zip(rows["verb"], rows["subject"], rows["object"], strict=True)
        if verb in PAIR_VERBS
    }


def _append(home: Home, lines: Sequence[tuple[str, str, str]]) -> None:
    from pipelines.review.decisions import append_decisions

    append_decisions(home.decisions, [(*line, "") for line in lines], date.today())
