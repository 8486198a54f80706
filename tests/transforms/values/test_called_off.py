"""Titles that say that their event does not take place, or that the owner does not go."""

from __future__ import annotations

import pytest

from transforms.values.called_off import called_off
from transforms.values.occasions import classify, lexicon, user_rules


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Canceled: Point Orbana",
        "FW: Canceled: Revue",
        "TR : RE : Annulé : Point Orbana",
        "WG: AW: Abgesagt: Planung",
        "Verschoben: Mittagessen mit Karl",
        "I: Annullato: Pranzo",
        "RV: Cancelada: Comida",
        "Geannuleerd: Overleg",
        "Décommandé : déjeuner Nora Vidal",
        "[CANCELLED] Lunch with Nora",
        "(annulé) Dîner Nora",
        "ANNULATION déjeuner Nora Vidal",
        "Absage Mittagessen Karl Brandt",
        "Annullamento pranzo",
        "Annulé",
        "Annulé - déjeuner Nora",
        "ANNULÉ déjeuner Nora",
        "Déj Nora Vidal (annulé par elle)",
        "Déj Nora Vidal - reporté au 15/12",
        "Déj Nora Vidal -- annulé",
        "Dîner Nora Vidal annulé cause grève",
        "Dîner Nora ANNULE",
        "Lunch Nora - CANCELLED BY HER",
        "Lunch Nora cancelled (sick)",
        "Mittagessen mit Karl abgesagt",
        "Pranzo Marco (rinviato a lunedì)",
        "Almuerzo con Ana cancelado por huelga",
        "Comité de direction annulé",
        "Déjeuner du Rotary annulé",
        "REPORTÉE - Réunion",
        "Déjeuner annulé Nora Vidal",
        "Cena annullata con Marco",
    ],
)
def test_an_event_is_called_off_by_its_title(title):
    """At the head, behind any chain of forwards, or in the last clause with its reason, in six languages."""
    assert (called_off(title), classify(title, lexicon())) == ("cancelled", "cancelled")


@pytest.mark.parametrize(
    "title",
    [
        "Declined: Déjeuner Nora Vidal",
        "Refusé : Point",
        "TR: Refusée : Point",
        "Abgelehnt: Planung",
        "Rifiutato: Pranzo",
        "Rechazado: Comida",
        "Geweigerd: Overleg",
        "Déjeuner Nora (refusé)",
        "Lunch Nora - declined",
    ],
)
def test_an_event_is_declined_by_its_title(title):
    """As Outlook and people write it."""
    assert called_off(title) == "declined"


@pytest.mark.parametrize(
    "title",
    [
        "Reporters solidaires : dîner annuel",
        "Cancellieri / Vidal : déjeuner",
        "Reporter Nora Vidal : interview",
        "Cancela (Porto) visite usine",
        "Report trimestriel",
        "Reporte trimestral: ventas",
        "Reporting mensuel",
        "Reporterre : rédaction",
        "Cancellation policy review",
        "Cancelled orders review",
        "Review - cancelled orders",
        "Workshop on cancelled flights",
        "Point sur les commandes annulées",
        "Point contrats annulés",
        "Point sur le projet annulé",
        "Bilan du salon annulé",
        "Gestion des RDV annulés",
        "Besprechung über abgesagte Aufträge",
        "Revisión pedidos cancelados",
        "Annulations et retours : point",
        "Dossier refusé",
        "Déplacé : déjeuner Nora Vidal",
        "Moved: lunch Nora Vidal",
        "",
    ],
)
def test_other_titles_call_nothing_off(title):
    """Parts of other words and of noun phrases; what was moved takes place at its new time."""
    assert called_off(title) is None


def test_what_is_called_off_is_so_whatever_the_users_rules():
    """A rule says what an event is, not that it takes place."""
    assert classify("Annulé : resto Nora", user_rules([("lunch", r"\bresto\b")])) == "cancelled"
