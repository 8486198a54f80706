"""touches.csv and help.csv: what the user notes that no export holds, one line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.home_tables import cells_of, day_of, read_text
from transforms.text import fold_text
from warehouse.raw import TABLES

_KINDS = {
    "lunch": "lunch déjeuner déj mittagessen pranzo almuerzo comida",
    "coffee": "coffee café kaffee caffè",
    "dinner": "dinner dîner abendessen cena",
    "event": "event événement veranstaltung evento",
    "meeting": "meeting réunion rendez-vous rdv entretien treffen besprechung termin incontro riunione reunión",
    "call": "call appel téléphone tél phone anruf telefonat chiamata telefonata llamada",
    "message": "message mail e-mail email courriel sms whatsapp nachricht messaggio mensaje correo",
}
_DIRECTIONS = {
    "given": "given donné donnée gegeben dato data dado dada",
    "received": "received reçu reçue erhalten ricevuto ricevuta recibido recibida",
}
_COLUMNS = {
    "date": "date datum data fecha",
    "person": "person personne persona",
    "kind": "kind type genre art tipo",
    "minutes": "minutes minuten minuti minutos durée dauer durata duración",
    "note": "note notes notiz nota",
    "direction": "direction sens given|received richtung direzione dirección",
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Noted:
    """The lines of a file of notes that can be used, and a sentence for each that cannot."""

    rows: pl.DataFrame
    problems: Sequence[str]


class _Unreadable(Exception):
    """A cell that cannot be used; its text is the sentence for the user."""


def read_touches(path: Path) -> Noted:
    """touches.csv: date, person, kind, minutes, note; a missing file is no line.

    With commas or semicolons, in UTF-8 or Windows-1252, as spreadsheets save it; columns go by their header, or without
    one by their place. A line that cannot be used is a sentence with its number, and costs only itself.
    """
    return _read(path, ("date", "person", "kind", "minutes", "note"), TABLES["touches"], _touch)


def read_help(path: Path) -> Noted:
    """help.csv: date, person, direction (given or received), kind. Read as touches.csv is."""
    return _read(path, ("date", "person", "direction", "kind"), TABLES["help"], _help)


def _read(
    path: Path, columns: Sequence[str], schema: pl.Schema, row: Callable[[Mapping[str, str]], tuple[Any, ...]]
) -> Noted:
    rows, problems = [], []
    for number, cells in _lines(path, columns):
        try:
            rows.append((number, *row(cells)))
        except _Unreadable as problem:
            problems.append(f"{path.name}, line {number}: {problem}")
    return Noted(pl.DataFrame(rows, schema=schema, orient="row"), problems)


def _lines(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Number and cells, by column, of each line that says something. One note is one line."""
    places: Sequence[str | None] = columns
    is_first = True
    for number, line in enumerate(read_text(path).lines, start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        named = [_meaning(cell, _COLUMNS) for cell in cells]
        if is_first and "date" in named and "person" in named:
            places = named
        else:
            yield number, {column: cell for column, cell in zip(places, cells, strict=False) if column}
        is_first = False


def _cells(line: str) -> list[str]:
    delimiter = ";" if line.count(";") > line.count(",") else ","
    return cells_of(line, delimiter)


def _touch(cells: Mapping[str, str]) -> tuple[Any, ...]:
    kind = _meaning(cells.get("kind", ""), _KINDS)
    if kind is None:
        raise _Unreadable(f"the kind is none that is read. Write one of: {', '.join(_KINDS)}.")
    return _day(cells), _person(cells), kind, _minutes(cells.get("minutes", "")), cells.get("note") or None


def _help(cells: Mapping[str, str]) -> tuple[Any, ...]:
    direction = _meaning(cells.get("direction", ""), _DIRECTIONS)
    if direction is None:
        raise _Unreadable("which way the help went is not said. Write given or received.")
    return _day(cells), _person(cells), direction, cells.get("kind") or None


def _day(cells: Mapping[str, str]) -> date:
    """2026-11-22, or day first as European spreadsheets write it: 22/11/2026."""
    try:
        return day_of(cells.get("date", ""))
    except ValueError as error:
        raise _Unreadable("the date is none. Write one such as 2026-11-22.") from error


def _person(cells: Mapping[str, str]) -> str:
    if not cells.get("person"):
        raise _Unreadable("the person is empty. Write a name, an address or a record key.")
    return cells["person"]


def _minutes(text: str) -> float | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise _Unreadable("the minutes are no number. Write one such as 90, or nothing.")
    return float(text.replace(",", "."))


def _meaning(text: str, words: Mapping[str, str]) -> str | None:
    """What a word stands for in any of the five languages; None when it stands for nothing."""
    folded = fold_text(text)
    return next((name for name, known in words.items() if folded in map(fold_text, known.split())), None)
