"""mart.rhythm_weeks: attention received, rhythm of the encounters, state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def lunches() -> Network:
    """Lunches of 1.5 h for two, 255, 192, 136, 73 and 10 days ago: 2.25 discounted hours each."""
    return Network().person("p02").met("p02", 255, 192, 136, 73, 10, weight=2.25)


def test_strength_halves_in_180_days() -> None:
    """Each interaction counts its weight times 2^(-age/180)."""
    # 2.25 · (2^(-255/180) + 2^(-192/180) + 2^(-136/180) + 2^(-73/180) + 2^(-10/180))
    # = 2.25 · (0.3746 + 0.4774 + 0.5923 + 0.7549 + 0.9622) = 2.25 · 3.1614 = 7.113
    assert lunches().row("rhythm_weeks")["strength"] == pytest.approx(7.113, abs=5e-4)


def test_peak_is_the_highest_strength_on_an_interaction_day() -> None:
    """The peak is looked for on the days of interactions only, and outlives the decay."""
    # two hours 400 days ago, one hour today: s(400 days ago) = 2; s(today) = 2 · 2^(-400/180) + 1 = 2 · 0.21432 + 1 =
    # 1.4286
    network = Network().person("p").met("p", 400, weight=2.0).met("p", 0, weight=1.0)
    row = network.row("rhythm_weeks")
    assert row["peak_strength"] == pytest.approx(2)
    assert row["strength"] == pytest.approx(1.42863, abs=1e-5)


def test_days_at_most_three_apart_are_one_encounter() -> None:
    """A gap of three days merges, one of four does not; a chain of short gaps is one encounter whatever its length."""
    # days 20, 17, 14 (3 apart): one; day 10 (4 later): another
    row = Network().person("p").met("p", 20, 17, 14, 10).row("rhythm_weeks")
    assert row["encounters"] == 2
    assert row["own_gap_days"] == 4


def test_two_events_on_a_day_are_one_encounter() -> None:
    """Weights of a day add up; the day counts once."""
    row = Network().person("p").met("p", 0, event_id="morning").met("p", 0, event_id="evening").row("rhythm_weeks")
    assert (row["encounters"], row["strength"]) == (1, pytest.approx(2))


def test_expected_gap_leans_on_the_circle_while_encounters_are_few() -> None:
    """The circle's gap weighs as much as three gaps of one's own."""
    # default 60, one gap of 133: exp((3 · ln 60 + 1 · ln 133) / 4) = exp((3 · 4.0943 + 4.8903) / 4) = 73.21
    network = Network().circle("clients", kind="client", default_gap_days=60).person("p", ["clients"]).met("p", 150, 17)
    assert network.row("rhythm_weeks")["expected_gap_days"] == pytest.approx(73.21, abs=5e-3)


def test_expected_gap_takes_the_median_of_own_gaps() -> None:
    """One long silence among regular meetings hardly moves the rhythm."""
    # gaps 40, 40, 300: median 40; exp((3 · ln 120 + 3 · ln 40) / 6) = sqrt(120 · 40) = 69.282
    assert Network().person("p").met("p", 380, 340, 300, 0).row("rhythm_weeks")["expected_gap_days"] == pytest.approx(
        69.28203, abs=1e-5
    )


@pytest.mark.parametrize(("default", "ages", "expected"), [(10, (5,), 30), (365, (1500, 750, 0), 365)])
def test_expected_gap_keeps_within_its_limits(default: int, ages: tuple[int, ...], expected: float) -> None:
    """Never below 30 days nor above 365."""
    network = Network().circle("c", default_gap_days=default).person("p", ["c"]).met("p", *ages)
    assert network.row("rhythm_weeks")["expected_gap_days"] == expected


@pytest.mark.parametrize(
    ("age", "state"),
    # expected gap 60: active to 1.5 · 60 = 90 days, cooling to 3 · 60 = 180, dormant to 8 · 60 = 480
    [
        (0, "active"),
        (90, "active"),
        (91, "cooling"),
        (180, "cooling"),
        (181, "dormant"),
        (480, "dormant"),
        (481, "lost"),
    ],
)
def test_states_change_after_their_cut(age: int, state: str) -> None:
    """A ratio exactly at a cut still belongs to the livelier state."""
    network = Network().circle("amis", default_gap_days=60).person("p", ["amis"]).met("p", age)
    assert network.row("rhythm_weeks")["state"] == state


def test_a_ratio_at_the_cut_survives_floating_point() -> None:
    """exp(3·ln 60/3) is 60.000000000000014 or so: the cut holds within 1e-9."""
    # gaps of 60 with a default of 60: the expected gap is 60 up to rounding; 90 days later the ratio is 1.5
    network = Network().circle("amis", default_gap_days=60).person("p", ["amis"]).met("p", 210, 150, 90)
    assert network.row("rhythm_weeks")["state"] == "active"


def test_a_past_week_knows_nothing_of_what_came_later() -> None:
    """Two months ago only the lunches until then counted."""
    week = SUNDAY - timedelta(days=63)
    row = lunches().row("rhythm_weeks", week)
    # ages on that day: 192, 129, 73, 10
    assert row["encounters"] == 4
    assert row["strength"] == pytest.approx(2.25 * sum(2 ** (-age / 180) for age in (192, 129, 73, 10)))
    assert row["days_since_contact"] == 10


def test_chance_of_life_falls_for_someone_met_once() -> None:
    """The MBG/NBD model gives 0.21 to a single meeting 100 weeks ago, where BG/NBD would say 1."""
    # x = 0, T = 100, t_x = 0: 1 / (1 + 1/(3+0) · ((10+100)/(10+0))^(1+0)) = 1 / (1 + 11/3) = 0.2143
    assert Network().person("p").met("p", 700).row("rhythm_weeks")["probability_alive"] == pytest.approx(
        0.2143, abs=5e-5
    )


def test_a_forgotten_calendar_puts_nobody_to_sleep() -> None:
    """Silences stop at the last day the calendar speaks of when that is before the week."""
    network = Network().circle("amis", default_gap_days=60).person("p", ["amis"]).met("p", 200)
    network.add("core.sources", source="agenda.ics", kind="events", data_through=SUNDAY - timedelta(days=150))
    row = network.row("rhythm_weeks")
    assert (row["days_since_contact"], row["state"]) == (50, "active")


def test_a_message_counts_from_its_answer_on() -> None:
    """Written on Thursday 12 November, answered on Tuesday 17.

    Nothing on Sunday 15, and from Sunday 22 on the day it was written. Strength on 22 November: 1 * 2^(-300/180) + 0.25
    * 2^(-10/180) = 0.31498 + 0.24055; a week earlier, 1 * 2^(-293/180) = 0.32358.
    """
    network = (
        Network()
        .person("p")
        .met("p", 300)
        .met("p", 10, known_date=days_ago(5), weight=0.25, source="messages", event_id=None)
    )
    week = network.row("rhythm_weeks", person_id="p")
    before = network.row("rhythm_weeks", week_end=days_ago(7), person_id="p")
    assert (week["encounters"], week["last_contact_date"], week["strength"]) == (
        2,
        days_ago(10),
        pytest.approx(0.55553, abs=1e-5),
    )
    assert (before["encounters"], before["last_contact_date"], before["strength"]) == (
        1,
        days_ago(300),
        pytest.approx(0.32358, abs=1e-5),
    )


def test_a_message_answered_long_ago_counts_on_its_day() -> None:
    """Weeks before the report's window are not told, so that one run through the days is enough."""
    plain = Network().person("p").met("p", 300, 320)
    answered = Network().person("p").met("p", 300).met("p", 320, known_date=days_ago(310))
    assert plain.mart("rhythm_weeks", None).equals(answered.mart("rhythm_weeks", None))
