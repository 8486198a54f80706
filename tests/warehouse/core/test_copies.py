"""One meeting in several calendars, and messages about meetings: what is one event, and what changes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.support.network import OWN, Network, attendee, event

KARIM, SOPHIE = "karim@voltea.example", "sophie@nordis.example"
NOON = "2026-07-01T12:00"


def met(*events: dict[str, Any], **network: Any) -> list[tuple[str, date, int]]:
    """Who was met, when, and how many took part."""
    rows = Network(events=list(events), **network).build("core.interactions")["core.interactions"]
    return sorted(rows.select("person_id", "interaction_date", "participants").rows())


def test_a_meeting_in_two_calendars_is_one() -> None:
    """Same start, end and title, a guest in common; whatever the UIDs."""
    one = event(NOON, "Déjeuner Voltéa", OWN, KARIM, uid="work")
    other = event(NOON, "Déjeuner Voltéa", OWN, KARIM, uid="private", source="perso")
    assert met(one, other) == [(KARIM, date(2026, 7, 1), 2)]


def test_a_copy_without_guests_is_the_same_meeting() -> None:
    """Programs put Copy: or Copie : before its title."""
    whole = event(NOON, "Déjeuner Karim Haddad", OWN, KARIM, uid="o")
    copies = [event(NOON, f"{mark}Déjeuner Karim Haddad", uid=mark) for mark in ("", "Copy: ", "Copie : ", "Kopie: ")]
    card = {"book/1": {"name": "Karim Haddad"}}
    assert met(whole, *copies, cards=card, people={"book/1": KARIM}) == [(KARIM, date(2026, 7, 1), 2)]


def test_two_meetings_of_one_title_with_other_guests_are_two() -> None:
    """Two rooms at one hour may both be called Point."""
    one, other = event(NOON, "Point", OWN, KARIM, uid="a"), event(NOON, "Point", OWN, SOPHIE, uid="b")
    assert met(one, other) == [(KARIM, date(2026, 7, 1), 2), (SOPHIE, date(2026, 7, 1), 2)]


def test_a_copy_without_guests_is_neither_of_two_meetings() -> None:
    """Which it is cannot be told: it stays one of its own, and its title may name whom it was with."""
    meetings = [event(NOON, "Point", OWN, guest, uid=guest) for guest in (KARIM, SOPHIE)]
    rows = Network(events=[*meetings, event(NOON, "Point", uid="c", source="perso")]).build("core.event_copies")
    assert rows["core.event_copies"]["event_id"].n_unique() == 3


def test_copies_are_one_by_way_of_a_third() -> None:
    """The two small ones have no guest in common; the whole one has both."""
    small = [event(NOON, "Comité", OWN, guest, uid=guest, source=guest) for guest in (KARIM, SOPHIE)]
    whole = event(NOON, "Comité", OWN, KARIM, SOPHIE, uid="w")
    chain = [event(NOON, "Comité", OWN, f"{n}@x.example", f"{n + 1}@x.example", uid=f"{n}") for n in range(4)]
    for copies in ([*small, whole], chain):
        rows = Network(events=copies).build("core.event_copies")["core.event_copies"]
        assert rows["event_id"].n_unique() == 1


def test_the_later_stamp_of_one_sequence_holds() -> None:
    """DTSTAMP goes before LAST-MODIFIED, which many senders leave out."""
    first = event(NOON, "Point", OWN, KARIM, uid="u", source="a", dtstamp=datetime(2026, 6, 1))
    later = event(NOON, "Point", OWN, SOPHIE, uid="u", source="b", dtstamp=datetime(2026, 6, 2))
    changed = {**first, "last_modified": datetime(2026, 6, 5)}
    for copies in ([changed, later], [later, changed]):
        rows = Network(events=copies).build("core.event_copies")["core.event_copies"]
        assert rows["event_id"].unique().to_list() == ["b/u/2026-07-01T12:00"]


def test_another_hour_is_another_meeting() -> None:
    """The same title an hour later."""
    later = event("2026-07-01T13:00", "Point", OWN, KARIM, uid="b")
    assert len(met(event(NOON, "Point", OWN, KARIM, uid="a"), later)) == 2


def test_the_better_answer_of_the_owner_holds() -> None:
    """Accepted in one calendar, unanswered in the other."""
    one = event(NOON, "Point", attendee(OWN, "NEEDS-ACTION"), KARIM, uid="a")
    other = event(NOON, "Point", attendee(OWN, "ACCEPTED"), KARIM, uid="b", source="perso")
    (row,) = Network(events=[one, other]).build("core.events")["core.events"].rows(named=True)
    assert row["ego_answer"] == 1


def test_a_reply_changes_one_guests_answer() -> None:
    """The others, the time and the title stay as the invitation says."""
    guests = (OWN, attendee(KARIM, "NEEDS-ACTION"), attendee(SOPHIE, "NEEDS-ACTION"))
    invitation = event(NOON, "Comité", *guests, uid="u", method="REQUEST", source="a", dtstamp=datetime(2026, 6, 1))
    reply = event(
        NOON, "Refusé : Comité", attendee(SOPHIE, "DECLINED"), uid="u", method="REPLY", source="b",
        dtstamp=datetime(2026, 6, 2),
    )  # fmt: skip
    assert met(invitation, reply) == [(KARIM, date(2026, 7, 1), 2)]


def test_a_reply_to_an_earlier_revision_says_nothing_of_the_later_one() -> None:
    """The meeting moved after she declined."""
    moved = event(
        NOON, "Comité", OWN, attendee(SOPHIE, "NEEDS-ACTION"), uid="u", method="REQUEST", source="a", sequence=1
    )
    reply = event(NOON, "x", attendee(SOPHIE, "DECLINED"), uid="u", method="REPLY", source="b", sequence=0)
    assert met(moved, reply) == [(SOPHIE, date(2026, 7, 1), 2)]


def test_a_proposal_of_another_time_changes_nothing() -> None:
    """COUNTER, DECLINECOUNTER and REFRESH ask; the organiser answers with a new revision."""
    invitation = event(NOON, "Café", OWN, KARIM, uid="u", method="REQUEST", source="a")
    for method in ("COUNTER", "DECLINECOUNTER", "REFRESH"):
        asked = event("2026-07-15T12:00", "Café", OWN, KARIM, uid="u", method=method, source="b", sequence=3)
        assert met(invitation, asked) == [(KARIM, date(2026, 7, 1), 2)]


def test_an_override_that_lists_nobody_has_the_guests_of_its_series() -> None:
    """It was moved; who declines it alone is listed in it."""
    series = event("2026-07-01T12:00", "Hebdo", OWN, KARIM, uid="s", rrule="FREQ=WEEKLY")
    moved = event("2026-07-08T15:00", "Hebdo", uid="s", recurrence_id="20260708T120000Z", occurrence="x")
    assert met(series, moved) == [(KARIM, date(2026, 7, 1), 2), (KARIM, date(2026, 7, 8), 2)]


def test_a_series_that_was_cut_goes_on_counting() -> None:
    """Google gives the second part the first one's UID with the day of the cut."""
    first = [event(f"2026-07-0{day}T12:00", "Hebdo", OWN, KARIM, uid="abc@g") for day in (1, 2, 3)]
    second = event("2026-07-08T12:00", "Hebdo", OWN, KARIM, uid="abc_R20260708T120000@g")
    rows = Network(events=[*first, second]).build("core.events")["core.events"].sort("starts_at")
    assert rows["series_number"].to_list() == [1, 2, 3, 4]


