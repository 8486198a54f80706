"""What the name of a file says."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.sources.file_names import folder_of, label_tree_of, place_in_row, source_name, stated_date


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("contacts-2026-11-22.vcf", date(2026, 11, 22)),
        ("contacts_20261122.csv", date(2026, 11, 22)),
        ("carnet 22-11-2026.vcf", date(2026, 11, 22)),
        ("Basic_LinkedInDataExport_11-02-2026.zip/Connections.csv", date(2026, 11, 2)),
        ("2025-01-01/contacts-2026-11-22.vcf", date(2026, 11, 22)),
        ("contacts.vcf", None),
        ("99-99-2026.vcf", None),
    ],
)
def test_a_date_is_read_from_a_name(name: str, expected: date | None) -> None:
    """The innermost; LinkedIn writes the month first."""
    assert stated_date(name) == expected


@pytest.mark.parametrize(
    "name", ["contacts.vcf", "contacts-2026-11-22.vcf", "contacts (2).vcf", "contacts_20261122T101112Z.vcf"]
)
def test_dates_and_counters_are_no_part_of_a_source(name: str) -> None:
    """Next month's export is of the same source."""
    assert source_name(name) == "contacts.vcf"


def test_a_name_that_is_only_a_date_stays_as_it_is() -> None:
    """Nothing would be left of it."""
    assert source_name("2026-11-22.vcf") == "2026-11-22.vcf"


def test_the_parts_of_a_takeout_lie_in_one_folder() -> None:
    """They come as several archives of one name and a number."""
    one, other = (f"takeout-20261101T101112Z-{part}.zip/Takeout/Contacts/a.vcf" for part in ("001", "002"))
    assert folder_of(one) == folder_of(other)
    assert folder_of("a.vcf") == "inbox"


def test_label_files_of_a_takeout_are_known_by_their_folder() -> None:
    """`Amis/Amis.vcf`, in any language."""
    assert label_tree_of("Takeout/Contacts/Amis/Amis.vcf") == "Takeout/Contacts"
    assert label_tree_of("Takeout/Contacts/Amis/Clients.vcf") is None


def test_numbers_in_names_are_numbers() -> None:
    """(10) comes after (2), and both after none."""
    names = ["contacts (10).csv", "contacts (2).csv", "contacts.csv"]
    assert sorted(names, key=place_in_row) == ["contacts.csv", "contacts (2).csv", "contacts (10).csv"]
