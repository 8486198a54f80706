"""mart.people_met and reach_weeks: how many people, by which channels, how widely spread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.warehouse.mart.network import SUNDAY, Network, days_ago


def value(network: Network, metric: str) -> float:
    found: float = network.row("reach_weeks", metric=metric)["value"]
    return found


def channels() -> Network:
    network = Network()
    for person, channel, validity in [
        ("mobile", "mobile", "valid"), ("landline", "phone", "valid"), ("mail", "email_work", "valid"),
        ("wrong", "email_work", "invalid"),
        ("left", "email_work", "doubtful"), ("linked", "linkedin", "valid"), ("address", "postal", "valid"),
    ]:  # fmt: skip
        network.person(person).add(
            "core.person_channels", person_id=person, channel=channel, value="x", validity=validity
        )
    return network.add("core.person_channels", person_id="mobile", channel="email_personal", value="y").person(
        "nothing"
    )


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("known", 8),
        ("reachable", 3),  # mobile, landline, mail
        ("linkedin_or_postal_only", 2),  # linked, address
        ("unreachable", 3),  # wrong, left, nothing
        ("phone", 2),
        ("mobile", 1),
        ("email_work", 1),
        ("email_personal", 1),
        ("linkedin", 1),
        ("postal", 1),
    ],
)
def test_people_are_counted_by_valid_channel(metric: str, expected: int) -> None:
    """A mobile is a telephone too; doubtful and invalid addresses reach nobody."""
    assert value(channels(), metric) == expected


def test_a_count_comes_with_what_it_is_part_of() -> None:
    """Numerator, denominator and coverage."""
    row = channels().row("reach_weeks", metric="reachable")
    # 3 of 8
    assert (row["numerator"], row["denominator"], row["coverage"]) == (3, 8, 0.375)


def test_breadth_counts_distinct_values_and_says_for_whom_they_are_known() -> None:
    """Two sectors among three people, known for two thirds."""
    network = Network().person("a", sector="energy").person("b", sector="law").person("c")
    row = network.row("reach_weeks", metric="sectors")
    assert (row["value"], row["numerator"], row["denominator"], row["coverage"]) == (2, 2, 3, pytest.approx(2 / 3))


def test_nothing_known_has_no_coverage() -> None:
    """Null, not 0, and no division by zero."""
    row = Network().row("reach_weeks", metric="sectors")
    assert (row["value"], row["denominator"], row["coverage"]) == (0, 0, None)


def test_a_past_week_counts_the_ties_formed_by_then() -> None:
    """Someone whose only date is an upper bound counts in every week, and is counted apart as undated."""
    network = (
        Network().person("new", formed_date=days_ago(3), formed_precision="exact").person("by", formed_date=days_ago(3))
    )
    before = SUNDAY - timedelta(days=7)
    assert network.row("reach_weeks", before, metric="known")["value"] == 1
    assert value(network, "known") == 2
    assert value(network, "undated") == 1
    assert value(network, "new_ties") == 1


def test_people_met_who_are_not_contacts_are_adjacent() -> None:
    """In events of up to 30 people; met on two days, they are listed as missing from the address book."""
    network = (
        Network()
        .person("contact")
        .person("once", is_contact=False)
        .person("twice", is_contact=False)
        .person("crowd", is_contact=False)
    )
    network.event("e1", 3, "contact", "once", "twice").event("e2", 30, "twice").event(
        "webinar", 4, "crowd", participants=31, is_mass=True, is_counted=False
    )
    assert value(network, "adjacent_people") == 2
    assert value(network, "adjacent_people_this_week") == 2
    assert value(network, "met_not_in_contacts") == 1


def test_someone_met_twice_on_one_day_was_met_on_one_day() -> None:
    """Two events on a day are one day."""
    network = Network().person("x", is_contact=False).event("e1", 3, "x").event("e2", 3, "x")
    assert value(network, "met_not_in_contacts") == 0


def test_a_first_meeting_is_the_first_event_and_no_message() -> None:
    """Known for years by message, met this week: a first meeting; beyond the first circle when not wholly within."""
    network = Network().circle("famille", is_first_circle=True)
    for person, circles in (("cousin", ["famille"]), ("friend", []), ("before", [])):
        network.person(person, circles)
    network.met("friend", 400, source="messages", event_id=None).met("cousin", 2).met("friend", 2).met("before", 100, 2)
    assert value(network, "first_meetings") == 2
    assert value(network, "first_meetings_beyond_first_circle") == 1


def test_what_a_later_file_brings_is_new_in_the_files_not_a_new_tie() -> None:
    """A tie without a day of its own, first seen this week; what the first import of all brought is not."""
    network = Network()
    for source, age in (("book", 40), ("newer", 2)):
        network.add("core.sources", source=source, kind="contacts", first_seen_on=days_ago(age))
    network.person("first", first_seen_on=days_ago(40)).person("later", first_seen_on=days_ago(2))
    network.person("dated", first_seen_on=days_ago(2), formed_precision="exact", formed_date=days_ago(2))
    assert network.row("reach_weeks", metric="new_in_files")["value"] == 1
    assert network.row("reach_weeks", metric="new_ties")["value"] == 1
