"""review.csv: the review queue as a sheet to fill in, and the taking over of its answers into decisions.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from pipelines.errors import UserError
from pipelines.home_tables import MARKED, read_text, write_in_form
from pipelines.review.decisions import PAIR_VERBS, append_decisions
from pipelines.review.questions import FIELDS, Question

KEYS = ("record_a", "record_b", "answer")
DELIMITERS: Mapping[str, str] = {"fr": ";", "en": ","}
"""What a spreadsheet in that language takes for the end of a cell."""

_SHOWN = [field for field in FIELDS if field != "met"]
COLUMNS = (
    "answer",
    "percent",
    *(f"{field}_{side}" for field in _SHOWN if field != "record" for side in "ab"),
    "signs",
    "found_a",
    "found_b",
    *KEYS[:2],
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Answers:
    """A review.csv as it was filled in.

    decided: verb, record_a, record_b; open_rows: those without an answer; problems: of rows whose answer cannot be
    used.
    """

    decided: Sequence[tuple[str, str, str]]
    open_rows: Sequence[Mapping[str, str]]
    problems: Sequence[str]
    delimiter: str
    encoding: str


def write_sheet(path: Path, questions: Sequence[Question], language: str) -> None:
    """The queue with an empty column `answer` (same, not_same).

    Raises UserError when the sheet that lies there holds answers no run has taken over.
    """
    if path.exists() and read_sheet(path).decided:
        raise UserError(
            f"{path} holds answers that no run has taken over. Call entregent run first, or delete the file."
        )
    _write(path, [_row(question) for question in questions], DELIMITERS[language])


def take_answers(path: Path, decisions: Path, decided_at: date) -> list[str]:
    """Moves the answers of review.csv into decisions.csv; rows without one stay. Returns what the user should know."""
    if not path.exists():
        return []
    answers = read_sheet(path)
    if answers.decided:
        append_decisions(
            decisions, [(verb, one, two, "from review.csv") for verb, one, two in answers.decided], decided_at
        )
        _write(path, answers.open_rows, answers.delimiter, answers.encoding)
    taken = (
        [f"{path.name}: {_answers(len(answers.decided))} taken over into {decisions.name}."] if answers.decided else []
    )
    return [*taken, *answers.problems]


def _answers(number: int) -> str:
    return "1 answer was" if number == 1 else f"{number} answers were"


def read_sheet(path: Path) -> Answers:
    """A sheet as a user left it, saved again by a spreadsheet or not. Raises UserError when it is not such a sheet."""
    saved = read_text(path)
    header = saved.text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    rows = list(csv.DictReader(StringIO(saved.text, newline=""), delimiter=delimiter))
    if rows and not set(KEYS) <= set(rows[0]):
        raise UserError(
            f"{path.name} lacks one of the columns {', '.join(KEYS)}. Write it anew: entregent review --csv"
        )
    decided: list[tuple[str, str, str]] = []
    open_rows: list[Mapping[str, str]] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        answer = (row["answer"] or "").strip().lower().replace(" ", "_")
        if answer in PAIR_VERBS and row["record_a"] and row["record_b"]:
            decided.append((answer, row["record_a"], row["record_b"]))
            continue
        open_rows.append({name: row.get(name) or "" for name in COLUMNS})
        if answer:
            problems.append(
                f"{path.name}, row {number}: the answer is neither same nor not_same, "
                "or its records are missing. Correct it and run again."
            )
    return Answers(decided, open_rows, problems, delimiter, saved.encoding)


def _row(question: Question) -> dict[str, str]:
    signs = "; ".join(f"{sign.words} {sign.bits:+.1f}" for sign in question.signs)
    row = {
        "answer": "",
        "percent": f"{question.probability * 100:.0f}",
        "signs": signs,
        "record_a": question.record_a,
        "record_b": question.record_b,
    }
    for side, known in zip("ab", question.sides, strict=True):
        row |= {f"{field}_{side}": _cell(known.get(field, ())) for field in _SHOWN if field != "record"}
        row[f"found_{side}"] = _cell(known.get("record", ()))
    return row


def _cell(values: Sequence[str]) -> str:
    """Values as text that a spreadsheet shows and does not compute: a telephone number begins like a formula."""
    text = " | ".join(values)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _write(path: Path, rows: Sequence[Mapping[str, str]], delimiter: str, encoding: str = MARKED) -> None:
    """The sheet anew, for its owner only, in the form it was saved in."""
    written = StringIO()
    writer = csv.DictWriter(written, COLUMNS, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    write_in_form(path, written.getvalue(), encoding)
