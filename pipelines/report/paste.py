"""Lines to paste into network.toml, where a section is empty for want of a setting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from pipelines.report.facts.shape import Unclassified
from pipelines.report.words import Words

_OUTSIDE_PLAIN = range(0x7F, 0xA0)
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"


def plan_lines(words: Words, as_of: date) -> list[str]:
    """A plan to start from, from `as_of` to the end of the sixth month after."""
    month = as_of.month + 6
    deadline = date(as_of.year + month // 12, month % 12 + 1, 1)
    text = words.code("objective.code.plan", start=as_of.isoformat(), deadline=deadline.isoformat())
    return text.strip().splitlines()


def circle_lines(words: Words, unclassified: Sequence[Unclassified]) -> list[str]:
    """A circle whose rules are the assignments that would classify most people, one rule a line."""
    opening = words.code("diversity.code.open").strip().splitlines()
    rules = [f"  {toml_string(row.field + '=' + row.value)}," for row in unclassified]
    return [*opening, *rules, "]"]


def toml_string(text: str) -> str:
    """`text` as a TOML basic string; what does not print or turns the line round is written \\uXXXX."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(
        f"\\u{ord(sign):04x}" if ord(sign) in _OUTSIDE_PLAIN or sign in _DIRECTIONS else sign for sign in quoted
    )
