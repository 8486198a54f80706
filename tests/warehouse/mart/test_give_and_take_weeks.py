"""mart.give_and_take_weeks: what the owner sends, against what comes."""

from __future__ import annotations

import pytest

from tests.warehouse.mart.network import Network, days_ago


def acts(act: str, sent: int, came: int, age: int = 10) -> Network:
    network = Network()
    for number in range(sent + came):
        direction = "outgoing" if number < sent else "incoming"
        network.add(
            "core.messages", message_id=f"{act} {number}", act=act, local_date=days_ago(age), direction=direction
        )
    return network


def test_reciprocity_is_the_balance_of_what_was_given_and_received() -> None:
    """Four recommendations given, one received: (4 - 1) / 5."""
    row = acts("recommendation", 4, 1).row("give_and_take_weeks", act="recommendation")
    assert (row["given"], row["received"], row["entries"], row["reciprocity"]) == (4, 1, 5, pytest.approx(0.6))


def test_fewer_than_five_entries_measure_nothing() -> None:
    """The numbers stand, without a balance."""
    row = acts("endorsement", 4, 0).row("give_and_take_weeks", act="endorsement")
    assert (row["given"], row["reciprocity"]) == (4, None)


def test_a_week_sees_the_year_before_it() -> None:
    """365 days ago is out, 364 in; what comes later is in no earlier week."""
    assert acts("message", 5, 0, age=365).row("give_and_take_weeks", act="message")["given"] == 0
    assert acts("message", 5, 0, age=364).row("give_and_take_weeks", act="message")["given"] == 5
    assert acts("message", 5, 0, age=3).row("give_and_take_weeks", week_end=days_ago(7), act="message")["given"] == 0


def test_without_messages_there_is_nothing_to_weigh() -> None:
    """No export of them: no row."""
    assert Network().mart("give_and_take_weeks").is_empty()


def test_help_as_noted_is_an_act_of_its_own() -> None:
    """Of help.csv: three given, two received."""
    network = Network()
    for number, direction in enumerate(["given"] * 3 + ["received"] * 2):
        network.add("core.help", line=number, person_id="p", helped_on=days_ago(5), direction=direction)
    row = network.row("give_and_take_weeks", act="help")
    assert (row["given"], row["received"], row["reciprocity"]) == (3, 2, pytest.approx(0.2))
