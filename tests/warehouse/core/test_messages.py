"""Messages as interactions: who takes part, which conversations go both ways, what a day with a message weighs."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.support.network import Network, message

ME = "https://www.linkedin.com/in/claire-moreau"
ZOE = "https://www.linkedin.com/in/zoe"
BO = "https://www.linkedin.com/in/bo"
ANN = "https://www.linkedin.com/in/ann"
OWNED: dict[str, Any] = {
    "tables": {"raw.own_names": [{"name": "Claire Moreau"}], "raw.own_addresses": [{"address": ME}]}
}


def days(*messages: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    """person, day, day from which it counts, weight and participants of each day of messages."""
    frame = Network(messages=list(messages), **(OWNED | more)).build("core.message_days")["core.message_days"]
    return sorted(frame.select("person_id", "message_date", "known_date", "weight", "participants").rows())


def test_a_conversation_that_goes_one_way_is_nothing() -> None:
    """Neither what the owner wrote without an answer, nor what was written to the owner."""
    assert (
        days(
            message("1", "2026-07-01", ME, ZOE), message("1", "2026-07-02", ME, ZOE), message("2", "2026-07-01", BO, ME)
        )
        == []
    )


def test_each_day_of_a_conversation_that_goes_both_ways_counts_once() -> None:
    """0.25 h a day, however many messages; the day before the answer counts from the answer on."""
    conversation = [message("1", day, *pair) for day, pair in (
        ("2026-07-01T08:00", (ME, ZOE)), ("2026-07-03T09:00", (ZOE, ME)), ("2026-07-03T10:00", (ME, ZOE)),
        ("2026-07-03T11:00", (ZOE, ME)),
    )]  # fmt: skip
    assert days(*conversation) == [
        ("zoe", date(2026, 7, 1), date(2026, 7, 3), 0.25, 2),
        ("zoe", date(2026, 7, 3), date(2026, 7, 3), 0.25, 2),
    ]


def test_the_day_of_a_message_is_local() -> None:
    """22:30 UTC on 1 July is half past midnight in Paris."""
    assert [row[1] for row in days(message("1", "2026-07-01T22:30", ME, ZOE), message("1", "2026-07-05", ZOE, ME))] == [
        date(2026, 7, 2),
        date(2026, 7, 5),
    ]


def test_a_group_shares_the_day_among_its_others() -> None:
    """n counts whoever took part so far, the owner included.

    0.25 / (3 - 1), and once Ann is written to 0.25 / (4 - 1).
    """
    group = [
        message("g", "2026-07-01", ME, ZOE, BO),
        message("g", "2026-07-02", ZOE, ME, BO),
        message("g", "2026-07-03", BO, ME, ZOE, ANN),
    ]
    third = pytest.approx(0.25 / 3)
    assert days(*group) == [
        ("ann", date(2026, 7, 3), date(2026, 7, 3), third, 4),
        ("bo", date(2026, 7, 1), date(2026, 7, 2), 0.125, 3),
        ("bo", date(2026, 7, 2), date(2026, 7, 2), 0.125, 3),
        ("bo", date(2026, 7, 3), date(2026, 7, 3), third, 4),
        ("zoe", date(2026, 7, 1), date(2026, 7, 2), 0.125, 3),
        ("zoe", date(2026, 7, 2), date(2026, 7, 2), 0.125, 3),
        ("zoe", date(2026, 7, 3), date(2026, 7, 3), third, 4),
    ]


def test_two_conversations_on_one_day_add_up() -> None:
    """0.25 with Zoé alone, 0.125 in a group of three: 0.375 that day."""
    pair = [message("1", "2026-07-01", ME, ZOE), message("1", "2026-07-01", ZOE, ME)]
    group = [message("g", "2026-07-01", ME, ZOE, BO), message("g", "2026-07-01", BO, ME, ZOE)]
    rows = days(*pair, *group)
    assert sum(row[3] for row in rows if row[0] == "zoe") == 0.375
    assert sum(row[3] for row in rows if row[0] == "bo") == 0.125


def test_one_conversation_in_two_exports_counts_once() -> None:
    """Last month's file and this month's hold the same messages."""
    both = [
        message("1", "2026-07-01", *pair, source=source)
        for source in ("old.csv", "new.csv")
        for pair in ((ME, ZOE), (ZOE, ME))
    ]
    links = {f"{source}/msg:{ZOE}": "zoe" for source in ("old.csv", "new.csv")}
    assert days(*both, people=links) == [("zoe", date(2026, 7, 1), date(2026, 7, 1), 0.25, 2)]


def test_invitations_and_endorsements_are_no_messages() -> None:
    """They pass between two people, and nobody has spent time on them."""
    acts = [
        message("", "2026-07-01", *pair, act=act)
        for act in ("invitation", "endorsement")
        for pair in ((ME, ZOE), (ZOE, ME))
    ]
    assert days(*acts) == []


def test_a_closed_account_is_somebody_and_no_person() -> None:
    """It answers and counts in n, but all closed accounts bear one name."""
    group = [
        message("g", "2026-07-01", ME, ZOE, "LinkedIn Member"),
        message("g", "2026-07-01", "LinkedIn Member", ME, ZOE),
    ]
    assert days(*group) == [("zoe", date(2026, 7, 1), date(2026, 7, 1), 0.125, 3)]


def test_a_message_day_is_an_interaction_and_no_meeting() -> None:
    """Its person is known, is no contact without a card, and the tie is formed by the first message, exactly."""
    network = Network(messages=[message("1", "2026-07-01", ME, ZOE), message("1", "2026-07-03", ZOE, ME)], **OWNED)
    tables = network.build("core.interactions", "core.persons", "core.meetings")
    assert tables["core.meetings"].is_empty()
    assert tables["core.interactions"].select(
        "person_id", "interaction_id", "event_id", "occasion", "source", "weight"
    ).rows() == [
        ("zoe", "1/2026-07-01", None, "message", "messages", 0.25),
        ("zoe", "1/2026-07-03", None, "message", "messages", 0.25),
    ]
    zoe = tables["core.persons"].row(by_predicate=pl.col("person_id") == "zoe", named=True)
    assert (zoe["is_contact"], zoe["is_ego"], zoe["formed_date"], zoe["formed_precision"]) == (
        False,
        False,
        date(2026, 7, 1),
        "exact",
    )


def test_a_tie_that_a_message_formed_is_known_from_the_first_answer_on() -> None:
    """The weeks between question and answer knew nothing of it, and know nothing of it now."""
    network = Network(messages=[message("1", "2026-07-01", ME, ZOE), message("1", "2026-07-13", ZOE, ME)], **OWNED)
    zoe = network.build("core.persons")["core.persons"].row(by_predicate=pl.col("person_id") == "zoe", named=True)
    assert (zoe["formed_date"], zoe["known_date"]) == (date(2026, 7, 1), date(2026, 7, 13))


def test_an_answer_after_the_day_of_the_run_is_not_known() -> None:
    """As of 2 July the question of 1 July is unanswered."""
    network = Network(
        messages=[message("1", "2026-07-01", ME, ZOE), message("1", "2026-07-03", ZOE, ME)],
        as_of=date(2026, 7, 2),
        **OWNED,
    )
    assert network.build("core.interactions")["core.interactions"].is_empty()


def own_parties(*messages: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return (
        Network(messages=list(messages), **({"own": None} | more))
        .build("staging.own_parties")["staging.own_parties"]
        .rows()
    )


@pytest.mark.parametrize("act", ["invitation", "endorsement"])
def test_the_owner_is_who_sends_what_goes_out(act: str) -> None:
    """An export that says the direction says the owner, outgoing and incoming alike."""
    out, back = (
        message("", "2026-07-01", ME, ZOE, act=act, direction="outgoing"),
        message("", "2026-07-01", BO, ME, act=act, direction="incoming"),
    )
    assert own_parties(out) == own_parties(back) == [(ME, "stated")]


def test_the_owner_is_known_by_name() -> None:
    """Accents and order of the words aside; of two profiles of that name, the one in most conversations."""
    namesake = "https://www.linkedin.com/in/other"
    messages = [message(str(number), "2026-07-01", ME, who) for number, who in enumerate((ZOE, BO, namesake))]
    for one in messages:
        one["sender"]["name"] = "MOREAU Claïre"
    messages[2]["recipients"][0]["name"] = "Claire Moreau"
    assert own_parties(*messages, tables={"raw.own_names": [{"name": "Claire Moreau"}]}) == [(ME, "name")]


@pytest.mark.parametrize(("own", "written"), [("Anne Lebœuf", "Anne Leboeuf"), ("Анна Жукова", "Жукова Анна")])
def test_the_owner_is_known_by_a_name_in_any_script(own: str, written: str) -> None:
    """And a party without a name is not taken for her."""
    messages = [message("1", "2026-07-01", written, ZOE), message("2", "2026-07-02", BO, ZOE)]
    (found,) = own_parties(*messages, tables={"raw.own_names": [{"name": own}]})
    assert found[1] == "name"


def test_a_profile_in_an_export_names_the_owner_where_the_settings_do_not() -> None:
    """Her name of before marriage too; names of the settings leave the profile unused."""
    fact = {"position": 1, "given_name": "Claire", "family_name": "Moreau", "birth_name": "Petit"}
    called = message("1", "2026-07-01", "Claire Petit", ZOE)
    assert own_parties(called, tables={"raw.owner_facts": [fact]}) == [("name:claire petit", "name")]
    assert own_parties(called, tables={"raw.owner_facts": [fact], "raw.own_names": [{"name": "Anne Roy"}]}) == []


def test_the_owner_is_inferred_from_being_in_every_conversation() -> None:
    """In at least two, and in more than anybody else: one conversation alone could be anybody's."""
    one, two = message("1", "2026-07-01", ME, ZOE), message("2", "2026-07-01", BO, ME)
    assert own_parties(one, two) == [(ME, "inferred")]
    assert own_parties(one) == []
