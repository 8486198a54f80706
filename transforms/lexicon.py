"""The small tables of transforms/data, read once."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of transforms/data/<name>.toml."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """One list of transforms/data/<name>.toml as a set."""
    return frozenset(table(name)[key])


@cache
def lines(name: str) -> frozenset[str]:
    """The lines of transforms/data/<name>.txt, comments left out."""
    return frozenset(line for line in _text(f"{name}.txt").splitlines() if line and not line.startswith("#"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The records of transforms/data/<name>.csv, comments left out."""
    return tuple(csv.DictReader(line for line in _text(f"{name}.csv").splitlines() if not line.startswith("#")))


def _text(file: str) -> str:
    return (files("transforms") / "data" / file).read_text("utf-8")
