"""Birthdays as programs and people write them on cards."""

from __future__ import annotations

import pytest

from tests.connectors.vcf.test_connector import found, read


def cards(*birthdays: str) -> str:
    return "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Zoé {n}\nBDAY:{day}\nEND:VCARD\n" for n, day in enumerate(birthdays))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1980-0504", "1980-05-04"),
        ("19800504T000000Z", "1980-05-04"),
        ("1980-05-04T12:00:00+02:00", "1980-05-04"),
        ("1980-05-04;", "1980-05-04"),
        ("1980/5/4", "1980-05-04"),
        ("1980.05.04", "1980-05-04"),
        ("04.05.1980", "1980-05-04"),
        ("4. 5. 1980", "1980-05-04"),
        ("25/12/1980", "1980-12-25"),
        ("12/25/1980", "1980-12-25"),
        ("05/05/1980", "1980-05-05"),
        ("4 mai 1980", "1980-05-04"),
        ("1er août 1980", "1980-08-01"),
        ("May 4, 1980", "1980-05-04"),
        ("Sunday, May 4th 1980", "1980-05-04"),
        ("4. März 1980", "1980-03-04"),
        ("4 maggio 1980", "1980-05-04"),
        ("4 de mayo de 1980", "1980-05-04"),
        ("1980年5月4日", "1980-05-04"),
        ("0000-05-04", "--05-04"),
        ("0001-05-04", "--05-04"),
        ("1604-05-04", "--05-04"),
        ("--5-4", "--05-04"),
        ("25.12.", "--12-25"),
        ("25.12.80", "--12-25"),
    ],
)
def test_a_birthday_is_told_where_it_says_a_day(written: str, day: str) -> None:
    """Months in five languages, dots the German way; the years 0, 1 and 1604, and two digits, are no year."""
    reading = read(cards(written))
    assert (reading.contacts["bday"].to_list(), reading.rejects.height) == ([day], 0)


@pytest.mark.parametrize("written", ["1980-02-30", "printemps", "1980", "--12", "---04", "04/05/1980", "T1200"])
def test_a_birthday_that_says_no_day_is_a_reject_and_its_card_a_contact(written: str) -> None:
    """The reject names the line and holds no value in its reason; no record is lost, so that the receipt adds up."""
    text = cards(written)
    reading = read(text)
    (reject,) = reading.rejects.to_dicts()
    assert (reject["position"], reject["line"], reject["is_record"]) == (1, 4, False)
    assert reject["raw_text"] == written
    assert written not in reject["reason"]
    assert reading.contacts.height == found(text) == 1


@pytest.mark.parametrize("written", ["", " ", "0000-00-00", "0/0/00"])
def test_no_birthday_is_none(written: str) -> None:
    """Outlook writes 0/0/00 of whoever has none."""
    reading = read(cards(written))
    assert (reading.contacts["bday"].to_list(), reading.rejects.height) == ([None], 0)


def test_the_birthdays_of_a_file_tell_whether_days_stand_first() -> None:
    """25/12 tells how 04/05 is to be read; where 12/25 stands beside it, nothing does."""
    assert read(cards("04/05/1980", "25/12/1980")).contacts["bday"].to_list() == ["1980-05-04", "1980-12-25"]
    assert read(cards("04/05/1980", "12/25/1980")).contacts["bday"].to_list() == ["1980-04-05", "1980-12-25"]
    assert read(cards("04/05/1980", "12/25/1980", "25/12/1980")).rejects.height == 1
