"""mart.occasions, plan_weeks, plan_matches, plan_progress, streak_weeks, target_cells: the plan and its rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def with_plan(network: Network, **columns: object) -> Network:
    plan = {
        "statement": "Énergie en Europe",
        "start_date": date(2026, 9, 1),
        "deadline": date(2027, 3, 31),
        "target_people": 12,
        **columns,
    }
    return network.add("raw.plan", **plan).add("raw.plan_targets", axis="sector", value="energy")


def two_of_twelve() -> Network:
    network = with_plan(Network())
    for person, sector in (("a", "energy"), ("b", "Énergy"), ("c", "law"), ("d", "energy")):
        network.person(person, sector=sector)
    return network.met("a", 5, 50).met("b", 82).met("c", 5).met("d", 83)


def test_pace_is_progress_over_time_elapsed() -> None:
    """Two of twelve after 82 of 211 days: pace .429, .54 a week still required."""
    row = two_of_twelve().row("plan_progress")
    # a and b fit and were met from 1 September (82 days ago) on; d was met the day before; c does not fit
    # elapsed 82/211 = .3886; progress 2/12 = .1667; pace .4289; left 10 people in 129/7 = 18.43 weeks: .5426
    assert row["matching_met"] == 2
    assert row["elapsed_share"] == pytest.approx(0.389, abs=5e-4)
    assert row["pace"] == pytest.approx(0.429, abs=5e-4)
    assert row["required_per_week"] == pytest.approx(0.54, abs=5e-3)
    assert row["pace_class"] == "late"


def test_who_was_only_written_to_was_not_met() -> None:
    """A conversation keeps a tie alive; the plan counts people met, at an event or by a name in a title."""
    network = with_plan(Network())
    for person in ("written", "titled", "guest"):
        network.person(person, sector="energy")
    network.met("written", 5, source="messages", occasion="message", event_id=None)
    network.met("titled", 5, source="title").met("guest", 5)
    assert network.row("plan_progress")["matching_met"] == 2


def test_a_crowd_is_no_meeting() -> None:
    """Who came to a congress of more than thirty was not met."""
    network = with_plan(Network()).person("a", sector="energy")
    network.event("congress", 5, "a", participants=31, is_mass=True, is_counted=True, ego_answer=1.0)
    assert network.row("plan_progress")["matching_met"] == 0


def test_what_is_reached_requires_nothing() -> None:
    """Never a negative number a week."""
    network = with_plan(Network(), target_people=1)
    for person in ("a", "b"):
        network.person(person, sector="energy").met(person, 5)
    assert network.row("plan_progress")["required_per_week"] == 0


@pytest.mark.parametrize(
    ("met", "target", "expected"),
    # half of the time has gone: 1/5 / .5 = .4; 2/5 / .5 = .8; 3/5 / .5 = 1.2; 2/3 / .5 = 1.33
    [(1, 5, "late"), (2, 5, "on_time"), (3, 5, "on_time"), (2, 3, "ahead")],
)
def test_pace_has_three_classes(met: int, target: int, expected: str) -> None:
    """Late below .8, ahead above 1.2."""
    network = with_plan(Network(), start_date=days_ago(10), deadline=SUNDAY + timedelta(days=10), target_people=target)
    for number in range(met):
        network.person(f"p{number}", sector="energy").met(f"p{number}", 3)
    assert network.row("plan_progress")["pace_class"] == expected


def test_no_pace_before_the_start() -> None:
    """Null, and nothing counted yet."""
    row = with_plan(Network(), start_date=SUNDAY).person("a", sector="energy").met("a", 5).row("plan_progress")
    assert (row["pace"], row["pace_class"], row["matching_met"]) == (None, None, 0)


def test_nothing_is_clamped_after_the_deadline() -> None:
    """More than all the time has gone; nothing is required a week any more."""
    row = with_plan(Network(), deadline=days_ago(41)).row("plan_progress")
    # 82 days of 41
    assert row["elapsed_share"] == 2
    assert row["required_per_week"] is None


def test_without_a_plan_the_rhythm_is_still_told() -> None:
    """No plan figures; streak and occasions stand."""
    row = Network().person("a").event("e", 3, "a", occasion="lunch").row("plan_progress")
    assert (row["has_plan"], row["matching_met"], row["pace"], row["streak_weeks"], row["occasions_this_week"]) == (
        False,
        None,
        None,
        1,
        1,
    )


def test_a_person_named_as_a_target_fits_in_full() -> None:
    """Whatever the sector."""
    network = (
        with_plan(Network())
        .add("raw.plan_targets", axis="person", value="Zoé Marchal")
        .person("z", display_name="Zoé Marchal", sector="law")
    )
    row = network.person("half", sector="law").row("plan_matches", person_id="z")
    assert (row["share_met"], row["is_full_match"]) == (1, True)


def test_a_plan_without_targets_counts_everybody() -> None:
    """A number of people is a plan; what it does not name it does not ask for."""
    network = with_plan(Network())
    network.rows["raw.plan_targets"].clear()
    assert network.person("a").met("a", 5).row("plan_progress")["matching_met"] == 1


def test_all_kinds_of_targets_must_be_met() -> None:
    """Sector and town: one of two is half, and no full match."""
    network = (
        with_plan(Network())
        .add("raw.plan_targets", axis="place", value="Lyon")
        .add("raw.plan_targets", axis="place", value="PT")
    )
    network.person("half", sector="energy", city="Lille").person("full", sector="energy", country="PT")
    assert network.row("plan_matches", person_id="half")["share_met"] == 0.5
    assert network.row("plan_matches", person_id="full")["is_full_match"]


def test_meals_and_events_are_counted_by_what_they_are() -> None:
    """Coffee and lunch are meals, a seminar is an event, a call neither; a mass event is an event.

    Both people are met for the first time.
    """
    network = (
        Network().person("a").person("b").event("e1", 1, "a", occasion="coffee").event("e2", 2, "a", occasion="lunch")
    )
    network.event("e3", 3, "a", "b", occasion="seminar").event("e4", 3, "a", occasion="call")
    network.event("e5", 4, "a", occasion="ceremony", participants=200, is_mass=True, is_counted=False)
    assert dict(network.mart("plan_weeks").select("mean", "done").iter_rows()) == {
        "meal": 2,
        "event": 2,
        "new_people": 2,
        "reconnect": 0,
    }


@pytest.mark.parametrize(
    "change", [{"is_cancelled": True}, {"ego_answer": 0.0}, {"participants": None}, {"is_counted": False}]
)
def test_what_did_not_take_place_in_company_is_no_occasion(change: dict[str, object]) -> None:
    """Cancelled, declined by me, alone."""
    assert Network().person("a").event("e", 1, "a", occasion="lunch", **change).mart("occasions").is_empty()


def test_what_lies_ahead_is_no_occasion_and_nobody_met() -> None:
    """Future events never count."""
    network = Network().person("a").event("e", -1, "a", occasion="lunch")
    assert network.mart("occasions").is_empty()
    assert network.mart("people_met").is_empty()


def test_a_lunch_named_in_a_title_is_an_occasion() -> None:
    """Nobody was invited; the title names who was there."""
    network = Network().person("a").event("e", 1, occasion="lunch", participants=None, is_counted=False)
    row = network.met("a", 1, event_id="e", occasion="lunch", source="title", is_inferred=True).row("plan_progress")
    assert (row["occasions_this_week"], row["occasions_beyond_first_circle"]) == (1, 1)


def test_beyond_the_first_circle_takes_one_person_from_outside() -> None:
    """Family alone is within; strangers are outside; a mass event gives no credit."""
    network = (
        Network()
        .circle("famille", is_first_circle=True)
        .person("cousin", ["famille"])
        .person("stranger", is_contact=False)
    )
    network.event("e1", 1, "cousin", occasion="dinner").event("e2", 2, "cousin", "stranger", occasion="dinner")
    network.event("e3", 3, "stranger", occasion="ceremony", participants=99, is_mass=True, is_counted=False)
    row = network.row("plan_progress")
    assert (row["occasions_this_week"], row["occasions_beyond_first_circle"]) == (3, 1)


def test_an_occasion_needs_a_person() -> None:
    """A restaurant's mailbox is in the room, but is no company."""
    network = (
        Network()
        .event("booking", 1, occasion="dinner", participants=2)
        .event("gala", 2, occasion="ceremony", participants=99, is_mass=True)
    )
    assert network.row("plan_progress")["occasions_this_week"] == 0


