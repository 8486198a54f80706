"""Meetings that only a title tells of: core.title_mentions and what core.interactions makes of them; core.weeks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.network import OWN, Network, attendee, event
from tests.support.sql import run_model

KARIM = {"book/karim": {"name": "Karim Haddad"}}


def interactions(*events: dict[str, Any], **options: Any) -> list[tuple[Any, ...]]:
    built = Network(events=list(events), cards=KARIM, **options).build("core.interactions")["core.interactions"]
    return built.filter(person_id="karim").select("weight", "participants", "source", "is_inferred").rows()


def test_a_title_makes_an_interaction_of_two_with_half_an_answer():
    """Déj. Karim Haddad, 1.5 h without guests: h 1.5 · κ 1.5 · a_i 0.5 / (2 − 1) = 1.125."""
    assert interactions(event("2026-07-01T10:30", "Déj. Karim Haddad", minutes=90)) == [(1.125, 2, "title", True)]
    assert interactions(event("2026-07-01T10:30", "Déj. Karim Haddad", OWN, minutes=90)) == [(1.125, 2, "title", True)]


@pytest.mark.parametrize(
    "untold",
    [
        event("2026-07-01T10:30", "Anniversaire Karim Haddad"),
        event("2026-07-01", "Anniversaire Karim Haddad"),
        event("2026-07-01", "Congés Karim Haddad"),
        event("2026-07-01T10:30", "Prépa RDV Karim Haddad"),
        event("2026-07-01T10:30", "Annulé : déj. Karim Haddad"),
        event("2026-07-01T10:30", "Déj. Karim Haddad annulé cause grève"),
        event("2026-07-01T10:30", "Declined: déj. Karim Haddad"),
        event("2026-07-01T10:30", "Déj. Karim Haddad", status="CANCELLED"),
        event("2026-07-01T10:30", "Déj. Karim Haddad", OWN, "lea@rive.example"),
        event("2026-07-01T10:30", "Webinaire avec Karim Haddad", OWN, organizer=attendee("news@salon.example")),
        event("2026-07-01T10:30", "Déj. Karim Haddad", attendee(OWN, "DECLINED")),
    ],
)
def test_titles_that_tell_of_no_meeting_with_the_person(untold):
    """Birthdays, leave, preparing, cancelled and declined events, mailings.

    And events with guests, who were there instead.
    """
    assert interactions(untold) == []


def test_a_day_whose_title_says_what_it_is_weighs_two_hours():
    """Déj. Karim Haddad as an all-day entry: h 2 · κ 1.5 · 0.5."""
    assert interactions(event("2026-07-01", "Déj. Karim Haddad")) == [(1.5, 2, "title", True)]


def test_the_owners_name_is_nobodys_though_only_a_calendar_tells_it():
    """Zoé Curie's calendar: 'Zoé / Karim' is Karim, not another Zoé that she knows."""
    met = event("2026-06-01T10:30", "Déj.", attendee(OWN, cn="Zoé Curie"), attendee("z@rive.example"), uid="m")
    cards = {**KARIM, "book/zoe": {"name": "Zoé Vidal"}}
    network = Network(
        events=[
            met,
            event("2026-06-02T10:30", "Déj. Karim Haddad"),
            event("2026-07-01T10:30", "Zoé / Karim"),
        ],
        cards=cards,
        people={"agenda/att:z@rive.example": "zoe"},
    )
    interactions = network.build("core.interactions")["core.interactions"]
    assert interactions.filter(source="title")["person_id"].to_list() == ["karim", "karim"]


def test_inference_can_be_turned_off_and_needs_an_own_address():
    """infer_from_titles = false; or a calendar that nobody can be said to own."""
    told = event("2026-07-01T10:30", "Déj. Karim Haddad")
    assert interactions(told, measures={"infer_from_titles": False}) == []
    assert interactions(told, own=None) == []


def test_namesakes_are_for_the_user_to_settle():
    """Two contacts of one name: a mention without a person, no interaction.

    Of a contact and a suppressed one, the contact.
    """
    cards = {"book/a": {"name": "Karim Haddad"}, "book/b": {"name": "Karim Haddad"}}
    network = Network(events=[event("2026-07-01T10:30", "Déj. Karim Haddad")], cards=cards)
    mentions = network.build("core.title_mentions")["core.title_mentions"]
    assert mentions.select("person_id", "candidates").rows() == [(None, 2)]
    network.tables = {"raw.decisions": [{"verb": "suppress", "subject": "book/b", "line": 2}]}
    assert network.build("core.title_mentions")["core.title_mentions"]["person_id"].to_list() == ["a"]


def test_the_users_occasion_words_are_no_names():
    """[occasions] lunch = ["resto"]: in 'Resto Karim' the name stands alone."""
    met = event("2026-06-01T10:30", "Déj. Karim Haddad")
    rules = {"raw.occasion_rules": [{"occasion": "lunch", "pattern": r"\bresto\b", "position": 0}]}
    assert len(interactions(met, event("2026-07-01T10:30", "Resto Karim"), tables=rules)) == 2
    assert len(interactions(met, event("2026-07-01T10:30", "Resto Karim"))) == 1


def test_a_future_title_is_a_plan():
    """After the run's day it is planned, not past."""
    built = Network(events=[event("2026-12-01T10:30", "Déj. Karim Haddad")], cards=KARIM).build(
        "core.interactions", "core.planned_interactions"
    )
    assert built["core.interactions"].is_empty()
    assert built["core.planned_interactions"]["person_id"].to_list() == ["karim"]


@pytest.mark.parametrize(
    ("as_of", "week_end", "iso_week"),
    [
        (date(2026, 11, 22), date(2026, 11, 22), "2026-W47"),  # a Sunday is its own week's end
        (date(2026, 11, 23), date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 28), date(2026, 11, 22), "2026-W47"),
        (date(2027, 1, 4), date(2027, 1, 3), "2026-W53"),
    ],
)
def test_the_reporting_week_ends_on_the_last_sunday(as_of, week_end, iso_week):
    """27 weeks, one of them reporting with the run's day; the others end on their own day."""
    weeks = run_model("core.weeks", {}, as_of).sort("week_end")
    assert weeks.height == 27
    assert weeks.row(-1) == (week_end, iso_week, True, as_of, weeks["week_end"][-2])
    assert (weeks["as_of"][:-1] == weeks["week_end"][:-1]).all()
    assert weeks["is_reporting"].sum() == 1
