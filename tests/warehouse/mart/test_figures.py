"""mart.figures, sensitivity, source_freshness.

The headline, how far it hangs on the settings, and how old its sources are.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def occasions(this_week: int, last_week: int, calendar_age: int = 0) -> Network:
    network = (
        Network()
        .person("a")
        .add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(calendar_age))
    )
    for number in range(this_week + last_week):
        network.event(f"e{number}", 1 if number < this_week else 8, "a", occasion="lunch")
    return network


@pytest.mark.parametrize(
    # |difference| against 1.645 · sqrt(sum): 4 and 0: 4 > 3.29; 3 and 1: 2 < 3.29; 0 and 3: 3 > 2.85
    ("this_week", "last_week", "change"),
    [(4, 0, "up"), (3, 1, "stable"), (0, 3, "down"), (0, 0, "stable")],
)
def test_numbers_of_a_week_move_only_beyond_chance(this_week: int, last_week: int, change: str) -> None:
    """Three occasions after one are no trend."""
    row = occasions(this_week, last_week).row("figures", figure="occasions")
    assert (row["value"], row["previous"], row["change"]) == (this_week, last_week, change)


def test_stocks_move_by_what_was_counted() -> None:
    """One more contact is one more."""
    row = (
        Network()
        .person("a")
        .person("b", formed_date=days_ago(1), formed_precision="exact")
        .row("figures", figure="known")
    )
    assert (row["value"], row["previous"], row["change"]) == (2, 1, "up")


def test_withheld_figures_say_why() -> None:
    """No value, no change, a reason."""
    network = Network().add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(30))
    row = network.row("figures", figure="fell_dormant")
    assert (row["value"], row["change"], row["note"]) == (None, None, "calendar_old")
    assert network.row("figures", figure="calendar_is_withheld")["value"] == 1


@pytest.mark.parametrize(
    "figure", ["first_meetings", "revived", "fell_dormant", "occasions", "occasions_beyond_first_circle"]
)
def test_without_a_calendar_nothing_is_said_of_meetings(figure: str) -> None:
    """No calendar is no proof that nobody was met: no value, and why."""
    row = Network().person("a").row("figures", figure=figure)
    assert (row["value"], row["note"]) == (None, "no_calendar")


@pytest.mark.parametrize(
    ("through", "value", "note"),
    [(days_ago(20), None, "calendar_old"), (days_ago(6), 0, None)],
)
def test_nobody_is_said_to_be_new_in_a_week_no_source_reaches(
    through: date, value: float | None, note: str | None
) -> None:
    """A calendar of last month and a connection list of last month know nothing of this week.

    A fresh list does, even of none.
    """
    network = occasions(0, 1, calendar_age=30)
    network.add(
        "core.sources", source="connections.csv", kind="contacts", data_from=days_ago(900), data_through=through
    )
    row = network.row("figures", figure="new_ties")
    assert (row["value"], row["note"]) == (value, note)


def test_cards_alone_cannot_tell_who_is_new() -> None:
    """Their dates are upper bounds: no value, rather than nobody."""
    row = (
        Network()
        .person("a")
        .add("core.sources", source="book.vcf", kind="contacts", data_through=SUNDAY)
        .row("figures", figure="new_ties")
    )
    assert (row["value"], row["note"]) == (None, "no_calendar")


@pytest.mark.parametrize("figure", ["first_meetings", "occasions", "occasions_beyond_first_circle"])
def test_a_calendar_that_ends_before_the_week_gives_no_occasions(figure: str) -> None:
    """It cannot know of them: no value, rather than none held."""
    row = occasions(0, 1, calendar_age=30).row("figures", figure=figure)
    assert (row["value"], row["note"]) == (None, "calendar_old")


def test_too_few_circles_give_no_headline() -> None:
    """d1 is left out where it is insufficient."""
    row = Network().circle("a").person("p", ["a"]).met("p", 3).row("figures", figure="d1")
    assert (row["value"], row["note"]) == (None, "insufficient")


def test_the_share_of_titles_without_a_class_is_told() -> None:
    """Over the occasions of a year."""
    network = (
        Network()
        .person("a")
        .event("e1", 3, "a", occasion="other")
        .event("e2", 100, "a", occasion="lunch")
        .event("e3", 400, "a", occasion="other")
    )
    assert network.row("figures", figure="other_share")["value"] == 0.5


def test_inferred_interactions_are_told() -> None:
    """So far, not this week."""
    network = Network().person("a").met("a", 300, is_inferred=True, source="title").met("a", 3)
    assert network.row("figures", figure="inferred_interactions")["value"] == 1


def test_sensitivity_counts_who_would_change_class() -> None:
    """Nine settings; under the one in force nobody changes."""
    network = Network().person("p").person("q").met("p", 90, weight=6.0).met("q", 0, weight=3.0)
    table = {(row[1], row[2]): row[3:] for row in network.mart("sensitivity").iter_rows()}
    assert len(table) == 9
    # p: 6 · 2^(-90/180) = 4.24, with 90 days 3, with 365 days 5.06; q: 3
    assert table[180, 4] == (1, 1, 0)
    assert table[90, 4] == (0, 2, 1)
    assert table[180, 2] == (2, 0, 1)
    assert table[365, 6] == (0, 2, 1)


def test_a_source_tells_its_age() -> None:
    """Counted to the day of the run; a calendar is stale after six days, an address book after three months."""
    network = Network(as_of=SUNDAY + timedelta(days=2))
    network.add("core.sources", source="agenda.ics", kind="events", data_through=days_ago(7)).add(
        "core.sources", source="book.vcf", kind="contacts"
    )
    network.add("core.sources", source="notes.txt", kind="unknown")
    ages = {
        row[0]: row[1:] for row in network.mart("source_freshness").select("source", "age_days", "is_stale").iter_rows()
    }
    # the address book states no day: from the day it was first seen, the Sunday
    assert ages == {"agenda.ics": (9, True), "book.vcf": (2, False)}


def test_a_card_changed_long_ago_does_not_make_an_export_old() -> None:
    """REV dates a card: three old friends exported today are no old export.

    A date in the file's name is the export's, and a list of connections is as old as its last one.
    """
    network = Network().add("core.sources", source="friends.vcf", kind="contacts", data_through=days_ago(800))
    network.add("core.sources", source="book.vcf", kind="contacts", data_through=days_ago(800), stated_on=days_ago(100))
    network.add(
        "core.sources", source="connections.csv", kind="contacts", data_from=days_ago(900), data_through=days_ago(120)
    )
    ages = {
        row[0]: row[1:] for row in network.mart("source_freshness").select("source", "age_days", "is_stale").iter_rows()
    }
    assert ages == {"friends.vcf": (0, False), "book.vcf": (100, True), "connections.csv": (120, True)}


def test_messages_of_the_week_can_tell_who_is_new() -> None:
    """No calendar, but conversations up to Sunday: nobody new is nobody."""
    network = (
        Network()
        .person("a")
        .add("core.sources", source="messages.csv", kind="messages", data_from=days_ago(900), data_through=SUNDAY)
    )
    assert network.row("figures", figure="new_ties")["value"] == 0


def test_an_old_calendar_beside_a_fresh_one_hides_no_occasion() -> None:
    """Changes of state wait for the old one; what the fresh one holds of the week is counted."""
    network = (
        Network()
        .person("a")
        .event("e", 3, "a", occasion="lunch")
        .add("core.sources", source="fresh.ics", kind="events", data_through=SUNDAY)
    )
    network.add("core.sources", source="old.ics", kind="events", data_through=days_ago(40), first_seen_on=days_ago(40))
    assert network.row("figures", figure="occasions")["value"] == 1
    assert network.row("figures", figure="revived")["note"] == "calendar_old"


def test_messages_alone_are_no_calendar() -> None:
    """Nobody was seen to meet, and silence on LinkedIn alone is no silence.

    Neither occasions nor changes of state are given.
    """
    network = Network().person("a").met("a", 1, 300, source="messages", event_id=None)
    assert network.row("figures", figure="occasions")["note"] == "no_calendar"
    assert network.row("figures", figure="revived")["note"] == "no_calendar"