def weekly_lunches(*weeks: int, leave: tuple[int, ...] = ()) -> int:
    """The streak of the reporting week with a lunch so many weeks before it, those weeks being leave."""
    network = Network().person("a")
    for week in weeks:
        network.event(f"e{week}", 7 * week + 2, "a", occasion="lunch")
    for week in leave:
        network.add("raw.leave_weeks", iso_week=f"{days_ago(7 * week):%G-W%V}")
    found: int = network.row("plan_progress")["streak_weeks"]
    return found


@pytest.mark.parametrize(
    ("weeks", "leave", "streak"),
    [
        ((0, 1, 2, 4), (), 3),
        ((1, 2), (), 0),
        ((0, 1, 3), (2,), 3),  # the week off neither counts nor breaks
        ((0, 1, 2), (1,), 2),  # nor does a lunch in it count
        ((1, 2), (0,), 2),
        (tuple(range(40)), (), 40),  # longer than the weeks held
    ],
)
def test_a_streak_is_of_weeks_with_an_occasion(weeks: tuple[int, ...], leave: tuple[int, ...], streak: int) -> None:
    """Consecutive weeks up to this one, without a cap."""
    assert weekly_lunches(*weeks, leave=leave) == streak


def test_planned_and_mean_of_eight_weeks() -> None:
    """The mean is over eight weeks, empty ones included; planned is null where the plan is silent."""
    network = Network().person("a").add("raw.plan_means", mean="meal", planned=2.0)
    for week in (0, 0, 1, 7, 8):
        network.event(f"e{len(network.rows['core.events'])}", 7 * week + 1, "a", occasion="lunch")
    meal = network.row("plan_weeks", mean="meal")
    # weeks 0 to 7: 2 + 1 + 1 = 4; 4/8
    assert (meal["planned"], meal["done"], meal["mean_8_weeks"]) == (2, 2, 0.5)
    assert network.row("plan_weeks", mean="event")["planned"] is None
    assert network.row("plan_weeks", SUNDAY - timedelta(days=7 * 26), mean="meal")["mean_8_weeks"] is None


