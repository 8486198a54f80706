"""mart.evaluation_weeks, state_weeks, transition_weeks and cooling_weeks: who is where, and who moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def moves(network: Network) -> dict[tuple[str, str], tuple[str | None, int]]:
    return {(old, new): (name, n) for _, old, new, name, n in network.mart("transition_weeks").iter_rows()}


def friends() -> Network:
    return Network().circle("amis", default_gap_days=60)


def test_every_state_has_a_row() -> None:
    """An empty network has five zeros each week, for 27 weeks."""
    states = Network().mart("state_weeks", None)
    assert states.height == 27 * 5
    assert states["n"].sum() == 0


def test_never_met_contacts_are_counted_in_old_weeks_too() -> None:
    """Though tie_weeks does not hold them there."""
    network = (
        Network()
        .person("old")
        .person("met")
        .person("new", formed_date=days_ago(10), formed_precision="exact")
        .met("met", 300)
    )
    first_week = SUNDAY - timedelta(days=26 * 7)
    assert network.row("state_weeks", first_week, state="never_met")["n"] == 1
    assert network.row("state_weeks", state="never_met")["n"] == 2


@pytest.mark.parametrize(
    ("ages", "move", "name"),
    # expected gap 60 (own gap 60 where there are two): active up to 90 days, cooling to 180, dormant to 480
    [
        ((91,), ("active", "cooling"), "cooled"),
        ((181,), ("cooling", "dormant"), "fell_dormant"),
        ((481,), ("dormant", "lost"), "lost"),
        ((300, 3), ("dormant", "active"), "revived"),
        ((130, 3), ("cooling", "active"), "revived"),
        ((900, 3), ("lost", "active"), "revived"),
        ((3,), ("never_met", "active"), None),
        ((50,), ("active", "active"), None),
    ],
)
def test_moves_between_states_have_names(ages: tuple[int, ...], move: tuple[str, str], name: str | None) -> None:
    """By where they lead; a first meeting and staying are no named move."""
    assert moves(friends().person("p", ["amis"]).met("p", *ages)) == {move: (name, 1)}


def test_a_new_tie_comes_from_absent() -> None:
    """Met or not, formed this week on an exact day."""
    network = friends().person("met", formed_date=days_ago(3), formed_precision="exact").met("met", 3)
    network.person("connected", formed_date=days_ago(3), formed_precision="exact")
    assert moves(network) == {("absent", "active"): ("new", 1), ("absent", "never_met"): ("new", 1)}


def test_an_import_moves_nobody() -> None:
    """People known by an upper bound only were already known a week ago."""
    assert moves(Network().person("p", formed_date=SUNDAY, formed_precision="by")) == {
        ("never_met", "never_met"): (None, 1)
    }


@pytest.mark.parametrize(("age", "is_withheld"), [(6, False), (7, True)])
def test_an_old_calendar_withholds_moves(age: int, is_withheld: bool) -> None:
    """The calendar may end six days before the week, not seven."""
    network = friends().person("p", ["amis"]).met("p", 181)
    network.add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(age))
    assert network.row("evaluation_weeks")["is_withheld"] is is_withheld
    assert network.mart("transition_weeks").is_empty() is is_withheld


def test_the_freshest_calendar_decides() -> None:
    """An old calendar of a former job does not withhold anything while another is up to date."""
    network = Network().add("core.sources", source="old.ics", kind="events", data_through=days_ago(900))
    network.add("core.sources", source="new.ics", kind="events", data_through=days_ago(1))
    assert not network.row("evaluation_weeks")["is_withheld"]


def test_a_stale_address_book_withholds_nothing() -> None:
    """Only calendars say whether silence is silence."""
    network = Network().add("core.sources", source="book.vcf", kind="contacts", data_through=days_ago(900))
    assert not network.row("evaluation_weeks")["is_withheld"]


def test_a_calendar_whose_owner_is_unknown_withholds_moves() -> None:
    """Without an own address no event can be told to be mine."""
    network = Network().event("e", 3, "p", ego_answer=None, is_counted=False)
    row = network.row("evaluation_weeks")
    assert (row["is_withheld"], row["reason"], row["evaluated_on"]) == (True, "owner_unknown", SUNDAY)


def test_an_old_calendar_withholds_only_the_weeks_after_it() -> None:
    """Weeks it covers keep their moves."""
    network = Network().add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(21))
    weeks = network.mart("evaluation_weeks", None).sort("week_end")
    # weeks end 0, 7, 14 days ago: more than 6 days after it; 21 days ago: not
    assert weeks["is_withheld"].to_list() == [False] * 24 + [True] * 3
    assert weeks["evaluated_on"].to_list()[-4:] == [days_ago(21)] * 4


def test_the_oldest_calendar_in_use_decides() -> None:
    """A fresh private calendar does not speak for an old work one; a calendar closed long ago speaks for nobody."""
    network = Network().add("core.sources", source="private.ics", kind="events", data_through=SUNDAY)
    old = {"kind": "events", "first_seen_on": days_ago(60)}
    assert not network.add("core.sources", source="closed.ics", data_through=days_ago(93), **old).row(
        "evaluation_weeks"
    )["is_withheld"]
    row = network.add("core.sources", source="work.ics", data_through=days_ago(92), **old).row("evaluation_weeks")
    assert (row["reason"], row["evaluated_on"]) == ("calendar_old", days_ago(92))


def test_a_calendar_that_came_with_a_fresh_one_is_as_fresh() -> None:
    """A family calendar nobody edits for weeks is not old: it was exported with the other."""
    network = Network().add("core.sources", source="work.ics", kind="events", data_through=SUNDAY)
    assert not network.add("core.sources", source="family.ics", kind="events", data_through=days_ago(40)).row(
        "evaluation_weeks"
    )["is_withheld"]


def test_a_calendar_that_states_no_day_speaks_until_it_was_first_seen() -> None:
    """No date in it or in its name: it is not taken for fresh."""
    network = Network().add(
        "core.sources", source="agenda.ics", kind="events", data_through=None, first_seen_on=days_ago(30)
    )
    assert network.row("evaluation_weeks")["evaluated_on"] == days_ago(30)


def test_bridges_come_first_among_those_cooling() -> None:
    """Then the strongest peaks."""
    network = friends()
    for name in ("strong", "bridge", "x", "y"):
        network.person(name, ["amis"])
    network.met("strong", 91, weight=9.0).met("bridge", 91, weight=1.0).tie("bridge", "x").tie("bridge", "y")
    cooling = network.mart("cooling_weeks").sort("rank")
    assert cooling.select("person_id", "state", "previous_state", "is_bridge").rows() == [
        ("bridge", "cooling", "active", True),
        ("strong", "cooling", "active", False),
    ]
