"""E-mail addresses, telephone numbers, organisations, job titles, dates and countries in one form."""

from __future__ import annotations

import time
from datetime import datetime

import polars as pl
import pytest

from transforms.values.countries import country_code
from transforms.values.emails import normalise_emails
from transforms.values.moments import birthday, instant
from transforms.values.organisations import looks_like_organisation, organisation_key
from transforms.values.phones import normalise_phones
from transforms.values.titles import FUNCTIONS, SENIORITIES, classify_titles


@pytest.mark.parametrize(
    ("raw", "email", "domain", "is_valid", "is_free_mail", "is_role"),
    [
        ("Jean.Dupont@Zorglub.example", "jean.dupont@zorglub.example", "zorglub.example", True, False, False),
        ("mailto:info@mail.zorglub.example", "info@mail.zorglub.example", "zorglub.example", True, False, True),
        ('"Jean" <jean@zorglub.co.uk>', "jean@zorglub.co.uk", "zorglub.co.uk", True, False, False),
        ("jean@gmail.com", "jean@gmail.com", "gmail.com", True, True, False),
        ("é@bücher.example", "é@bücher.example", "bücher.example", True, False, False),
        ("jean@@zorglub.example", "jean@@zorglub.example", "zorglub.example", False, False, False),
        ("jean@localhost", "jean@localhost", None, False, False, False),
        ("/O=EXCHANGE/CN=JDUPONT", None, None, False, False, False),
    ],
)
def test_an_address_is_normalised_and_classified(raw, email, domain, is_valid, is_free_mail, is_role):
    """Lower case, registrable domain, and what kind of mailbox it is; nothing is looked up."""
    row = normalise_emails(pl.Series([raw])).row(0, named=True)
    assert (row["email"], row["domain"], row["is_valid"], row["is_free_mail"], row["is_role"]) == (
        email,
        domain,
        is_valid,
        is_free_mail,
        is_role,
    )


def test_spellings_that_reach_one_mailbox_have_one_mailbox():
    """Gmail ignores dots, and a tag after '+' reaches the same mailbox."""
    assert (
        normalise_emails(pl.Series(["jean.dupont+club@googlemail.com", "jeandupont@gmail.com"]))["mailbox"].n_unique()
        == 1
    )


@pytest.mark.parametrize(
    ("raw", "e164", "subtype", "extension", "reason"),
    [
        ("+33 (0)1 99 00 12 34", "+33199001234", "fixed_line", None, None),
        ("0033199001234", "+33199001234", "fixed_line", None, None),
        ("01.99.00.12.34 poste 12", "+33199001234", "fixed_line", "12", None),
        ("199001234", "+33199001234", "fixed_line", None, "its leading zero was missing"),
        ("33199001234", "+33199001234", "fixed_line", None, "its plus sign was missing"),
        ("49 30 231250123", "+4930231250123", "fixed_line", None, "its plus sign was missing"),
        ("+44 20 7946 0123", "+442079460123", "fixed_line", None, None),
        ("(202) 555-0123", None, None, None, "it has too many digits"),  # American; with a plus sign it would not be
        ("9876 / 11223344", None, None, None, "it has too many digits"),
        ("15", None, None, None, "it is a short code"),
        ("call me", None, None, None, "it is not a telephone number"),
        ("01 99 00", None, None, None, "it has too few digits"),
    ],
)
def test_a_number_is_read_in_the_default_region(raw, e164, subtype, extension, reason):
    """The E.164 form, or the reason why there is none; what was put right is said."""
    row = normalise_phones(pl.Series([raw]), "FR").row(0, named=True)
    assert (row["e164"], row["subtype"], row["extension"], row["reason"]) == (e164, subtype, extension, reason)


def test_no_number_ever_raises():
    """Whatever stands in a telephone field, a row comes back."""
    odd = [None, "", "+", "#31#", "☎", "1" * 300, "tel:;ext=", "0" * 20, "+999 1"]
    assert normalise_phones(pl.Series(odd, dtype=pl.String), "FR").height == len(odd)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("VAM", "VAM - Paris"),
        ("Groupe Bernándes", "Bernandes"),
        ("Guillaume & Associés", "GUILLAUME ET ASSOCIES SARL"),
        ("L'Oréal S.A.", "L’Oreal"),
        ("Stolz GmbH & Co. KG", "Stolz"),
    ],
)
def test_spellings_of_one_house_have_one_key(one, two):
    """Legal form, site, accents and words like 'groupe' do not tell houses apart."""
    assert organisation_key(one) == organisation_key(two)


