"""What stands behind a telephone number: extensions, and remarks that are no part of it."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.values.phones import normalise_phones


@pytest.mark.parametrize(
    ("written", "extension"),
    [
        ("01 99 00 12 34 poste 12", "12"),
        ("01 99 00 12 34 (poste 12)", "12"),
        ("01 99 00 12 34 Poste n° 12", "12"),
        ("01 99 00 12 34 (ext. 12)", "12"),
        ("01 99 00 12 34 (bureau)", None),
        ("(domicile) 01 99 00 12 34", None),
        ("01 99 00 12 34 [maison de campagne]", None),
        ("01 99 00 12 34 (bureau, poste 12)", "12"),
    ],
)
def test_a_number_is_read_whatever_stands_behind_it(written: str, extension: str | None) -> None:
    """Letters in brackets would be dialled otherwise, and the number be too long."""
    row = normalise_phones(pl.Series([written]), "FR").row(0, named=True)
    assert row["e164"] == "+33199001234"
    assert row["extension"] == extension


def test_a_number_spelt_in_letters_stays_one() -> None:
    """What is left without them would be no number."""
    assert normalise_phones(pl.Series(["1-202 (FLOWERS)"]), "US")["reason"][0] != "it is too short"
