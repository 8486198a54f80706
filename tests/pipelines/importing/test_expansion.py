"""How far recurring events are expanded, whatever day a run is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.pipelines.conftest import Called
from warehouse.query import query

Entregent = Callable[..., Called]
COUNT = "select count(*), min(starts_at), max(starts_at) from core.events"
WEEKLY = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//made up//EN\r
BEGIN:VEVENT\r
UID:weekly\r
DTSTAMP:20200101T080000Z\r
DTSTART:20200106T110000Z\r
DTEND:20200106T120000Z\r
RRULE:FREQ=WEEKLY;UNTIL=20281231T000000Z\r
SUMMARY:Point\r
ATTENDEE;CN=Karim Haddad:mailto:karim@orlivel.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_run_for_a_distant_day_costs_later_runs_no_event(empty_home: Path, entregent: Entregent) -> None:
    """Forty years on the series is long over; today it is not, though the file did not change."""
    (empty_home / "inbox" / "calendar.ics").write_text(WEEKLY, newline="")

    def events(day: str) -> list[object]:
        assert entregent("run", empty_home, "--as-of", day).exit_code == 0
        return list(query(empty_home / "network.duckdb", COUNT).rows)

    before = events("2026-11-22")
    assert events("2062-11-22") != before
    assert events("2026-11-22") == before


def test_a_day_far_ahead_is_told(ran_home: Path, entregent: Entregent) -> None:
    """A year typed wrong is easily overlooked; so is a week that takes the place of a later one."""
    assert (
        "The network is now as of 2062-11-22, though today is"
        in entregent("run", ran_home, "--as-of", "2062-11-22").err
    )
    assert "takes the place of a later one" in entregent("run", ran_home, "--as-of", "2026-11-15").err