def test_reconnecting_is_unknown_while_moves_are_withheld() -> None:
    """Null, not 0."""
    network = Network().add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(30))
    assert network.row("plan_weeks", mean="reconnect")["done"] is None


def test_a_mean_needs_all_its_eight_weeks() -> None:
    """The first week held has nothing to be compared with, so the mean of reconnections begins a week later than that
    of meals.
    """
    weeks = Network().mart("plan_weeks", None).filter(pl.col("week_end") <= days_ago(7 * 18))
    first = weeks.filter(pl.col("mean_8_weeks").is_not_null()).group_by("mean").agg(pl.col("week_end").min())
    # weeks 26 to 19 before the last are the first eight
    assert dict(first.rows()) == {mean: days_ago(7 * 19) for mean in ("meal", "event", "new_people")} | {
        "reconnect": days_ago(7 * 18)
    }


def test_cells_cross_sectors_with_levels() -> None:
    """Empty cells are rows too; named organisations stand alone."""
    network = Network().add("core.organisations", organisation_id="o", name="Aubier")
    for axis, value in (("sector", "energy"), ("sector", "law"), ("seniority", "director"), ("organisation", "aubier")):
        network.add("raw.plan_targets", axis=axis, value=value)
    network.person("p", sector="energy", seniority="director", organisation_id="o").met("p", 3)
    network.add("core.person_channels", person_id="p", channel="mobile", value="x").person(
        "q", sector="energy", seniority="staff"
    )
    cells = {(row[0], row[1], row[2]): row[3:] for row in network.mart("target_cells").select(
        "row_value", "column_axis", "column_value", "people", "reachable_people",
        "active_people").iter_rows()}  # fmt: skip
    assert cells == {
        ("energy", "seniority", "director"): (1, 1, 1),
        ("law", "seniority", "director"): (0, 0, 0),
        ("aubier", "any", "any"): (1, 1, 1),
    }


