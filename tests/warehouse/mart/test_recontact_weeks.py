"""mart.recontact_candidates and recontact_weeks: whom to call again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago
from transforms.models.mart.recontact_weeks import Candidate, choose


def reachable(network: Network, person: str, *channels: str) -> Network:
    for channel in channels or ("mobile", "email_work"):
        network.add("core.person_channels", person_id=person, channel=channel, value=f"{person} {channel}")
    return network


def asleep(network: Network, person: str = "p16", age: int = 200, weight: float = 3.6, **columns: Any) -> Network:
    """Someone last met so long ago, with mobile and e-mail."""
    return reachable(network.person(person, **columns).met(person, age, weight=weight), person)


def test_the_score_is_the_fourth_root_of_four_parts() -> None:
    """Trust .474, all else 1: 82.96."""
    row = asleep(Network()).row("recontact_weeks")
    # peak 3.6: 3.6 / 7.6 = .47368; no circle, no tie among contacts: novelty 1; .47368^.25 = .82960
    assert row["trust"] == pytest.approx(0.474, abs=5e-4)
    assert (row["novelty"], row["objective"], row["reachability"]) == (1, 1, 1)
    assert row["score"] == pytest.approx(82.96, abs=5e-3)


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        (("mobile", "email_personal"), 1),
        (("phone",), 0.75),
        (("email_work",), 0.75),
        (("linkedin",), 0.4),
        (("postal",), 0.4),
    ],
)
def test_reachability_depends_on_the_channels(channels: tuple[str, ...], expected: float) -> None:
    """Telephone and e-mail, one of them, or LinkedIn and post only."""
    network = reachable(Network().person("p").met("p", 200), "p", *channels)
    assert network.row("recontact_weeks")["reachability"] == expected


def test_novelty_falls_with_a_crowded_circle_and_a_tight_knit_one() -> None:
    """Half for the share of the circle among active ties, half for how far its acquaintances know each other."""
    network = asleep(Network().circle("rotary").circle("amis"), "p", circles=["rotary"])
    for person, circle in (("a", "rotary"), ("b", "rotary"), ("c", "amis")):
        network.person(person, [circle]).met(person, 5)
    network.tie("p", "a").tie("p", "b").tie("p", "c").tie("a", "b")
    # rotary: 2 of 3 active; clustering of p: 1 of 3 pairs; .5 · 1/3 + .5 · 2/3 = .5
    assert network.row("recontact_weeks", person_id="p")["novelty"] == pytest.approx(0.5)


def test_the_objective_counts_criteria_met() -> None:
    """A quarter is given; the rest goes by the share of the plan's criteria."""
    network = asleep(Network(), sector="energy", seniority="staff")
    network.add("raw.plan_targets", axis="sector", value="Energy").add(
        "raw.plan_targets", axis="seniority", value="director"
    )
    # one of two: .25 + .75 · .5 = .625
    assert network.row("recontact_weeks")["objective"] == 0.625


@pytest.mark.parametrize("age", [20, 80])
def test_active_ties_need_no_reminder(age: int) -> None:
    """Only cooling, dormant and lost ones are candidates (expected gap 120: active up to 180 days)."""
    assert asleep(Network(), age=age).mart("recontact_weeks").is_empty()


def test_people_out_of_reach_planned_or_touched_since_are_left_out() -> None:
    """Between the end of the week and the day of the run counts too."""
    network = Network(as_of=SUNDAY + timedelta(days=2))
    network.person("unreachable").met("unreachable", 200)
    asleep(asleep(network, "planned"), "touched")
    network.add(
        "core.planned_interactions", person_id="planned", event_id="e", interaction_date=SUNDAY + timedelta(days=9)
    )
    network.add("core.interactions", person_id="touched", event_id="f", interaction_date=SUNDAY + timedelta(days=1))
    assert network.mart("recontact_weeks").is_empty()


def test_history_is_told_in_numbers() -> None:
    """Meals and other meetings apart, messages in neither; first and last year of all."""
    network = reachable(Network().person("p", country="PT"), "p")
    network.met("p", 1100, 900, occasion="lunch").met("p", 800, occasion="seminar").met(
        "p", 700, source="messages", event_id=None, occasion=None
    )
    row = network.row("recontact_weeks")
    assert (row["meals"], row["meetings"], row["first_year"], row["last_year"]) == (
        2,
        1,
        days_ago(1100).year,
        days_ago(700).year,
    )
    assert (row["is_only_in_country"], row["is_only_in_organisation"], row["best_channel"]) == (True, False, "mobile")


