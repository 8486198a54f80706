"""Names as people write them, and the keys under which they are compared."""

from __future__ import annotations

import time
import tracemalloc

import polars as pl
import pytest

from transforms.names.beside import bare_name
from transforms.names.parsing import parse_name, shown_name
from transforms.text import clean, fold_text, map_unique, name_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Œuvre–Ångström", "oeuvre angstrom"),
        ("Groß", "gross"),
        ("Søren Łuk", "soren luk"),
        ("Наталья", "natalia"),
        ("O’Brien", "o brien"),
        ("", ""),
        (None, ""),
    ],
)
def test_folding_leaves_plain_letters(text, folded):
    """Accents, ligatures and other alphabets become plain lower-case letters, punctuation one space."""
    assert fold_text(text) == folded


def test_folding_a_series_keeps_null_and_order():
    """Each distinct value is folded once and put back in its place."""
    assert map_unique(pl.Series(["Zoé", None, "Zoé", "!"]), fold_text).to_list() == ["zoe", None, "zoe", None]


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("DUPONT Marie", "Marie", "Dupont"),
        ("Dupont, Marie", "Marie", "Dupont"),
        ("Dr Dupont, Marie", "Marie", "Dupont"),
        ("Marie Dupont, MBA", "Marie", "Dupont"),
        ("M. Jean-Paul DE LA FONTAINE", "Jean-Paul", "de La Fontaine"),
        ("Anne Sophie Martin", "Anne Sophie", "Martin"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Yasmine EL FASSI", "Yasmine", "El Fassi"),
        ("🔹Adrien Nguyen 🚀", "Adrien", "Nguyen"),
        ("jean dupont", "Jean", "Dupont"),
        ("Marie Dupont - Zorglub", "Marie", "Dupont"),
        ("GILLIAN O'DONNELL", "Gillian", "O'Donnell"),
        ("JoÃ«lle Moreau", "Joëlle", "Moreau"),
        ("Sophie", "Sophie", ""),
        ("marie@zorglub.example", "", ""),
        ("", "", ""),
    ],
)
def test_a_full_name_is_cut_into_given_and_family_name(text, given, family):
    """Capitals, commas, titles, particles and decoration tell which word is which."""
    name = parse_name(text)
    assert (name.given, name.family) == (given, family)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Marie-Claire Dupont, MBA 🚀", "Marie-Claire Dupont"),
        ("Marie Dupont P.Eng.", "Marie Dupont"),
        ("Marie Dupont MBA PhD", "Marie Dupont"),
        ("Marie Dupont, CRHA", "Marie Dupont"),
        ("Marie Dupont, Directrice commerciale", "Marie Dupont"),
        ("Me Jean Le Gall", "Jean Le Gall"),
        ("Prof. Dr. med. Anna Kern", "Anna Kern"),
        ('Robert "Bob" Smith', "Robert Smith"),
        ("Robert (Bob) Smith", "Robert Smith"),
        ("Sören Täve Nüßlebaum", "Sören Täve Nüßlebaum"),
        ("Möhrke Gerda", "Möhrke Gerda"),
        ("Dupont, Marie", "Marie Dupont"),
        ("Garcia Lopez, Maria", "Maria Garcia Lopez"),
        ("van der Berg, Pieter", "Pieter van der Berg"),
        ("de la Cruz, Juan", "Juan de la Cruz"),
        ("DUPONT Marie", "Marie Dupont"),
        ("O'BRIEN Siobhán", "Siobhán O'Brien"),
        ("Robert Downey Jr., MBA", "Robert Downey Jr."),
        ("SOS Médecins", "SOS Médecins"),
        ("KPMG France", "KPMG France"),
        ("Anh Tuan Do", "Anh Tuan Do"),
        ("Jack MA", "Jack Ma"),
        ("𝗠𝗮𝗿𝗶𝗲 𝗗𝘂𝗽𝗼𝗻𝘁", "Marie Dupont"),
        ("محمد علي", "محمد علي"),
        ("山田 太郎", "山田 太郎"),
        ("Наталья Петровна Иванова", "Наталья Петровна Иванова"),
        ("marie@zorglub.example", ""),
    ],
)
def test_a_name_is_shown_as_its_card_writes_it(text, shown):
    """Without titles, credentials, emoji and nicknames.

    Turned round only where capitals or a comma mark the family name.
    """
    assert shown_name(text, parse_name(text)) == shown


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("Marie 🚀", "Dupont, MBA, PhD", None), "Marie Dupont"),
        (("Marie", "Dupont MBA", None), "Marie Dupont"),
        (("John", "Public", "Quincy"), "John Quincy Public"),
        (("JP", "Chevalier", None), "JP Chevalier"),
        (("Diallo", "BA", None), "Diallo Ba"),
    ],
)
def test_a_name_without_a_full_text_is_shown_by_its_parts(parts, shown):
    """Given, further and family names; initials are not taken for a family name put first."""
    given, family, additional = parts
    assert shown_name(None, parse_name(None, given, family, additional)) == shown


