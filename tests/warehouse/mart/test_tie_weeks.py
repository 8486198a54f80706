"""mart.tie_weeks: the tie of each contact as it stood at the end of a week."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def test_a_contact_never_met_is_latent() -> None:
    """No interaction: strength 0, no dates, never met; not a zero number of days."""
    row = Network().person("p").row("tie_weeks")
    assert (row["tie_class"], row["state"], row["strength"], row["days_since_contact"], row["overdue_ratio"]) == (
        "latent",
        "never_met",
        0,
        None,
        None,
    )


def test_the_threshold_parts_strong_from_weak() -> None:
    """Strength 4 exactly is strong."""
    network = Network().person("at").person("below").met("at", 0, weight=4.0).met("below", 0, weight=3.99)
    assert network.row("tie_weeks", person_id="at")["tie_class"] == "strong"
    assert network.row("tie_weeks", person_id="below")["tie_class"] == "weak"


def test_a_dormant_tie_may_be_formerly_strong() -> None:
    """A sleeping tie whose peak reached the threshold is flagged; its class is dormant whatever its strength."""
    network = Network().person("was").person("never").met("was", 500, weight=40.0).met("never", 500, weight=1.0)
    was, never = network.row("tie_weeks", person_id="was"), network.row("tie_weeks", person_id="never")
    assert (was["tie_class"], was["is_formerly_strong"]) == ("dormant", True)
    assert (never["tie_class"], never["is_formerly_strong"]) == ("dormant", False)


def test_mutual_contacts_are_counted_once_and_by_then() -> None:
    """Two events with the same third person make one mutual contact; one met later does not count yet."""
    network = Network().person("p").person("q").person("r").met("p", 300)
    network.tie("p", "q", 50).tie("p", "q", 20).tie("p", "r", 3)
    assert network.row("tie_weeks", person_id="p")["mutual_contacts"] == 2
    assert network.row("tie_weeks", SUNDAY - timedelta(days=7), person_id="p")["mutual_contacts"] == 1


def test_planned_looks_thirty_days_past_the_run() -> None:
    """A meeting 30 days after the day of the run counts, one 31 days after does not."""
    as_of = SUNDAY + timedelta(days=2)
    network = Network(as_of).person("in").person("out")
    network.add("core.planned_interactions", person_id="in", event_id="e1", interaction_date=as_of + timedelta(days=30))
    network.add(
        "core.planned_interactions", person_id="out", event_id="e2", interaction_date=as_of + timedelta(days=31)
    )
    assert network.row("tie_weeks", person_id="in")["is_planned"]
    assert not network.row("tie_weeks", person_id="out")["is_planned"]


def test_in_a_past_week_what_followed_was_planned() -> None:
    """For a week that is not the reporting one, a meeting after its end was still ahead; a message never is."""
    network = Network().person("met").person("wrote").met("met", 200, 0).met("wrote", 200, 0, source="messages")
    week = SUNDAY - timedelta(days=7)
    assert network.row("tie_weeks", week, person_id="met")["is_planned"]
    assert not network.row("tie_weeks", week, person_id="wrote")["is_planned"]
    assert not network.row("tie_weeks", person_id="met")["is_planned"]


@pytest.mark.parametrize(("precision", "is_new"), [("exact", True), ("by", False), ("left_censored", False)])
def test_only_an_exact_day_makes_a_tie_new(precision: str, is_new: bool) -> None:
    """Importing an old address book is not growth."""
    row = Network().person("p", formed_date=days_ago(2), formed_precision=precision).row("tie_weeks")
    assert row["is_new"] is is_new
    assert row["previous_state"] == ("absent" if is_new else "never_met")


def test_the_week_is_the_seven_days_up_to_sunday() -> None:
    """Monday belongs to it, the Sunday before does not."""
    network = Network().person("monday", formed_date=days_ago(6), formed_precision="exact")
    network.person("sunday", formed_date=days_ago(7), formed_precision="exact")
    assert network.row("tie_weeks", person_id="monday")["is_new"]
    assert not network.row("tie_weeks", person_id="sunday")["is_new"]


def test_someone_partly_in_the_first_circle_is_beyond_it() -> None:
    """Beyond means: not wholly within; no circle at all counts as beyond."""
    network = Network().circle("famille", is_first_circle=True).circle("amis", is_first_circle=True).circle("rotary")
    network.person("within", ["famille", "amis"]).person("partly", ["famille", "rotary"]).person("none")
    beyond = dict(network.mart("tie_weeks").select("person_id", "is_beyond_first_circle").iter_rows())
    assert beyond == {"within": False, "partly": True, "none": True}


def test_suppressed_people_the_owner_and_strangers_have_no_tie() -> None:
    """Only contacts do."""
    network = (
        Network()
        .person("p")
        .person("gone", is_suppressed=True)
        .person("me", is_ego=True)
        .person("stranger", is_contact=False)
    )
    network.met("gone", 1).met("stranger", 1)
    assert network.mart("tie_weeks")["person_id"].to_list() == ["p"]


def test_older_weeks_hold_only_people_met_by_then() -> None:
    """The reporting week and the one before hold all contacts."""
    network = Network().person("met").person("never").met("met", 100)
    held = network.mart("tie_weeks", None).group_by("week_end").len().sort("week_end")["len"].to_list()
    # met 100 days ago: in the 15 weeks that end 98, 91 … 0 days ago; `never` in the last two
    assert held == [1] * 13 + [2, 2]


def test_a_tie_formed_later_is_not_in_an_earlier_week() -> None:
    """Formed between two weeks: absent in the first."""
    network = Network().person("p", formed_date=date(2026, 11, 20), formed_precision="exact").met("p", 2)
    assert network.mart("tie_weeks", None).select(pl.col("week_end").unique())["week_end"].to_list() == [SUNDAY]


def test_changes_are_withheld_when_the_calendar_is_old() -> None:
    """No previous state is given; the state is."""
    network = Network().person("p").met("p", 20)
    network.add("core.sources", source="agenda.ics", kind="events", data_through=SUNDAY - timedelta(days=7))
    row = network.row("tie_weeks")
    assert (row["state"], row["previous_state"]) == ("active", None)


def test_a_weak_tie_with_one_to_ten_mutual_contacts_is_moderately_weak() -> None:
    """Weak without any mutual contact is not, nor is a strong tie."""
    network = Network()
    for name, weight in (("weak", 1.0), ("alone", 1.0), ("strong", 9.0)):
        network.person(name).met(name, 1, weight=weight)
    network.tie("weak", "strong", 5)
    found = {
        name: network.row("tie_weeks", person_id=name)["is_moderately_weak"] for name in ("weak", "alone", "strong")
    }
    assert found == {"weak": True, "alone": False, "strong": False}