def test_the_usual_meal_is_the_kind_most_often_shared() -> None:
    """Two lunches against one dinner; its own first and last year, not those of the whole history."""
    network = reachable(Network().person("p"), "p")
    network.met("p", 1100, 900, occasion="lunch").met("p", 600, occasion="dinner").met("p", 2000, occasion="seminar")
    row = network.row("recontact_weeks")
    assert (row["usual_meal"], row["usual_meals"]) == ("lunch", 2)
    assert (row["usual_meal_first_year"], row["usual_meal_last_year"]) == (days_ago(1100).year, days_ago(900).year)


def test_of_two_kinds_of_meal_as_frequent_the_latest_is_usual() -> None:
    """One lunch, then one dinner: dinner."""
    network = reachable(Network().person("p"), "p").met("p", 900, occasion="lunch").met("p", 600, occasion="dinner")
    assert network.row("recontact_weeks")["usual_meal"] == "dinner"


def test_without_a_meal_there_is_no_usual_one() -> None:
    """Null, with a count of none."""
    row = reachable(Network().person("p"), "p").met("p", 600, occasion="seminar").row("recontact_weeks")
    assert (row["usual_meal"], row["usual_meals"], row["usual_meal_first_year"]) == (None, 0, None)


@pytest.mark.parametrize(
    ("traits", "occasion", "reason"),
    [
        ({"country": "PT", "sector": "energy"}, "lunch", "meals,sector,only_in_country"),
        ({"sector": "energy"}, "seminar", "meetings,sector"),
        ({}, "lunch", "meals"),
    ],
)
def test_the_reason_names_what_the_report_words(traits: dict[str, str], occasion: str, reason: str) -> None:
    """Meals before meetings, then the sector, then what only this contact opens."""
    network = reachable(Network().person("p", **traits), "p").met("p", 600, occasion=occasion)
    assert network.row("recontact_weeks")["reason"] == reason


def test_a_contact_only_written_to_was_last_seen() -> None:
    """Messages are no meeting, and there is nothing else to say."""
    network = reachable(Network().person("p"), "p")
    network.met("p", 600, source="messages", event_id=None, occasion=None)
    assert network.row("recontact_weeks")["reason"] == "last_seen"


def test_a_new_future_event_changes_no_past_ranking() -> None:
    """What happens after the run cannot leak into it."""
    before = asleep(asleep(Network(), "p"), "q", age=300)
    after = asleep(asleep(Network(), "p"), "q", age=300)
    after.add("core.planned_interactions", person_id="p", event_id="far", interaction_date=SUNDAY + timedelta(days=60))
    assert before.mart("recontact_weeks").equals(after.mart("recontact_weeks"))


def candidate(name: str, trust: float = 0.3, *circles: str, fits: bool = False) -> Candidate:
    return Candidate(name, trust, frozenset(circles), fits)


def test_at_most_two_of_a_circle_are_shown() -> None:
    """The third of a circle gives way to the next of another; people without a circle are never in the way."""
    ranked = [candidate(name, 0.3, "rotary") for name in "abc"] + [candidate(name) for name in "defg"]
    assert choose(ranked) == ["a", "b", "d", "e", "f"]


def test_two_of_the_five_are_less_trusted_where_there_are_such() -> None:
    """From the bottom, more trusted ones give place to the best less trusted ones; the order is that of the score."""
    ranked = [candidate(name, 0.9) for name in "abcdef"] + [
        candidate("g", 0.4),
        candidate("h", 0.1),
        candidate("i", 0.2),
    ]
    assert choose(ranked) == ["a", "b", "c", "g", "h"]


def test_trust_of_one_half_is_not_less_trusted() -> None:
    """Less than a half is; with nobody else the five stay."""
    assert choose([candidate(name, 0.5) for name in "abcdef"]) == list("abcde")


