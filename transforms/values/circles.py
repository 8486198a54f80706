"""Circles: the key under which spellings of a label meet, and the kind a label stands for."""

from __future__ import annotations

import re
from functools import cache

from transforms.lexicon import table
from transforms.text import fold_text
from transforms.values.emails import registrable_domain
from transforms.values.organisations import organisation_key


def circle_id(label: str) -> str:
    """The label folded; as written where folding leaves nothing (a label of symbols)."""
    return fold_text(label) or label.strip()


def label_kind(label: str) -> str:
    """Kind of circle that a label stands for.

    Family, school, club, friends, client, employer, professional or other.
    """
    return _kind("labels", fold_text(label)) or "other"


def organisation_kind(name: str) -> str | None:
    """school or club for an organisation one belongs to rather than works for; null for others."""
    return _kind("organisations", fold_text(name))


def rule_key(field: str, value: str) -> str:
    """What a rule compares: the folded label or city, the organisation's key, the registrable domain."""
    if field == "organisation":
        return organisation_key(value)
    if field == "domain":
        host = value.strip().lower().removeprefix("@")
        return registrable_domain(host) or host
    return circle_id(value)


def _kind(group: str, text: str) -> str | None:
    return next((kind for kind, pattern in _patterns(group) if pattern.search(text)), None)


@cache
def _patterns(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in table("circle_kinds")[group].items())
