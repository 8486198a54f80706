"""What titles say an event is."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from transforms.text import fold_title
from transforms.values.occasions import classify, classify_occasions, lexicon, user_rules

LABELLED = list(csv.reader((Path(__file__).parent / "occasion_titles.csv").read_text("utf-8").splitlines()))[1:]


@pytest.mark.parametrize(("title", "expected"), LABELLED)
def test_a_labelled_title_has_its_label(title, expected):
    """The regression set: written together with the lexicon, so no figure of accuracy."""
    assert classify(title, lexicon()) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Conférence téléphonique Voltéa", "call"),
        ("Conf call budget", "call"),
        ("Déjeuner Hugo (annulé)", "cancelled"),
        ("Réunion budget - ANNULÉE", "cancelled"),
        ("Salon de coiffure", "other"),
        ("Déjeuner d’équipe", "lunch"),
        ("DÉJEUNER", "lunch"),
        ("De\u0301jeuner", "lunch"),
        ("🍽️ Déj Léa", "lunch"),
        ("Vœux du maire", "ceremony"),
        ("Petit‑déjeuner", "breakfast"),
        ("P'tit déj Léa", "breakfast"),
        ("Pdj clients", "breakfast"),
        ("Pause café", "coffee"),
        ("Pot de départ", "drinks"),
        ("Mittagessen mit Karl Brandt", "lunch"),
        ("Arbeitsfrühstück", "breakfast"),
        ("Kaffee mit Karl", "coffee"),
        ("Telefonat Karl", "call"),
        ("Besprechung Vertrieb", "meeting"),
        ("Pranzo con Marco", "lunch"),
        ("Aperitivo Marco", "drinks"),
        ("Riunione vendite", "meeting"),
        ("Comida con Ana", "lunch"),
        ("Desayuno Cámara", "breakfast"),
        ("Reunión con Ana", "meeting"),
        ("Compleanno Marco", "birthday"),
        ("Geburtstag Karl", "birthday"),
        ("", "other"),
        ("???", "other"),
    ],
)
def test_other_titles_are_read_as_a_reader_would(title, expected):
    """Accents in either form, capitals, signs and typographic marks change nothing; traps are no occasions."""
    assert classify(title, lexicon()) == expected


def test_the_users_rules_come_first_and_in_their_order():
    """A rule may be written with accents and capitals, and wins over the lexicon."""
    rules = user_rules([("client_event", r"Déjeuner\s+Voltéa"), ("internal", r"\bvoltea\b")])
    titles = pl.Series(["Déjeuner Voltéa", "Point VOLTÉA", "Déjeuner Léa", None, "Déjeuner Léa"])
    assert dict(classify_occasions(titles, rules).rows()) == {
        "Déjeuner Voltéa": "client_event",
        "Point VOLTÉA": "internal",
        "Déjeuner Léa": "lunch",
    }


def test_a_rule_keeps_the_case_of_its_classes():
    r"""\S and \D mean what they mean in regular expressions, though titles are folded."""
    assert classify("Comité 12", user_rules([("internal", r"Comité \D+")])) == "other"


def test_folding_leaves_plain_letters():
    """NFKD without marks, ligatures in two letters, lower case."""
    assert fold_title("Œuvre Ægir À l’ÉTÉ") == "oeuvre aegir a l'ete"