def test_a_whole_day_written_in_another_zone_stays_on_its_day() -> None:
    """Midnight in Tokyo is 15:00 of the day before in UTC; Outlook says that it is a day."""
    flag = [{"name": "X-MICROSOFT-CDO-ALLDAYEVENT", "params": None, "value": "TRUE"}]
    for start, day in (("2026-07-01T15:00", 2), ("2026-07-01T04:00", 1), ("2026-07-01T22:00", 2)):
        one = event(start, "Site day", OWN, KARIM, minutes=24 * 60, extra=flag)
        (row,) = Network(events=[one]).build("core.events")["core.events"].rows(named=True)
        assert (row["is_all_day"], row["local_date"], row["hours"]) == (True, date(2026, 7, day), 2)


def test_people_brought_along_count_and_are_nobody() -> None:
    """X-NUM-GUESTS: n is the owner, Karim and three more."""
    one = event(NOON, "Pot", OWN, attendee(KARIM, "ACCEPTED", num_guests=3))  # type: ignore[arg-type]
    assert met(one) == [(KARIM, date(2026, 7, 1), 5)]


def test_a_tentative_busy_status_counts_half() -> None:
    """Where STATUS is missing."""
    busy = [{"name": "X-MICROSOFT-CDO-BUSYSTATUS", "params": None, "value": "TENTATIVE"}]
    (row,) = (
        Network(events=[event(NOON, "Point", OWN, KARIM, extra=busy)])
        .build("core.events")["core.events"]
        .rows(named=True)
    )
    assert row["status_factor"] == 0.5
