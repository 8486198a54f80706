"""Columns that a dialect does not know, in a file that fits it by others: read by the words of the generic reader."""

from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.tables.test_dialects import Bytes, read


def first(text: str) -> tuple[str, dict[str, Any]]:
    """The dialect, and what is read of the first contact."""
    recognition, reading, _ = read(Bytes(text.encode(), "x.csv"))
    return recognition.dialect, reading.contacts.to_dicts()[0]


def values(row: dict[str, Any], field: str) -> list[str]:
    return [one["value"] for one in row[field]]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (
            "thunderbird",
            "First Name,Last Name,Display Name,Screen Name,Pager Number,Web Page 1,Email,Phone,Organisation,Job Title\n"
            "Zoé,Lefèvre,Zoé Lefèvre,,,,zoe@altavia.example,01 99 00 12 34,Altavia,Directrice\n",
        ),
        (
            "google_contacts_2024",
            "First Name,Last Name,Organization Name,Job Title,Email,Mobile,Labels\n"
            "Zoé,Lefèvre,Altavia,Directrice,zoe@altavia.example,01 99 00 12 34,VIP\n",
        ),
        (
            "outlook_desktop",
            "Prénom;Nom;Société;Fonction;Adresse de messagerie;Rue (bureau);E-mail personnel;Portable\n"
            "Zoé;Lefèvre;Altavia;Directrice;;;zoe@altavia.example;01 99 00 12 34\n",
        ),
        (
            "salesforce_report",
            "First Name,Last Name,Account Name,Mailing Street,Title,Secondary Email,Ligne\n"
            "Zoé,Lefèvre,Altavia,1 rue A,Directrice,zoe@altavia.example,01 99 00 12 34\n",
        ),
    ],
)
def test_a_file_that_fits_a_dialect_by_some_columns_has_its_others_read(dialect: str, text: str) -> None:
    """Addresses, numbers, firm and job stand where they belong, and nothing of them in extra."""
    found, row = first(text)
    assert found == dialect
    assert (values(row, "emails"), values(row, "tels")) == (["zoe@altavia.example"], ["01 99 00 12 34"])
    assert (row["org"], row["title"], row["extra"]) == (["Altavia"], "Directrice", [])


def test_a_column_the_dialect_knows_keeps_what_it_says() -> None:
    """A second word for the firm stays in extra; a part of an address joins the others of its kind."""
    _, row = first(
        "First Name,Last Name,Display Name,Screen Name,Pager Number,Organization,Employer,Home Address,Home Post Code\n"
        "Zoé,Lefèvre,Zoé Lefèvre,,,Altavia,Brémond,1 Mill Lane,SY8 1AA\n"
    )
    assert row["org"] == ["Altavia"]
    assert values(row, "extra") == ["Brémond"]
    assert [(one["street"], one["postal_code"]) for one in row["adrs"]] == [("1 Mill Lane", "SY8 1AA")]


def test_somebody_elses_column_is_not_adopted() -> None:
    """The owner of the record is not the contact."""
    _, row = first(
        "First Name,Last Name,Account Name,Mailing Street,Email,Contact Owner Email,Assistant,Asst Phone\n"
        "Zoé,Lefèvre,Altavia,1 rue A,zoe@altavia.example,rep@maison.example,Ida Roy,01 99 00 12 39\n"
    )
    assert (values(row, "emails"), values(row, "tels")) == (["zoe@altavia.example"], [])
    assert [(one["value"], one["types"]) for one in row["related"]] == [("Ida Roy", ["assistant"])]
    assert values(row, "extra") == ["rep@maison.example", "01 99 00 12 39"]
