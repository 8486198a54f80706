"""Prints lines that hold text from the data: what a name holds is shown, never obeyed by a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import click

_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
# marks that turn the rest of a line round
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def printable(text: str) -> str:
    """The text with its control characters, line ends and direction marks written out: `\\x1b` for an escape.

    >>> printable("Anna\\x1b[31m")
    'Anna\\\\x1b[31m'
    """
    return text if text.isprintable() else "".join(sign if _is_harmless(sign) else repr(sign)[1:-1] for sign in text)


def _is_harmless(sign: str) -> bool:
    return unicodedata.category(sign) not in _CONTROLS and unicodedata.bidirectional(sign) not in _TURNING


def json_line(row: Mapping[str, Any]) -> str:
    """The row as JSON on one line, letters of all alphabets as they are and what a terminal could obey as `\\u001b`."""
    text = json.dumps(row, ensure_ascii=False)
    return (
        text if text.isprintable() else "".join(sign if _is_harmless(sign) else f"\\u{ord(sign):04x}" for sign in text)
    )


def table_lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """A table for people: the header, a rule, one line for each row, columns as wide as their widest cell."""
    names = [printable(column) for column in columns]
    texts = [[_cell(value) for value in row] for row in rows]
    rule = ["-" * width for width in _widths([names, *texts])]
    return aligned([names, rule, *texts], left=len(names))


def aligned(lines: Sequence[Sequence[str]], left: int) -> list[str]:
    """Lines of texts in columns as wide as their widest: the first to the left, those after `left` to the right."""
    widths = _widths(lines)
    return [
        "  ".join(
            text.ljust(width) if place < left else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*lines, strict=True)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    return printable(" ".join(str(value).split()))


def shortened(text: str, length: int) -> str:
    """The text, with an ellipsis for what goes beyond this many characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def say(line: str, err: bool = False) -> None:
    """One line on standard output, or on standard error."""
    click.echo(printable(line), err=err)
