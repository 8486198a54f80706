"""Excel workbooks: each sheet that holds anything is a file of its own, the table it holds as CSV."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from connectors import registry
from connectors.files.listing import File, files_at, files_in
from connectors.records import Reading, Recognition, Window
from tests.support.workbooks import Cell, workbook

HEADER: list[Cell] = ["Nom", "Prénom", "Email", "Téléphone", "Date de naissance"]
ZOE: list[Cell] = ["Lefèvre", "Zoé", "zoe@altavia.example", 33199001234, date(1985, 4, 3)]
BO: list[Cell] = ["Roy", "Bo", "bo@altavia.example", "01 99 00 12 35", None]
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))


def read(file: File) -> tuple[str, Reading]:
    """Dialect and reading; the receipt adds up."""
    recognition = registry.recognise(file)
    assert isinstance(recognition, Recognition)
    reading = registry.read(file, recognition, WINDOW)
    assert registry.receipt(file, recognition, reading).adds_up
    return recognition.dialect, reading


def test_a_workbook_is_read_as_the_table_it_holds(tmp_path: Path) -> None:
    """Numbers keep their digits, days are days, and blank sheets are none; the line of a row is its number."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"Feuil1": [["Annuaire"], [], HEADER, ZOE, [], BO], "Feuil2": []}))
    (file,) = files_in(tmp_path).files
    dialect, reading = read(file)
    assert (file.name, dialect) == ("x.xlsx", "generic")
    zoe, bo = reading.contacts.to_dicts()
    assert (zoe["given_name"], zoe["bday"]) == ("Zoé", "1985-04-03")
    assert ([one["value"] for one in zoe["tels"]], bo["position"]) == (["33199001234"], 2)


def test_each_sheet_of_several_is_a_file(tmp_path: Path) -> None:
    """By the workbook's and its own name; one that holds no people is told as any other table."""
    sheets = {"Clients": [HEADER, ZOE], "Anciens": [HEADER, BO], "Chiffres": [["Mois", "Total"], ["mai", 12]]}
    (tmp_path / "x.xlsx").write_bytes(workbook(sheets))
    files = files_in(tmp_path).files
    assert [file.name for file in files] == ["x.xlsx/Anciens", "x.xlsx/Chiffres", "x.xlsx/Clients"]
    assert [read(file)[1].contacts["given_name"].to_list() for file in files] == [["Bo"], [], ["Zoé"]]
    assert all(file.is_as_listed() for file in files)


@pytest.mark.parametrize("levels", [1, 2])
def test_a_workbook_in_an_archive_is_read(tmp_path: Path, levels: int) -> None:
    """And in an archive in one."""
    content, name = workbook({"A": [HEADER, ZOE]}), "x.xlsx"
    for level in range(levels):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            packed.writestr(name, content)
        content, name = buffer.getvalue(), f"{level}.zip"
    (tmp_path / name).write_bytes(content)
    (file,) = files_in(tmp_path).files
    assert file.name.endswith(".zip/x.xlsx")
    assert read(file)[1].contacts["given_name"].to_list() == ["Zoé"]


def test_a_workbook_that_the_user_names_is_read(tmp_path: Path) -> None:
    """As a file of the inbox is."""
    (tmp_path / "x.XLSX").write_bytes(workbook({"A": [HEADER, ZOE]}))
    (file,) = files_at(tmp_path / "x.XLSX").files
    assert read(file)[1].contacts.height == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 with a password"])
def test_a_workbook_that_cannot_be_opened_is_refused(tmp_path: Path, content: bytes) -> None:
    """With a sentence."""
    (tmp_path / "x.xlsx").write_bytes(content)
    ((name, sentence),) = files_in(tmp_path).refused
    assert (name, sentence[:41]) == ("x.xlsx", "It is not a workbook that can be opened: ")


def test_a_cell_far_from_all_others_makes_no_rectangle_too_large_to_hold(tmp_path: Path) -> None:
    """The reader would ask for memory for all that lies between."""
    near = workbook({"A": [HEADER, ZOE]})
    source, buffer = zipfile.ZipFile(io.BytesIO(near)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in source.namelist():
            packed.writestr(name, source.read(name).replace(b'r="E1"', b'r="XFD1048576"'))
    (tmp_path / "x.xlsx").write_bytes(buffer.getvalue())
    ((_, sentence),) = files_in(tmp_path).refused
    assert sentence.startswith("The workbook would unpack to a size no table has.")


def test_text_that_is_called_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    """By its first bytes."""
    (tmp_path / "x.xlsx").write_text("Nom;Prénom;Email\nLefèvre;Zoé;zoe@altavia.example\n", "utf-8")
    (file,) = files_in(tmp_path).files
    assert read(file)[1].contacts.height == 1


def test_a_workbook_of_blank_sheets_is_refused(tmp_path: Path) -> None:
    """Nothing is passed over in silence."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"A": []}))
    assert files_in(tmp_path).refused == (("x.xlsx", "The workbook holds nothing. Export it again, or remove it."),)
