"""Small files of cards beside each other are read together, and each is handed on once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.files.listing import File, files_in
from connectors.records import Recognition
from connectors.registry import recognise
from pipelines.importing import neighbours
from pipelines.importing.inbox import Inbox, Known
from pipelines.importing.neighbours import Neighbours


def cards(folder: Path, count: int) -> list[File]:
    for number in range(count):
        text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna {number}\r\nEND:VCARD\r\n"
        (folder / f"{number}.vcf").write_text(text, "utf-8")
    return list(files_in(folder).files)


def recognised(file: File) -> Recognition:
    found = recognise(file)
    assert isinstance(found, Recognition)
    return found


def names(held: Neighbours, files: list[File]) -> list[str | None]:
    readings = [held.reading(file, recognised(file)) for file in files]
    return [reading.contacts["formatted_name"].item() if reading else None for reading in readings]


@pytest.mark.parametrize("at_once", [500, 4, 3])
def test_each_file_is_handed_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """In whatever order they are asked for, and however many are read at a time; what is left over reads itself."""
    monkeypatch.setattr(neighbours, "AT_ONCE", at_once)
    files = cards(tmp_path, 7)
    told = names(Neighbours(files), files[::-1])[::-1]
    assert told == [f"Anna {number}" for number in range(6)] + ["Anna 6" if at_once != 3 else None]


def test_a_file_is_handed_on_once(tmp_path: Path) -> None:
    """Read again, it is read by itself."""
    files = cards(tmp_path, 3)
    held = Neighbours(files)
    assert names(held, [files[0], files[0], files[1]]) == ["Anna 0", None, "Anna 1"]


def test_few_files_and_files_of_another_kind_are_read_by_themselves(tmp_path: Path) -> None:
    """Two files are no folder of cards, and a table called .vcf is none."""
    files = cards(tmp_path, 3)
    assert names(Neighbours(files[:2]), files[:2]) == [None, None]
    table = replace(recognised(files[0]), connector="connectors.tables")
    assert Neighbours(files).reading(files[0], table) is None


def test_files_that_were_read_before_are_left_alone(tmp_path: Path) -> None:
    """A later run reads the new ones, together with those beside them that are new."""
    files = cards(tmp_path, 4)
    known = Known({(files[0].name, files[0].sha256): ("vcard/1", None, "contacts")}, {}, frozenset())
    held = Neighbours.of(Inbox(files, [], known, set(), {}))
    assert names(held, files) == [None, "Anna 1", "Anna 2", "Anna 3"]
