"""What the pages say of a week, and of a week where something is missing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import polars as pl
import pytest

from pipelines.report import build
from pipelines.report.escape import html
from pipelines.report.words import Words
from tests.pipelines.report import marts
from tests.pipelines.report.marts import AS_OF, full, with_figure, with_rows, with_values
from tests.pipelines.report.reading import first_page_words, section
from transforms.values.occasions import means

LANGUAGES = ("fr", "en")
PAGE_ONE = ["week", "objective", "reconnect", "fading", "reach", "diversity", "bridges", "limits"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_has_its_eight_sections_in_order(language: str) -> None:
    """The week first, then what to do, then what it rests on."""
    page = build(full(), as_of=AS_OF)[f"report.{language}.html"]
    first = page[: page.index('id="page-2"')]
    assert re.findall(r'<section id="(\w+)"', first) == PAGE_ONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_is_at_most_400_words_beside_three_charts(language: str) -> None:
    """A page that is read in two minutes."""
    page = build(full(), as_of=AS_OF)[f"report.{language}.html"]
    assert len(first_page_words(page)) <= 400
    assert page[: page.index('id="page-2"')].count("<figure") == 3


def test_the_sentence_of_the_week_ends_in_what_to_do() -> None:
    """Behind on the plan, it says whom to start with."""
    said = section(full(), "week")
    assert (
        "4 occasions de rencontre, dont 2 au-delà du premier cercle ; vous êtes en retard sur votre plan : commencez"
        " par relancer Inês Carvalhal." in said
    )


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [(0, "0 lien nouveau", "0 new ties"), (1, "1 lien nouveau", "1 new tie"), (2, "2 liens nouveaux", "2 new ties")],
)
def test_nouns_agree_with_their_number(n: int, french: str, english: str) -> None:
    """French has the singular at zero, English the plural."""
    given = with_figure(full(), "new_ties", float(n), "stable")
    assert f"{french.partition(' ')[2]} {n} stable" in section(given, "week", "fr")
    assert f"{english.partition(' ')[2]} {n} stable" in section(given, "week", "en")


def test_a_change_that_is_not_established_is_called_stable() -> None:
    """Three new ties after two is no rise."""
    assert "liens nouveaux 3 stable" in section(full(), "week")


def test_without_a_verdict_on_the_change_the_week_before_is_shown() -> None:
    """No arrow, no claim: the other number."""
    given = full()
    figures = given["mart.figures"].with_columns(change=None)
    assert "semaine précédente : 2" in section({**given, "mart.figures": figures}, "week")


def test_the_first_week_has_nothing_to_compare() -> None:
    """It says so rather than withholding."""
    assert "première semaine : rien à comparer" in section(
        with_figure(full(), "revived", None, note="first_week"), "week"
    )


def withheld(reason: str, data_through: date) -> marts.Marts:
    """A full week whose changes of state may not be stated."""
    given = with_values(
        full(), "mart.evaluation_weeks", calendar_data_through=data_through, is_withheld=True, reason=reason
    )
    return with_figure(given, "calendar_is_withheld", 1.0, note=reason)


def test_of_two_calendars_the_page_speaks_of_the_one_that_withholds() -> None:
    """A recent calendar beside the old one does not turn the reason into an unknown owner."""
    said = section(withheld("calendar_old", marts.WEEK_END - timedelta(days=23)), "week", "en")
    assert "the calendar stops 23 days before the end of the week" in said
    assert "does not say who you are" not in said


def test_an_old_calendar_withholds_movements_and_says_why() -> None:
    """Neither a count nor a name of ties going dormant is stated from a calendar that stops before the week."""
    given = withheld("calendar_old", marts.WEEK_END - timedelta(days=23))
    assert "l’agenda s’arrête 23 jours avant la fin de la semaine" in section(given, "week")
    assert "liens endormis — sans chiffre" in section(given, "week")
    assert "Bérengère" not in section(given, "fading")
    assert "Movements withheld for want of a usable calendar." in section(given, "fading", "en")


def test_an_old_calendar_gives_neither_pace_nor_occasions() -> None:
    """What a calendar that stops before the week would understate is not shown, and the sections say why."""
    given = withheld("calendar_old", marts.WEEK_END - timedelta(days=23))
    for name in ("objective", "means"):
        said = section(given, name)
        assert "Cadence et occasions non établies, faute d’un agenda exploitable." in said
        assert "En retard" not in said
        assert "déjeuner" not in said
    assert "chart-occasions" not in build(given, as_of=AS_OF)["report.fr.html"]


def test_an_unknown_owner_is_told_where_to_write_the_addresses() -> None:
    """A calendar that does not know whose it is cannot count."""
    given = withheld("owner_unknown", marts.WEEK_END)
    assert "[owner], addresses" in section(given, "week")


def test_without_a_plan_the_section_gives_the_lines_to_paste() -> None:
    """They are whole: a table, dates from the day of the run, means per week."""
    given = with_rows(full(), "mart.plan_progress", (False, *[None] * 10, 3, 4, 2))
    said = section(
        {
            **given,
            "mart.plan_weeks": marts.frame("mart.plan_weeks"),
            "mart.target_cells": marts.frame("mart.target_cells"),
        },
        "objective",
    )
    assert "[plan]" in said
    assert "start = 2026-11-23" in said
    assert "3 semaines de suite avec une occasion." in said


@pytest.mark.parametrize(
    ("pace", "pace_class", "words"),
    [
        (1.02, "on_time", "Dans les temps : 102 % du rythme prévu."),
        (1.4, "ahead", "En avance : 140 % du rythme prévu."),
    ],
)
def test_the_pace_is_said_in_words(pace: float, pace_class: str, words: str) -> None:
    """On time and ahead, beside its number."""
    assert words in section(with_values(full(), "mart.plan_progress", pace=pace, pace_class=pace_class), "objective")


def test_a_plan_that_has_not_begun_has_no_pace() -> None:
    """It says when it begins."""
    given = with_values(full(), "mart.plan_progress", start_date=date(2026, 12, 1), pace=None, pace_class=None)
    said = section(given, "objective")
    assert "Le plan commence le 1er décembre 2026." in said
    assert "du rythme" not in said


def test_a_plan_whose_deadline_has_passed_says_so() -> None:
    """No number of people a week is asked for after the deadline."""
    given = with_values(full(), "mart.plan_progress", deadline=date(2026, 10, 1), required_per_week=None)
    assert "L’échéance est passée depuis le 1er octobre 2026." in section(given, "objective")


def test_reasons_are_in_words_of_either_language() -> None:
    """What was shared, when, the sector, and why nobody else will do."""
    assert "3 déjeuners en 2023, énergie, aucun autre contact au Portugal" in section(full(), "reconnect", "fr")
    assert "3 lunches in 2023, energy, no other contact in Portugal" in section(full(), "reconnect", "en")


def test_a_telephone_and_an_address_can_be_pressed() -> None:
    """The page holds the number in groups and a link that dials it; nothing is fetched."""
    page = build(full(), as_of=AS_OF)["report.fr.html"]
    assert '<a href="tel:+33199001234">+33 1 99 00 12 34</a>' in page.replace("\u00a0", " ")
    assert '<a href="mailto:k.haddouche@littoral.example">' in page


def test_nobody_to_call_says_why() -> None:
    """With meetings known: everyone is fresh or planned. Without: what to import."""
    given = with_rows(full(), "mart.recontact_weeks")
    assert "aucun lien joignable ne s’est refroidi" in section(given, "reconnect")
    assert "Il y faut un agenda" in section(with_rows(given, "mart.state_weeks", ("never_met", 12)), "reconnect")


def test_too_few_classified_people_give_no_figure_but_the_lines_to_paste() -> None:
    """The rules are one a line, as TOML, the biggest first."""
    rows = full()["mart.diversity_weeks"].to_dicts()[0] | {
        "status": "insufficient",
        "n_classified": 41,
        "coverage": 0.2867,
    }
    given = with_rows(
        full(), "mart.diversity_weeks", tuple(value for name, value in rows.items() if name != "week_end")
    )
    said = section(given, "diversity")
    assert "Pas de chiffre : 41 sur 143 liens actifs ont un cercle connu (29 %)" in said
    assert (
        'rules = [ "organisation=Nordlys Vind", "domain=hopital-belair.example", "organisation=Maurois \\"& Fils\\"", ]'
        in said
    )
    assert "6,2" not in said
    assert "Au-delà du premier cercle" not in said  # a share of 41 people is none of 143 ties
    assert "E–I" not in section(given, "axes")


def test_the_gap_between_people_and_attention_is_said_as_two_shares() -> None:
    """72.6 of 121 people are beyond the first circle, 45.1 of 161.1 hours: 60 % and 28 %."""
    assert "60 % des liens, mais 28 % de votre attention" in section(full(), "diversity")


def test_an_effective_number_comes_with_its_interval_and_coverage() -> None:
    """A headline never stands alone."""
    said = section(full(), "diversity")
    assert (
        "Vos 143 liens actifs, tièdes compris, valent 6,2 cercles de taille égale (entre 5,4 et 7,2, à 90 %) sur 9."
        in said
    )
    assert "85 % ont un cercle connu." in said


def test_an_interval_that_misses_its_number_is_not_shown() -> None:
    """With many groups and few people the interval, corrected for bias, lies above the plain number.

    The page says so instead.
    """
    given = with_values(full(), "mart.diversity_weeks", d1=29.6, low90=31.4, high90=44.5)
    assert (
        "valent 29,6 cercles de taille égale sur 9 ; pas d’intervalle : trop de cercles pour si peu de liens."
        in section(given, "diversity")
    )
    assert "no interval: too many circles for so few ties." in section(given, "diversity", "en")
    assert "31,4" not in section(given, "diversity") + section(given, "axes")
    assert "Sans intervalle : trop de groupes pour si peu de personnes." in section(given, "axes")


def test_occasions_of_the_week_are_counted_in_words() -> None:
    """Number and noun agree, in either language."""
    assert "Occasions de la semaine : 3 déjeuners, 1 séminaire." in section(full(), "means")
    assert "Occasions of the week: 3 lunches, 1 seminar." in section(full(), "means", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_occasion_has_its_word(language: str) -> None:
    """A kind that the marts count is never shown as a code."""
    words = Words(language, html)
    assert all(words.text(f"occasion.{kind}", n=2) for kind in means())


def test_ties_that_share_meetings_over_years_name_both_years() -> None:
    """Six meetings from 2019 to 2026."""
    assert "6 rencontres en 2019-2026, secteur public, seul contact sur place" in section(full(), "reconnect")


def test_targets_nobody_can_be_reached_at_are_named() -> None:
    """Two of the four cells have nobody reachable."""
    assert "(2 sur 4) : Lusoverde, secteur public × direction générale" in section(full(), "reach")


def test_the_age_of_every_source_is_on_page_one() -> None:
    """Old ones are called so."""
    said = section(full(), "limits")
    assert "Carnet d’adresses (5 jours)" in said
    assert "LinkedIn (4 mois, à renouveler)" in said


def test_what_withholds_figures_is_never_among_the_sources_left_out() -> None:
    """Of seven sources six are named: what is too old first, then calendars."""
    book, *others = [
        tuple(row.values())[1:] for row in full()["mart.source_freshness"].sort("kind", "source").to_dicts()
    ]
    books = [(f"a{number}.vcf", *book[1:-1], False) for number in range(6)]
    agenda = next(row for row in others if row[2] == "events")
    said = section(with_rows(full(), "mart.source_freshness", *books, ("z.ics", *agenda[1:-1], True)), "limits")
    assert "à renouveler" in said
    assert "et 1 autre." in said
    assert said.index("Agenda") < said.index("a0.vcf")


def test_a_week_is_called_by_its_monday() -> None:
    """The week that ends on Sunday 22 November is the week of the 16th, in both languages."""
    pages = build(full(), as_of=AS_OF)
    french, english = (pages[f"report.{language}.md"].replace("\u00a0", " ") for language in LANGUAGES)
    assert "semaine du 16 novembre" in french
    assert "semaine du 22 novembre" not in french
    assert "week of 16 November" in english


def test_two_sources_of_a_kind_are_told_apart_by_their_files() -> None:
    """An address book from each telephone."""
    rows = [tuple(row.values())[1:] for row in full()["mart.source_freshness"].to_dicts()]
    given = with_rows(full(), "mart.source_freshness", *rows, ("icloud.vcf", *rows[0][1:]))
    said = section(given, "limits")
    assert "contacts.vcf et icloud.vcf (5 jours)" in said
    assert "Carnet d’adresses (icloud.vcf)" in section(given, "sources")


def test_where_no_setting_changes_anything_the_usual_one_stands_in_the_middle() -> None:
    """Nobody changes class under any of the nine: still 180 days and 4 hours with their neighbours."""
    given = full()
    given = {
        **given,
        "mart.sensitivity": given["mart.sensitivity"].with_columns(people_changing_class=pl.lit(0, dtype=pl.Int64)),
    }
    said = section(given, "structure")
    assert "180 jours 4 54 89 0" in said
    assert "180 jours 6" in said
    assert "90 jours 2" not in said


def test_the_settings_tried_are_those_in_force_and_their_neighbours() -> None:
    """Of nine combinations, the five that differ from 180 days and 4 hours in one value."""
    said = section(full(), "structure")
    assert "180 jours 4 54 89 0" in said
    assert "90 jours 4 33" in said
    assert "90 jours 2" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_network_says_in_each_section_what_to_do(language: str) -> None:
    """No chart, no zero dressed up as a finding."""
    page = build(marts.empty(), as_of=AS_OF)[f"report.{language}.html"]
    assert "<figure" not in page
    assert all(section(marts.empty(), name, language).count(" ") > 5 for name in PAGE_ONE)


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if (
            tag in ("script", "link", "img", "iframe", "object", "base", "form")
            or "src" in said
            or any(name.startswith("on") for name in said)
        ):
            self.outside.append(tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_document_without_script_or_request(language: str) -> None:
    """It declares its language, forbids every request, steps through its headings one level at a time, and repeats no
    id.
    """
    page = build(full(), as_of=AS_OF)[f"report.{language}.html"]
    outline = _Outline()
    outline.feed(page)
    assert outline.outside == []
    assert f'<html lang="{language}">' in page
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page
    assert outline.headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert page.count("<table>") == page.count("<caption>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_can_be_read_instead_of_seen(language: str) -> None:
    """The drawing has a name and its figures in words; Markdown has the words alone."""
    files = build(full(), as_of=AS_OF)
    assert (
        files[f"report.{language}.html"].count('role="img"') == files[f"report.{language}.html"].count("<desc id=") == 4
    )
    assert "<svg" not in files[f"report.{language}.md"]
    assert {"fr": "semaine du 28 septembre : 1 repas, 2 événements", "en": "week of 28 September: 1 meal, 2 events"}[
        language
    ] in files[f"report.{language}.md"].replace("\u00a0", " ").replace("\u202f", " ")


def test_french_signs_have_their_narrow_space() -> None:
    """No plain space before : ; ? ! % in what is read, and none missing."""
    page = build(full(), as_of=AS_OF)["report.fr.html"]
    body = re.sub(r"<[^>]+>", "", page[page.index("<body>") :])
    assert not re.search(r"[ \u00a0][:;?!%»]|« ", body)
    assert not re.search(r"[^\W\d_][;?!%»]", body)
    assert "'" not in body.replace("d&#39;Arvieu", "")
