"""A pair of records, the same whichever of the two is named first."""

from __future__ import annotations

Pair = tuple[str, str]


def ordered(one: str, two: str) -> Pair:
    """The pair with the smaller record id first, as every table of pairs has it."""
    return (one, two) if one <= two else (two, one)
