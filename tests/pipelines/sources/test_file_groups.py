"""Files that were exported together."""

from __future__ import annotations

from typing import Any

from pipelines.sources.file_groups import grouped


def exports(*names: str, records: int = 1, dialect: str = "vcard", known: tuple[str, ...] = ()) -> dict[str, str]:
    """The export of each file, each with so many records."""
    files: list[dict[str, Any]] = [
        {"source": name, "file": name, "sha256": name, "dialect": dialect, "kind": "contacts"} for name in names
    ]
    held = {(name, name, name): records for name in names}
    return {file: export for (_, file, _), export in grouped(files, held, known).items()}


def test_three_cards_in_a_folder_are_one_export() -> None:
    """As vdirsyncer and Nextcloud keep them."""
    assert set(exports("book/1.vcf", "book/2.vcf", "book/3.vcf").values()) == {"book"}


def test_two_cards_are_cards_that_somebody_sent() -> None:
    """Each is an export of its own."""
    assert exports("book/1.vcf", "book/2.vcf") == {"book/1.vcf": "book/1.vcf", "book/2.vcf": "book/2.vcf"}


def test_a_card_joins_a_folder_that_was_an_export_before() -> None:
    """However few files are left in it."""
    assert exports("book/9.vcf", known=("book",)) == {"book/9.vcf": "book"}


def test_files_of_many_records_stay_apart() -> None:
    """Three address books in a folder are three."""
    names = ("book/a.vcf", "book/b.vcf", "book/c.vcf")
    assert exports(*names, records=20) == {name: name for name in names}


def test_the_labels_of_one_archive_are_one_export() -> None:
    """A person stands under each label."""
    labels = ("Takeout/Contacts/Amis/Amis.vcf", "Takeout/Contacts/Clients/Clients.vcf")
    assert set(exports(*labels, records=20).values()) == {"Takeout/Contacts"}
