"""Prints lines that hold text from the data: what a name holds is shown, never obeyed by a terminal."""

from __future__ import annotations

import unicodedata

import click

_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})  # marks that turn the rest of a line round


def printable(text: str) -> str:
    """The text with its control characters, line ends and direction marks written out: `\\x1b` for an escape.

    >>> printable("Anna\\x1b[31m")
    'Anna\\\\x1b[31m'
    """
    return text if text.isprintable() else "".join(sign if _is_harmless(sign) else repr(sign)[1:-1] for sign in text)


def _is_harmless(sign: str) -> bool:
    return unicodedata.category(sign) not in _CONTROLS and unicodedata.bidirectional(sign) not in _TURNING


def say(line: str, err: bool = False) -> None:
    """One line on standard output, or on standard error."""
    click.echo(printable(line), err=err)