def test_a_swap_keeps_to_two_of_a_circle() -> None:
    """A newcomer whose circle is full takes the place of one of that circle, if that one may leave."""
    ranked = [
        candidate("a", 0.9, "x"),
        candidate("b", 0.9, "x"),
        *(candidate(name, 0.9) for name in "cde"),
        candidate("f", 0.1, "x"),
    ]
    # e, d, c leaving does not make room in x; b leaving does
    assert choose(ranked) == ["a", "c", "d", "e", "f"]


def test_fewer_than_five_are_shown_when_there_are_fewer() -> None:
    """Nobody is made up."""
    assert choose([candidate("a", 0.9)]) == ["a"]
    assert choose([]) == []


def test_equal_scores_go_by_person_id() -> None:
    """So that two runs show the same people."""
    network = Network()
    for person in ("q", "p", "r"):
        asleep(network, person)
    ranked = network.mart("recontact_weeks").sort("rank")
    assert ranked["person_id"].to_list() == ["p", "q", "r"]
    assert ranked["is_shown"].to_list() == [True] * 3


def test_two_of_the_five_fit_the_plan_where_there_are_such() -> None:
    """From the bottom, others give place to the best who fit; who fits stands first, then the score decides."""
    ranked = [candidate(name) for name in "abcdef"] + [candidate("g", fits=True), candidate("h", fits=True)]
    assert choose(ranked) == ["g", "h", "a", "b", "c"]
    assert choose(ranked[:7]) == ["g", "a", "b", "c", "d"]


def test_a_late_plan_asks_for_three() -> None:
    """When it is on time, two are enough."""
    ranked = [candidate(name) for name in "abcde"] + [candidate(name, fits=True) for name in "fgh"]
    assert choose(ranked, needed=3) == ["f", "g", "h", "a", "b"]


def test_a_match_for_the_plan_keeps_to_two_of_a_circle() -> None:
    """The newcomer's circle is full unless one of it leaves."""
    ranked = [candidate("a", 0.3, "x"), candidate("b", 0.3, "x"), *(candidate(name) for name in "cde")]
    ranked.append(candidate("f", 0.3, "x", fits=True))
    assert choose(ranked, needed=1) == ["f", "a", "c", "d", "e"]


def test_no_needed_match_gives_place_to_a_less_trusted_one() -> None:
    """Two fit and are trusted, and are needed: the less trusted take the places of the others only."""
    ranked = [candidate("a", 0.9, fits=True), candidate("b", 0.9, fits=True), *(candidate(name, 0.9) for name in "cde")]
    less_trusted = [candidate(name, 0.1) for name in "fg"]
    assert choose([*ranked, *less_trusted]) == ["a", "b", "c", "f", "g"]
    assert choose([*ranked[:2], candidate("c", 0.9, fits=True), candidate("f", 0.1)], needed=3) == ["a", "b", "c", "f"]


def test_the_list_puts_the_plan_first() -> None:
    """Who fits in full is marked, and leads whatever the score; the rank stays that of the score."""
    network = (
        Network()
        .add("raw.plan", statement="s", start_date=days_ago(90), deadline=SUNDAY + timedelta(days=90), target_people=5)
        .add("raw.plan_targets", axis="sector", value="energy")
    )
    asleep(network, "p", sector="law", weight=9.0)
    asleep(network, "q", sector="energy", weight=0.1)
    rows = network.mart("recontact_weeks").sort("rank").select("person_id", "rank", "shown_rank", "fits_plan").rows()
    assert rows == [("p", 1, 2, False), ("q", 2, 1, True)]


def test_past_weeks_have_their_own_candidates_and_what_came_of_them() -> None:
    """A silence of 600 days, broken by a message ten days ago: proposed until then, and touched within 28 days of four
    of those weeks.
    """
    network = reachable(Network().person("p"), "p").met("p", 614).met("p", 10, source="messages")
    held = network.mart("recontact_weeks", None).sort("week_end", descending=True)
    # weeks that end 14, 21, 28, 35 days before the last: the message came 4, 11, 18, 25 days later
    assert held["week_end"][0] == SUNDAY - timedelta(days=14)
    assert held["is_touched_within_28_days"].to_list()[:5] == [True] * 4 + [False]


def test_what_came_of_the_last_weeks_is_not_known_yet() -> None:
    """Null while the 28 days are not over."""
    assert asleep(Network()).row("recontact_weeks")["is_touched_within_28_days"] is None