def test_the_full_text_is_shown_before_the_parts():
    """A card may be shown by another name than its parts give, in another script or a shorter form."""
    assert shown_name("孔夫子", parse_name("孔夫子", family="Konfuzius")) == "孔夫子"
    assert shown_name("Don Jasen Cummerata", parse_name(None, "Don", "Cummerata", "Jasen")) == "Don Jasen Cummerata"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Mar\u00adie\u200e", "Marie"),
        ("👩\u200d💻 Zoé 👩\u200d💻 Martin 🇫🇷", "Zoé Martin"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Anna\x07 Meier", "Anna Meier"),
    ],
)
def test_cleaning_takes_signs_that_are_no_letters(text, cleaned):
    """Emoji, direction marks and controls go; a joiner within a word stays."""
    assert clean(text) == cleaned


def test_a_birth_name_and_a_nickname_stand_apart():
    """'(née Ramon)' is a birth name, other brackets a nickname."""
    assert parse_name("Alexandria Vidal (née Ramon)").birth_name == "Ramon"
    assert parse_name("Jianguo (Cindy) Sun").nickname == "Cindy"


def test_the_organisation_behind_a_name_is_taken_off():
    """A name field that ends in the record's organisation holds the name before it."""
    assert parse_name("Raymond Martinez Zorglub Finance", organisation="Zorglub Finance").display == "Raymond Martinez"
    assert parse_name("Marie Dupont Martin", organisation="Martin").display == "Marie Dupont Martin"


def test_the_organisations_of_a_book_are_not_copied_for_each_name():
    """They are looked up, so that reading the names of a large book takes time in step with its records."""

    class Book(frozenset):
        def __or__(self, other):
            raise AssertionError("copied")

    assert (
        parse_name("Raymond Martinez Zorglub Finance", organisations=Book({"zorglub finance"})).display
        == "Raymond Martinez"
    )


def test_parts_that_capitals_show_to_be_swapped_are_put_right():
    """A given name in capitals beside a family name in small letters is the family name."""
    assert parse_name(None, given="DUPONT", family="Marie").display == "Marie Dupont"


def test_the_key_is_equal_for_either_order():
    """The words of a name are compared in alphabetical order."""
    assert name_key("Jean-Paul", "Le Gall") == name_key("Le Gall", "Jean-Paul") == "gall jean le paul"


def test_a_name_of_thousands_of_words_is_parsed_at_once():
    """An organisation behind a name has a few words; no more of them are looked at."""
    started = time.process_time()
    bare_name("A " * 32_000, [{"orlivel"}])
    assert time.process_time() - started < 3


def test_an_organisation_behind_a_long_name_is_taken_off():
    """Of the end of the text, the part that is known."""
    assert bare_name("Anna Meier Orlivel Energie", [{"orlivel energie"}]).text == "Anna Meier"


def test_what_is_folded_is_kept_only_where_it_may_come_again():
    """Texts of a page's length would fill the memory."""
    tracemalloc.start()
    for number in range(20):
        assert fold_text(f"{number}" + "É" * 100_000) == f"{number}" + "e" * 100_000
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 10**6  # bytes; 4 * 10**6 with what was folded
