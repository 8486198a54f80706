"""Job titles: level and function, in the words of three languages."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.values.titles import classify_titles


@pytest.mark.parametrize(
    "title", ["Geschäftsführer", "Geschäftsführerin", "Geschaeftsfuehrer", "Geschäftsführende Direktorin"]
)
def test_who_runs_a_german_firm_is_of_its_management(title: str) -> None:
    """Women too, and where the keyboard has no umlauts."""
    row = classify_titles(pl.Series([title])).row(0, named=True)
    assert (row["seniority"], row["function"]) == ("c_level", "general_management")


def test_who_assists_the_management_is_not_of_it() -> None:
    """The noun of the office is no rank."""
    assert classify_titles(pl.Series(["Assistenz der Geschäftsführung"]))["seniority"][0] == "other"
