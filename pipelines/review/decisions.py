"""decisions.csv: what the user decided about records, one line each. Read, checked against itself, and added to."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import UserError
from pipelines.home_tables import append_rows, cells_of, commas_or_semicolons, day_of, read_text, remove_lines
from transforms.linking.pairs import Pair, ordered

COLUMNS = ("decided_at", "verb", "subject", "object", "note")
PAIR_VERBS = ("same", "not_same")
VERBS = (*PAIR_VERBS, "circle", "not_circle", "set", "suppress", "deceased")
"""The verbs a model reads."""

SET_FIELDS = (
    "name",
    "given_name",
    "family_name",
    "organisation",
    "title",
    "function",
    "seniority",
    "sector",
    "city",
    "country",
)
"""What `set` can set."""

_OBJECTS = {
    "same": "the other record's key: source/key",
    "not_same": "the other record's key: source/key",
    "circle": "the circle's label",
    "not_circle": "the circle's label",
    "set": "field=value, such as sector=energy",
}

_SCHEMA = pl.Schema(
    {
        "decided_at": pl.Date,
        "verb": pl.String,
        "subject": pl.String,
        "object": pl.String,
        "note": pl.String,
        "line": pl.Int64,
    }
)


@dataclass(frozen=True)
class Decisions:
    """The lines of decisions.csv that can be replayed, and a sentence for each that cannot."""

    rows: pl.DataFrame
    problems: Sequence[str]


def read_decisions(path: Path) -> Decisions:
    """decisions.csv as rows; a missing file is no decision.

    A line that cannot be used is a sentence with its number, and costs only itself. One decision is one line: a
    quotation mark that is never closed ends with its line. Lines that contradict one another are all left out: which of
    them is meant is not guessed. Raises UserError when the file is no text with commas or semicolons,
    or none of its lines can be used.
    """
    rows: list[tuple[Any, ...]] = []
    problems: list[str] = []
    text = read_text(path)
    delimiter = commas_or_semicolons(path, text)
    for number, line in enumerate(text.lines, start=1):
        cells = cells_of(line, delimiter)
        if not any(cells) or tuple(cells[:3]) == COLUMNS[:3]:
            continue
        cells += [""] * 5
        problem = _other_separator(line, delimiter) or _problem(cells)
        if problem:
            problems.append(f"{path.name}, line {number}: {problem}")
        else:
            rows.append((day_of(cells[0]), cells[1], cells[2], cells[3] or None, cells[4] or None, number))
    if problems and not rows:
        raise UserError(f"No line of {path.name} can be used, so nothing was done that may go against it.", *problems)
    decided = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    groups = contradictions(decided)
    problems += [
        f"{path.name}, lines {_listed(group)} contradict each other: none of them is used. "
        "Delete the one that is wrong."
        for group in groups
    ]
    wrong = sorted({line for group in groups for line in group})
    return Decisions(decided.filter(~pl.col("line").is_in(wrong)), problems)


def append_decisions(path: Path, lines: Iterable[tuple[str, str, str, str]], decided_at: date) -> None:
    """Adds lines (verb, subject, object, note) to decisions.csv, made with its header when there is none.

    All of them or, when the disk is full or the power goes, none: the file is written anew beside the old one.
    """
    append_rows(path, COLUMNS, [(decided_at.isoformat(), *line) for line in lines])


def take_back_same(path: Path, pairs: Iterable[Pair]) -> int:
    """Takes the lines out of decisions.csv that say of a pair of records that they are one person's; how many."""
    meant = {ordered(*pair) for pair in pairs}
    said = read_decisions(path).rows.filter(verb="same").select("subject", "object", "line").iter_rows()
    lines = [line for subject, target, line in said if ordered(subject, target) in meant]
    if lines:
        remove_lines(path, lines)
    return len(lines)


def contradictions(decided: pl.DataFrame) -> list[Sequence[int]]:
    """Groups of lines that cannot all hold.

    Records said to be one person, directly or through others, and said not to be. decided: the columns verb, subject,
    object, line. Each group: a `not_same` with the fewest `same` lines it contradicts.
    """
    pairs: dict[str, dict[Pair, list[int]]] = {verb: defaultdict(list) for verb in PAIR_VERBS}
    for verb, subject, target, line in decided.select("verb", "subject", "object", "line").iter_rows():
        if verb in PAIR_VERBS:
            pairs[verb][ordered(subject, target)].append(line)
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for one, two in pairs["same"]:
        neighbours[one].add(two)
        neighbours[two].add(one)
    groups: list[Sequence[int]] = []
    for (one, two), lines in pairs["not_same"].items():
        way = _way(neighbours, one, two)
        if way:
            through = [line for step in pairwise(way) for line in pairs["same"][ordered(*step)]]
            groups.append(sorted([*lines, *through]))
    return groups


def _way(neighbours: Mapping[str, set[str]], start: str, end: str) -> list[str]:
    """The shortest way from one record to the other, both included; empty when there is none."""
    came_from: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came_from:
        here = waiting.popleft()
        for following in sorted(neighbours.get(here, ())):
            if following not in came_from:
                came_from[following] = here
                waiting.append(following)
    way: list[str] = []
    here_or_none = end if end in came_from else None
    while here_or_none is not None:
        way.append(here_or_none)
        here_or_none = came_from[here_or_none]
    return way


def _listed(lines: Sequence[int]) -> str:
    *others, last = map(str, lines)
    return f"{', '.join(others)} and {last}"


def _other_separator(line: str, delimiter: str) -> str | None:
    """What is wrong with a line that has no separator of the file's but others of its own."""
    if delimiter in line or not any(other in line for other in ",;\t"):
        return None
    expected = "semicolons" if delimiter == ";" else "commas"
    return f"its separator is not the one of the file's first line. Write {expected}."


def _problem(cells: Sequence[str]) -> str | None:
    decided_at, verb, subject, target = cells[:4]
    if verb not in VERBS:
        return f"the verb is none that is read. Write one of: {', '.join(VERBS)}."
    try:
        day_of(decided_at)
    except ValueError:
        return "decided_at is not a date. Write one such as 2026-11-22."
    if not subject:
        return "the subject is empty. Write a record key: source/key."
    if verb in _OBJECTS and not target:
        return f"the object is empty. Write {_OBJECTS[verb]}."
    if verb == "set" and (
        target.partition("=")[0].strip().lower() not in SET_FIELDS or not target.partition("=")[2].strip()
    ):
        return f"the object sets nothing that is known. Write field=value with one of: {', '.join(SET_FIELDS)}."
    if verb in PAIR_VERBS and subject == target:
        return "subject and object are the same record. Write the other record's key as the object."
    return None
