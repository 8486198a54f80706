"""Birthdays: with a year or without, and the day told from the month by what the whole column allows."""

from __future__ import annotations

import polars as pl
import pytest

from connectors.tables.builders.birthdays import read_birthdays
from tests.connectors.tables.test_dialects import Bytes, read


def days(*written: str, is_day_first: bool | None = None) -> list[str | None]:
    return read_birthdays(pl.Series(written), is_day_first)["iso"].to_list()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("15 janvier 1985", "1985-01-15"), ("Jan 15", "--01-15"), ("15 Jan", "--01-15"), ("1er janvier", "--01-01"),
        ("January 15, 1985", "1985-01-15"), ("15. März 1985", "1985-03-15"), ("15. März", "--03-15"),
        ("15 de enero de 1985", "1985-01-15"), ("15 gennaio", "--01-15"), ("January 15th", "--01-15"),
        ("29 février", "--02-29"), ("1985-01-15", "1985-01-15"), ("1985-01-15 00:00:00", "1985-01-15"),
        ("03.04.1985", "1985-04-03"), ("03.04.", "--04-03"), ("15/01", "--01-15"), ("01-15", "--01-15"),
        ("15/01/85", "1985-01-15"), ("4/4/1985", "1985-04-04"), ("29/02", "--02-29"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_form_that_says_it(written: str, day: str) -> None:
    """Months by name in five languages; dots are of countries where days stand first."""
    assert days(written) == [day]


def test_a_value_of_one_order_decides_for_the_column() -> None:
    """There is no fifteenth month."""
    assert days("1/15/1985", "3/4", "12/31/1990") == ["1985-01-15", "--03-04", "1990-12-31"]
    assert days("15/1/1985", "3/4") == ["1985-01-15", "--04-03"]
    assert days("1/15/1985", "3/4", is_day_first=True) == ["1985-01-15", "--03-04"]


def test_a_column_that_allows_both_orders_leaves_its_days_open() -> None:
    """Nothing is guessed; what can be read one way only is."""
    read = read_birthdays(pl.Series(["3/4/1985", "15 mai 1985", None]), None)
    assert read.rows() == [(None, True), ("1985-05-15", False), (None, False)]
    assert days("1/15/1985", "15/1/1985", "3/4/1985") == ["1985-01-15", "1985-01-15", None]


@pytest.mark.parametrize("written", ["31/2/1985", "13/13/1985", "spring 1980", "0/0/0000", "1980", "15/1/05"])
def test_what_is_no_day_is_not_read(written: str) -> None:
    """It is not open either: no order makes a day of it."""
    assert read_birthdays(pl.Series([written]), None).rows() == [(None, False)]


def test_a_day_that_cannot_be_decided_is_told_and_costs_no_person() -> None:
    """The row stays a contact without a birthday; the value stands in extra, and the reject names column and line."""
    text = "First Name,Last Name,Email,Birthday\nZoé,Lefèvre,zoe@altavia.example,03/04/1985\n"
    _, reading, receipt = read(Bytes(text.encode(), "x.csv"))
    (row,), (reject,) = reading.contacts.to_dicts(), reading.rejects.to_dicts()
    assert (row["given_name"], row["bday"], receipt.kept, receipt.rejected) == ("Zoé", None, 1, 0)
    assert [(one["name"], one["value"]) for one in row["extra"]] == [("Birthday", "03/04/1985")]
    assert (reject["position"], reject["line"], reject["is_record"]) == (1, 2, False)
    assert reject["reason"].startswith('The column "Birthday" holds a day of which nothing says')


def test_a_birthday_that_says_no_day_is_told_and_kept_as_written() -> None:
    """A year alone is told by nobody as a fault."""
    rows = "Zoé,Lefèvre,zoe@altavia.example,spring\nBo,Roy,bo@altavia.example,1985\n"
    _, reading, _ = read(Bytes(f"First Name,Last Name,Email,Birthday\n{rows}".encode(), "x.csv"))
    assert reading.contacts["bday"].to_list() == ["spring", "1985"]
    assert reading.rejects["reason"].to_list() == [
        'The column "Birthday" holds no day that can be read; it is kept as written.'
    ]


@pytest.mark.parametrize("header", ["Date de naissance", "Geburtstag", "Fecha de nacimiento", "Data di nascita"])
def test_days_stand_first_under_a_header_that_is_not_english(header: str) -> None:
    """Only English is written both ways, of the languages read."""
    text = f"Nom;Prénom;Email;{header}\nLefèvre;Zoé;zoe@altavia.example;03/04/1985\n"
    assert read(Bytes(text.encode(), "x.csv"))[1].contacts["bday"].to_list() == ["1985-04-03"]
