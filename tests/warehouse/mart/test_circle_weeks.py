"""mart.circle_weeks, first_circle_weeks, unclassified: circles, and what lies beyond the first."""

from __future__ import annotations

import pytest

from tests.warehouse.mart.network import Network


def half_beyond() -> Network:
    """Two ties within the first circle with 13 hours of attention, two beyond with 5 (weights of today, so not
    decayed).
    """
    network = Network().circle("famille", kind="family", is_first_circle=True).circle("rotary", kind="club")
    for person, circle, weight in (
        ("a", "famille", 10.0),
        ("b", "famille", 3.0),
        ("c", "rotary", 4.0),
        ("d", "rotary", 1.0),
    ):
        network.person(person, [circle]).met(person, 0, weight=weight)
    return network


def test_half_the_ties_but_not_half_the_time() -> None:
    """E–I by people is 0, by attention -0.44."""
    row = half_beyond().row("first_circle_weeks")
    # people: (2 - 2)/4 = 0; attention: (5 - 13)/18 = -0.4444
    assert row["ei_people"] == 0
    assert row["ei_attention"] == pytest.approx(-0.4444, abs=5e-5)


def test_weak_share_is_of_weak_and_strong() -> None:
    """Dormant and latent ties are neither."""
    network = half_beyond().person("asleep").met("asleep", 900, weight=50.0).person("never")
    # strengths 10, 3, 4, 1: weak are 3 and 1
    assert network.row("first_circle_weeks")["weak_share"] == 0.5


def test_membership_is_fractional() -> None:
    """Half in the family, half in a club: half within, half beyond; without a circle: in neither."""
    network = (
        Network()
        .circle("famille", is_first_circle=True)
        .circle("rotary")
        .person("p", ["famille", "rotary"])
        .person("q")
    )
    row = network.met("p", 1).met("q", 1).row("first_circle_weeks")
    assert (row["people_within"], row["people_beyond"], row["people_unclassified"], row["ei_people"]) == (
        0.5,
        0.5,
        1,
        0,
    )


def test_nobody_active_has_no_index() -> None:
    """Null where there is nothing to divide by."""
    row = Network().person("p").row("first_circle_weeks")
    assert (row["ei_people"], row["ei_attention"], row["weak_share"]) == (None, None, None)


def test_shares_of_circles_are_of_the_classified() -> None:
    """Share of active ties beside share of known, by circle."""
    network = (
        Network()
        .circle("a")
        .circle("b")
        .person("a1", ["a"])
        .person("a2", ["a"])
        .person("b1", ["b"])
        .person("none")
        .met("a1", 5, weight=2.0)
    )
    row = network.met("none", 5).row("circle_weeks", circle_id="a")
    assert (row["active_people"], row["known_people"]) == (1, 2)
    assert row["share_of_active"] == 1
    assert row["share_of_known"] == pytest.approx(2 / 3)


def test_a_circle_without_people_still_has_its_row() -> None:
    """Zero people; no share where nobody is classified."""
    row = Network().circle("a").row("circle_weeks", circle_id="a")
    assert (
        row["active_people"],
        row["known_people"],
        row["share_of_active"],
        row["attention"],
        row["hours_90_days"],
    ) == (0, 0, None, 0, 0)


def test_hours_are_those_of_ninety_days_undecayed() -> None:
    """89 days ago counts in full, 90 days ago no more."""
    network = (
        Network().circle("a").circle("b").person("p", ["a", "b"]).met("p", 89, weight=3.0).met("p", 90, weight=5.0)
    )
    # half of 3 hours
    assert network.row("circle_weeks", circle_id="a")["hours_90_days"] == 1.5


def test_what_would_classify_most_comes_first() -> None:
    """Active ties without a circle, by organisation, else by mail domain; each person once."""
    network = Network().circle("a").add("core.organisations", organisation_id="o1", name="Aubier Énergie")
    for person, organisation in (("p1", "o1"), ("p2", "o1"), ("p3", None), ("p4", None)):
        network.person(person, organisation_id=organisation).met(person, 3)
    network.person("classified", ["a"], organisation_id="o1").met("classified", 3)
    network.add("core.person_channels", person_id="p1", channel="email_work", value="p1@aubier.example")
    network.add("core.person_channels", person_id="p3", channel="email_work", value="p3@mairie.example")
    rows = network.mart("unclassified").sort("rank").select("field", "value", "people", "cumulative_share").rows()
    # 4 active without circle: 2 at Aubier, 1 at the domain, 1 nowhere
    assert rows == [("organisation", "Aubier Énergie", 2, 0.5), ("domain", "mairie.example", 1, 0.75)]
