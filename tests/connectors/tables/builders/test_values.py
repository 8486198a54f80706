"""What spreadsheets and services do to values, and what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.tables.test_dialects import Bytes, read

OUTLOOK = (
    "First Name,Last Name,E-mail Address,E-mail Type,E-mail Display Name,Business Street,Home Street,Mobile "
    "Phone,Birthday,Anniversary\n"
)


def row_of(text: str) -> dict[str, object]:
    (row,) = read(Bytes(text.encode(), "x.csv"))[1].contacts.to_dicts()
    return row


@pytest.mark.parametrize("number", ["3,36E+10", "3.36E+10", "3E+10", "########"])
def test_a_number_that_a_spreadsheet_shortened_is_kept_as_written_and_told(number):
    """Its digits are lost: nobody may guess them."""
    _, reading, receipt = read(Bytes(f'{OUTLOOK}Ann,Penderby,,,,,,"{number}",,\n'.encode(), "x.csv"))
    assert [one["value"] for one in reading.contacts["tels"][0]] == [number]
    (told,) = reading.rejects.to_dicts()
    assert (told["position"], told["is_record"], told["raw_text"]) == (1, False, number)
    assert "Mobile Phone" in told["reason"]
    assert receipt.kept == 1


def test_a_directory_name_of_a_mail_server_is_no_address():
    """The displayed name may hold the address; the directory name goes to extra, with or without."""
    name = "/o=Wexcott/ou=Exchange Administrative Group/cn=Recipients/cn=apenderby"
    row = row_of(f"{OUTLOOK}Ann,Penderby,{name},EX,Ann Penderby (ann@wexcott.example),,,,,\n")
    assert [one["value"] for one in row["emails"]] == ["ann@wexcott.example"]
    row = row_of(f"{OUTLOOK}Ann,Penderby,{name},EX,Ann Penderby,,,,,\n")
    assert row["emails"] == []
    assert {"name": "E-mail Address", "params": None, "value": name} in row["extra"]


def test_all_dates_of_a_file_say_together_how_it_writes_days():
    """05/04/1980 in an English file is the 4th of May, unless another date of the file has a 22nd month otherwise."""
    assert row_of(f"{OUTLOOK}Ann,Penderby,,,,,,,05/04/1980,\n")["bday"] == "1980-05-04"
    assert row_of(f"{OUTLOOK}Ann,Penderby,,,,,,,05/04/1980,22/06/2005\n")["bday"] == "1980-04-05"


def test_a_date_that_cannot_be_read_stays_as_written():
    """A birthday is a text; nothing is lost."""
    assert row_of(f"{OUTLOOK}Ann,Penderby,,,,,,,spring 1980,\n")["bday"] == "spring 1980"


def test_a_connection_saved_by_a_spreadsheet_keeps_its_day():
    """With a time of midnight behind it."""
    text = "First Name,Last Name,URL,Connected On\nAnn,Penderby,,05/03/2021 00:00:00\nIda,Thorsen,,22/03/2021 00:00\n"
    _, reading, _ = read(Bytes(text.encode(), "x.csv"))
    assert reading.contacts["connected_on"].to_list() == [date(2021, 3, 5), date(2021, 3, 22)]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("ann@a.example; ann@b.example", ["ann@a.example", "ann@b.example"]),
        ("ann@a.example ann@b.example", ["ann@a.example", "ann@b.example"]),
        ("Ann <ann@a.example>, Ann P <ann@b.example>", ["Ann <ann@a.example>", "Ann P <ann@b.example>"]),
        ("Penderby, Ann <ann@a.example>", ["Penderby, Ann <ann@a.example>"]),
        ("mailto:ann@a.example", ["mailto:ann@a.example"]),
    ],
)
def test_several_addresses_in_a_cell_are_told_apart(cell, values):
    """By whatever parts two addresses; a comma inside a name parts nothing."""
    row = row_of(f'{OUTLOOK}Ann,Penderby,"{cell}",,,,,,,\n')
    assert [one["value"] for one in row["emails"]] == values


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("+44 20 7946 0123 / +44 20 7946 0124", ["+44 20 7946 0123", "+44 20 7946 0124"]),
        ("01 99 00 12 34;01 99 00 12 35", ["01 99 00 12 34", "01 99 00 12 35"]),
        ("01 99 00 12 34, poste 12", ["01 99 00 12 34, poste 12"]),
        ("01/99/00/12/34", ["01/99/00/12/34"]),
    ],
)
def test_several_numbers_in_a_cell_are_told_apart(cell, values):
    """An extension is no number of its own."""
    row = row_of(f'{OUTLOOK}Ann,Penderby,,,,,,"{cell}",,\n')
    assert [one["value"] for one in row["tels"]] == values