@pytest.mark.parametrize(
    ("axis", "target", "traits"),
    [
        ("place", "lodz", {"city": "Łódź"}),
        ("place", "Москва", {"city": "МОСКВА"}),
        ("person", "anne leboeuf", {"display_name": "Anne Lebœuf"}),
        ("person", "Karl Weiss", {"display_name": "Karl Weiß"}),
    ],
)
def test_a_target_is_met_in_any_script(axis: str, target: str, traits: dict[str, str]) -> None:
    """Letters that carry no accent are folded as everywhere."""
    network = Network().add("raw.plan_targets", axis=axis, value=target).person("p", **traits)
    assert network.mart("plan_matches", None)["is_full_match"].to_list() == [True]
    assert network.mart("target_cells")["people"].to_list() == [1]


def test_a_message_or_a_call_is_no_meeting() -> None:
    """Neither progress, nor a new person, nor a first meeting: the plan counts people met."""
    network = with_plan(Network())
    for person in ("written", "called", "lunched"):
        network.person(person, sector="energy")
    network.met("written", 5, source="messages", occasion="message", event_id=None)
    network.met("called", 5, source="log", occasion="call", event_id=None, interaction_id="log/2")
    network.met("lunched", 5, source="log", occasion="lunch", event_id=None, interaction_id="log/3")
    assert network.row("plan_progress")["matching_met"] == 1
    assert network.row("plan_weeks", mean="new_people")["done"] == 1
    assert network.row("reach_weeks", metric="first_meetings")["value"] == 1


def test_nothing_is_required_once_the_target_is_reached() -> None:
    """Zero, never less; and nothing can be said where the plan names no number of people."""
    network = with_plan(Network(), target_people=1)
    for person in ("a", "b"):
        network.person(person, sector="energy").met(person, 3)
    assert network.row("plan_progress")["required_per_week"] == 0
    assert with_plan(Network(), target_people=None).row("plan_progress")["required_per_week"] is None


def test_cells_of_past_weeks_hold_who_was_known_and_active_then() -> None:
    """Known for ten days: in the cell of this week and the last, in no earlier one."""
    network = Network().add("raw.plan_targets", axis="sector", value="energy")
    network.person("p", sector="energy", formed_precision="exact", formed_date=days_ago(10)).met("p", 10)
    held = network.mart("target_cells", None).sort("week_end", descending=True)
    assert held["people"].to_list()[:3] == [1, 1, 0]
    assert held["active_people"].to_list()[:3] == [1, 1, 0]


def test_without_a_calendar_the_streak_is_unknown() -> None:
    """Null with its reason, not a broken streak: messages alone tell of no meeting."""
    network = Network().person("a").met("a", 3, source="messages", event_id=None)
    network.add("core.sources", source="messages.csv", kind="messages", data_through=SUNDAY)
    assert network.row("plan_progress")["streak_weeks"] is None
    row = network.row("figures", figure="streak_weeks")
    assert (row["value"], row["note"]) == (None, "no_calendar")


def test_people_logged_at_one_lunch_are_one_occasion() -> None:
    """One occasion for each kind and day; a message is none."""
    network = Network()
    for line, (person, kind) in enumerate((("a", "lunch"), ("b", "lunch"), ("a", "coffee"), ("b", "message"))):
        network.person(f"{person}{line}").met(
            f"{person}{line}", 2, source="log", occasion=kind, event_id=None, interaction_id=f"touches.csv/{line}"
        )
    assert sorted(network.mart("occasions")["occasion"]) == ["coffee", "lunch"]
