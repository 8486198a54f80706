"""What is said of a file that was read, and only of one that needs it."""

from __future__ import annotations

import polars as pl

from connectors.records import CONTACTS, REJECTS, Reading
from pipelines.importing.remarks import remarks


def reading(contacts: list[dict[str, object]], rejects: list[dict[str, object]] | None = None) -> Reading:
    return Reading(
        contacts=pl.DataFrame(contacts, schema=CONTACTS), rejects=pl.DataFrame(rejects or [], schema=REJECTS)
    )


def test_a_card_without_a_name_is_told_with_its_place() -> None:
    """Of three cards the one that names neither a person nor an organisation."""
    cards: list[dict[str, object]] = [
        {"position": 1, "formatted_name": "Karim Haddad"},
        {"position": 2, "formatted_name": " ", "tels": [{"value": "01 99 00 55 66"}]},
        {"position": 3, "org": ["Orlivel Énergie"]},
    ]
    (sentence,) = remarks("cards.vcf", reading(cards))
    assert sentence.startswith("cards.vcf: 1 contact has no name (number 2 of the file):")
    assert "01 99 00" not in sentence


def test_records_left_out_are_told_with_the_first_line_and_why() -> None:
    """Two cards and a value: two sentences, the reason of the first of each."""
    rejects: list[dict[str, object]] = [
        {"line": 40, "is_record": True, "reason": "The second."},
        {"line": 12, "is_record": True, "reason": "The card does not end."},
        {"line": 7, "is_record": False, "reason": "The line has no colon."},
    ]
    assert remarks("cards.vcf", reading([], rejects)) == [
        "cards.vcf: 2 records could not be read and are left out; the first, at line 12: The card does not end.",
        "cards.vcf: 1 line or value could not be read, the rest of the file was; at line 7: The line has no colon.",
    ]


def test_a_sound_file_is_not_remarked_upon() -> None:
    """Nothing to know, nothing said."""
    assert remarks("cards.vcf", reading([{"position": 1, "nickname": "Bob"}])) == []
