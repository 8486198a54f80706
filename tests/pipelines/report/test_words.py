"""Dates, numbers, plurals and places as French and English write them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipelines.report.escape import html
from pipelines.report.places import in_country
from pipelines.report.typography import clip, typeset
from pipelines.report.words import UnknownWording, Words, wording

FR, EN = Words("fr", html), Words("en", html)


def test_both_languages_hold_the_same_wordings() -> None:
    """Code lists aside, where English may show the code itself."""
    lists = ("sector.", "function.", "occasion.")
    french, english = (
        {re.sub(r"\.(zero|one|other)$", "", key) for key in wording(language) if not key.startswith(lists)}
        for language in ("fr", "en")
    )
    assert french == english


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_plural_always_has_its_other_form(language: str) -> None:
    """A wording with a singular or a zero has a plural too."""
    texts = wording(language)
    assert [
        key for key in texts if key.endswith((".one", ".zero")) and f"{key.rpartition('.')[0]}.other" not in texts
    ] == []


def test_the_placeholders_are_the_same_in_both_languages() -> None:
    """A value that one language shows is not lost in the other."""
    french, english = wording("fr"), wording("en")
    for key in french.keys() & english.keys() - {"week.title"}:
        assert _placeholders(french[key]) == _placeholders(english[key]), key


def _placeholders(text: str) -> set[str]:
    # A singular may write the number out or leave it.
    return set(re.findall(r"{(\w+)}", text))


def test_the_first_of_a_month_is_written_1er_in_french_only() -> None:
    """« 1er novembre 2026 », "1 November 2026"."""
    assert (FR.full_date(date(2026, 11, 1)), EN.full_date(date(2026, 11, 1))) == (
        "1er\u00a0novembre\u00a02026",
        "1\u00a0November\u00a02026",
    )


@pytest.mark.parametrize(
    ("first", "last", "french"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "du 16 au 22 novembre 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "du 28 septembre au 4 octobre 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        (date(2026, 6, 1), date(2026, 6, 7), "du 1er au 7 juin 2026"),
    ],
)
def test_a_week_names_month_and_year_once_where_it_can(first: date, last: date, french: str) -> None:
    """Nothing is said twice."""
    assert FR.week(first, last).replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (1248, 0, "1\u202f248", "1,248"),
        (6.24, 1, "6,2", "6.2"),
        (-0.44, 2, "−0,44", "−0.44"),
        (-0.001, 2, "0,00", "0.00"),
    ],
)
def test_numbers_have_the_signs_of_their_language(value: float, digits: int, french: str, english: str) -> None:
    """Decimal comma, thin thousands, a true minus, no minus before zero."""
    assert (FR.number(value, digits), EN.number(value, digits)) == (french, english)


@pytest.mark.parametrize(
    ("n", "french", "english"), [(0.54, "Il en faut 0,54", "takes 0.54"), (2.5, "Il en faut 2,50", "takes 2.50")]
)
def test_a_fraction_is_shown_with_its_decimals(n: float, french: str, english: str) -> None:
    """The plural agrees with the number as it is read."""
    assert french in FR.text("objective.required", n=FR.count(n, 2)).replace("\u00a0", " ")
    assert english in EN.text("objective.required", n=EN.count(n, 2)).replace("\u00a0", " ")


@pytest.mark.parametrize(("n", "text"), [(0.9, "0,9 cercle"), (1.94, "1,9 cercle"), (1.96, "2,0 cercles")])
def test_french_plurals_begin_at_two(n: float, text: str) -> None:
    """« 1,9 cercle », « 2,0 cercles »: by the number as shown."""
    assert FR.text("diversity.effective_circles", n=FR.count(n, 1)).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("days", "text"), [(0, "0 jour"), (1, "1 jour"), (59, "59 jours"), (61, "2 mois"), (1010, "2 ans")]
)
def test_a_duration_is_said_in_the_unit_people_use(days: int, text: str) -> None:
    """Days to two months, months to two years, then years."""
    assert FR.duration(days).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("PT", "au Portugal", "in Portugal"),
        ("FR", "en France", "in France"),
        ("US", "aux États-Unis", "in the United States"),
        ("NL", "aux Pays-Bas", "in the Netherlands"),
        ("MX", "au Mexique", "in Mexico"),
        ("IL", "en Israël", "in Israel"),
        ("MT", "à Malte", "in Malta"),
        ("CI", "en Côte d’Ivoire", "in Côte d’Ivoire"),
        ("HK", "à Hong Kong", "in Hong Kong"),
        ("XX", "au XX", "in XX"),
    ],
)
def test_a_country_has_its_preposition(code: str, french: str, english: str) -> None:
    """Feminine or with a vowel: en; masculine: au; plural: aux; without an article: à."""
    assert (in_country(code, "fr"), in_country(code, "en")) == (french, english)


def test_french_text_is_set_with_narrow_spaces_and_curly_apostrophes() -> None:
    """Wordings are typed plainly and printed well."""
    assert typeset("« L'an » : 3 % ; vrai ?", "fr") == "«\u202fL’an\u202f»\u202f: 3\u202f%\u202f; vrai\u202f?"


def test_a_long_name_is_cut_at_a_word() -> None:
    """An ellipsis says that there was more."""
    assert clip("Compagnie générale des eaux et forêts", 30) == "Compagnie générale des eaux…"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    """A sector the wordings do not know yet is better read than lost."""
    assert FR.term("sector", "space_mining") == "space mining"


def test_a_missing_wording_is_a_bug_that_names_itself() -> None:
    """Never a blank on the page."""
    with pytest.raises(UnknownWording, match=r"no\.such is in no section and not in wording/fr\.toml"):
        FR.text("no.such")
