"""What the cells of a column look like: addresses, numbers, names of people. For columns whose header does not say, or says too much."""

from __future__ import annotations

import polars as pl

_HONORIFICS = (
    "m|mm|mr|mrs|ms|miss|mx|sir|dame|lord|lady|mme|mmes|mlle|mlles|monsieur|madame|mademoiselle|mister|me|maître|maitre|dr|dre|docteur|doctor|pr|prof|"
    "professeur|professor|herr|frau|hr|fr|dipl|ing|mag|sr|sra|srta|señor|señora|don|doña|dott|dottssa|sig|sigra|avv|arch|rev|père|abbé|mgr"
)
_TITLE = rf"(?i)^(?:(?:{_HONORIFICS})\.?\s*(?:et|and|und|&|/|y|e)?\s*)+$"


def is_honorific(values: pl.Series) -> pl.Series:
    """Whether each value is a courtesy or academic title (Mme, Dr., Herr Prof.) and nothing else."""
    return values.str.strip_chars().str.contains(_TITLE)
