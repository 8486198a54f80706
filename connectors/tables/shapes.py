"""What the cells of a column look like: addresses, numbers, names of people.

For columns whose header does not say, or says too much.
"""

from __future__ import annotations

import polars as pl

_HONORIFICS = (
    "m|mm|mr|mrs|ms|miss|mx|sir|dame|lord|lady|mme|mmes|mlle|mlles|monsieur|madame|mademoiselle|mister|me|maître|maitre|dr|dre|docteur|doctor|pr|prof|"
    "professeur|professor|herr|frau|hr|fr|dipl|ing|mag|sr|sra|srta|señor|señora|don|doña|dott|dottssa|sig|sigra|avv|arch|rev|père|abbé|mgr"
)
_TITLE = rf"(?i)^(?:(?:{_HONORIFICS})\.?\s*(?:et|and|und|&|/|y|e)?\s*)+$"
_WORD = r"[\p{L}][\p{L}'’.-]*"

YES = ("1", "true", "yes", "y", "x", "oui", "vrai", "ja", "wahr", "sí", "si", "verdadero", "sì", "vero")
"""Words by which tables say yes."""

SHAPES = {
    "email": r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\",;]+",
    "phone": (
        r"^\W*(?:\w{1,2}:)?(?:\(?\+|00|0|\()[\d\s\u00a0().\-/]{7,24}(?:\s*(?:x|ext|poste)\W*\d+)?$|^\d{3}[-.]\d{3}[-.]\d{4}$"
    ),
    "digits": r"^[^\p{L}]*(?:\d[^\p{L}\d]*){6,}|^\d[.,]\d+E\+\d+$",
    "url": (
        r"(?i)^(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|fr|eu|de|ch|be|it|es|uk|io|example)(?:/\S*)?$"
    ),
    "profile": r"(?i)^(?:https?://)?(?:\w+\.)?linkedin\.com/",
    "amount": r"^[-+(]?\s*(?:[€$£]\s*)?\d{1,3}(?:[ \u00a0'.,]?\d{3})*[.,]\d{2}\)?\s*(?:[€$£]|EUR|USD|CHF)?$",
    "number": r"^[-+]?[\d\s.,'%]+$",
    "date": r"^\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$",
    "name": rf"^(?:{_WORD},?\s+){{1,4}}{_WORD}$",
    "word": rf"^{_WORD}(?:[\s-]{_WORD}){{0,2}}$",
}
"""What a cell of each kind looks like; the pattern need not match all of it."""


def is_honorific(values: pl.Series) -> pl.Series:
    """Whether each value is a courtesy or academic title (Mme, Dr., Herr Prof.) and nothing else."""
    return values.str.strip_chars().str.contains(_TITLE)


def says_yes(values: pl.Series) -> pl.Series:
    """Whether each value is a word for yes, in the languages read, or a mark; false for null."""
    return values.str.strip_chars().str.to_lowercase().is_in(YES).fill_null(False)


def share(values: pl.Series, shape: str) -> float:
    """The share, 0 to 1, of the filled cells that have this shape; 0 when none is filled."""
    filled = values.drop_nulls().str.strip_chars()
    return float(filled.str.contains(SHAPES[shape]).sum()) / filled.len() if filled.len() else 0.0
