"""Spellings of one house."""

from __future__ import annotations

import pytest

from transforms.values.streets import street_house


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("12, rue des Rosiers", "12 rosiers"),
        ("12 r. des rosiers", "12 rosiers"),
        ("12B Rosebery Crescent", "12b rosebery"),
        ("Rosebery Cres. 12b", "12b rosebery"),
        ("Hauptstraße 7", "7 haupt"),
        ("Hauptstr. 7", "7 haupt"),
        ("Flat 3, 12 Rosebery Crescent", "12 rosebery"),
        ("via Roma 4", "4 roma"),
        ("Calle de Alcalá, 15", "15 alcala"),
        ("Le Bourg", None),
        ("12", None),
        ("BP 40", "40 bp"),
        ("", None),
        (None, None),
    ],
)
def test_a_house_is_its_number_and_street(text, house):
    """Without the word for street, accents and order; a village without numbers is none."""
    assert street_house(text) == house