def test_a_name_of_generic_words_only_keeps_them():
    """'Groupe' alone is not an empty key."""
    assert organisation_key("Groupe") == "groupe"


def test_an_organisation_is_told_from_a_person():
    """Legal forms and words of firms make an organisation, a name does not."""
    assert looks_like_organisation("Zorglub SARL")
    assert looks_like_organisation("Masseau & Associés")
    assert not looks_like_organisation("Marie Dupont")


@pytest.mark.parametrize(
    ("title", "seniority", "function"),
    [
        ("DG", "c_level", "general_management"),
        ("Founder & CEO", "owner", "general_management"),
        ("VP Sales", "director", "sales"),
        ("Assistante de direction du DG", "staff", "general_management"),
        ("HR Business Partner", "staff", "hr"),
        ("Chargé(e) de communication", "staff", "communication"),
        ("Directeur·rice général·e", "c_level", "general_management"),
        ("Responsable achats", "manager", "purchasing"),
        ("Directrice Administrative et Financière", "c_level", "finance"),
        ("Ingénieur R&D", "staff", "rnd"),
        ("Chief Data Officer", "c_level", "it"),
        ("General Counsel", "c_level", "legal"),
        ("Étudiant", "other", "other"),
        ("Zorglub", "other", "other"),
        ("", None, None),
    ],
)
def test_a_title_states_a_level_and_a_function(title, seniority, function):
    """French and English titles are read by the lexicon; an unknown one is 'other', none is null."""
    assert classify_titles(pl.Series([title])).row(0)[1:] == (seniority, function)
    assert seniority is None or (seniority in SENIORITIES and function in FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1980-05-04", "1980-05-04"),
        ("19800504", "1980-05-04"),
        ("1604-05-04", "--05-04"),
        ("--0504", "--05-04"),
        ("--5-4", "--05-04"),
        ("--12", None),
        ("1980-5-4", "1980-05-04"),
        ("1980/05/04", "1980-05-04"),
        ("04.05.1980", "1980-05-04"),
        ("25/12/1980", "1980-12-25"),
        ("04/05/1980", None),
        ("0/0/00", None),
        ("1980-02-30", None),
        (None, None),
    ],
)
def test_a_birthday_is_read_where_it_is_certain(text, day):
    """Apple's year 1604 is no year, Outlook's 0/0/00 no birthday, and 04/05 is not guessed at."""
    assert birthday(text) == day


@pytest.mark.parametrize(
    ("text", "time_zone", "day"),
    [
        ("1980-05-03T22:00:00Z", "Europe/Paris", "1980-05-04"),
        ("19800503T220000Z", "Europe/Paris", "1980-05-04"),
        ("1980-05-03T22:00:00Z", "Europe/London", "1980-05-03"),
        ("1980-05-04T00:00:00Z", "Europe/Paris", "1980-05-04"),
    ],
)
def test_a_birthday_as_midnight_of_the_home_is_of_that_day(text, time_zone, day):
    """Some servers write a day as the UTC time at which it begins."""
    assert birthday(text, time_zone) == day


def test_a_revision_time_is_utc():
    """Basic and extended forms are read, an offset is taken into account."""
    assert instant("20240611T101500Z") == instant("2024-06-11T12:15:00+02:00") == datetime(2024, 6, 11, 10, 15)
    assert instant("yesterday") is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_change_at_the_ends_of_the_calendar_has_no_utc_time(text: str) -> None:
    """In UTC it would be before the year 1 or after 9999."""
    assert instant(text) is None


def test_countries_are_known_by_the_names_people_write():
    """Names in several languages and codes lead to one code; an unknown name to none."""
    assert [
        country_code(name) for name in ("France", "Allemagne", "Germany", "Suisse", "UK", "de", "Zorglubie", None)
    ] == [
        "FR",
        "DE",
        "DE",
        "CH",
        "GB",
        "DE",
        "",
        "",
    ]


@pytest.mark.parametrize("filling", [" ", ",", "1 x ", "(", "p", ";"])
def test_a_text_longer_than_any_number_is_none(filling):
    """It has too many digits, told at once; blanks around a number are none of it."""
    long, padded = "+33 1 99 00 00 01" + filling * 30_000 + "1", " " * 30_000 + "+33 1 99 00 00 01" + " " * 30_000
    started = time.process_time()
    found = normalise_phones(pl.Series([long, padded]), "FR")
    assert time.process_time() - started < 0.5
    assert found["e164"].to_list() in ([None, "+33199000001"], ["+33199000001", "+33199000001"])
    assert (found["reason"][0] is not None) or filling == " "
