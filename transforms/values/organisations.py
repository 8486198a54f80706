"""Names of organisations: a key under which spellings of one house meet, and signs that a name is an organisation's."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from transforms.lexicon import words
from transforms.text import clean, fold_text, map_unique

_SITE = re.compile(r"(?<!\s)\s+[-–—|/]\s+.*$|(?<!\s)\s*\([^()]*\)\s*$")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}", re.IGNORECASE)


def organisation_keys(values: pl.Series) -> pl.Series:
    """The key of each organisation: folded, without legal form, site ('VAM - Paris') and words like 'groupe'.

    Null for none.
    """
    return map_unique(values, organisation_key)


def organisation_key(name: str | None) -> str:
    """The key of one organisation; the whole folded name where nothing else would be left."""
    text = clean(name)
    if not fold_text(text):
        return ""
    bare = _SITE.sub("", text)
    parts = _parts(bare if fold_text(bare) else text)
    kept = _without_legal_form(parts)
    specific = [part for part in kept if part not in words("organisations", "generic_words") and part != "et"]
    return " ".join(specific or kept or parts)


def _parts(text: str) -> list[str]:
    text = _DOTTED.sub(lambda found: found.group(0).replace(".", ""), text)
    return (
        fold_text(text.replace("&", " et ").replace("+", " et "))
        .replace(" and ", " et ")
        .replace(" und ", " et ")
        .split()
    )


def _without_legal_form(parts: list[str]) -> list[str]:
    forms = words("organisations", "legal_forms")
    while len(parts) > 1:
        length = next((n for n in (3, 2, 1) if len(parts) > n and " ".join(parts[-n:]) in forms), 0)
        if not length:
            break
        parts = parts[:-length]
    return parts[1:] if len(parts) > 1 and parts[0] in forms else parts


def compact(key: str) -> str:
    """The key without spaces, as it stands in a domain: 'guillaume associes' is 'guillaumeassocies'."""
    return key.replace(" ", "")


def domain_key(domain: str | None) -> str:
    """The name in a registrable domain: 'guillaumeassocies' of 'guillaume-associes.eu'."""
    label = fold_text((domain or "").split(".", 1)[0]).replace(" ", "")
    return label


def looks_like_organisation(name: str | None) -> bool:
    """True when a name holds a legal form at its end, an ampersand, or a word that only organisations bear."""
    text = clean(name)
    folded = fold_text(text)
    parts = folded.split()
    if len(parts) > 1 and (
        parts[-1] in words("organisations", "legal_forms") - {"ab", "as", "co", "ag", "se", "sl", "lp", "ev"}
        or "&" in text
    ):
        return True
    return bool(_organisation_words().search(folded))


@cache
def _organisation_words() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(words("organisations", "organisation_words"))) + r")\b")
