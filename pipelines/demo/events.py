"""One event of the calendar, and how an iCalendar file states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipelines.demo.contents import escaped, folded, parameter

OWNER = "Claire Delmarquet"
OWNER_ADDRESS = "claire.delmarquet@brevanne-ingenierie.example"
OWNER_PRIVATE_ADDRESS = "claire@delmarquet.example"

HEAD = folded(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Apple Inc.//macOS 15.1//EN", "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Agenda", "X-WR-TIMEZONE:Europe/Paris",
        "BEGIN:VTIMEZONE", "TZID:Europe/Paris", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "DTSTART:19810329T020000",
        "TZNAME:CEST", "TZOFFSETTO:+0200", "END:DAYLIGHT", "BEGIN:STANDARD", "TZOFFSETFROM:+0200",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "DTSTART:19961027T030000", "TZNAME:CET", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
    ]
)  # fmt: skip
TAIL = folded(["END:VCALENDAR"])


@dataclass(frozen=True, slots=True)
class Guest:
    """name may be empty: calendars often state the address alone. cutype: INDIVIDUAL or RESOURCE."""

    address: str
    name: str = ""
    partstat: str = "ACCEPTED"
    cutype: str = "INDIVIDUAL"


@dataclass(frozen=True, slots=True)
class Event:
    """start: local time in Paris; a whole day when minutes is 0.

    owner_partstat: none when the owner is the organiser or invites nobody.
    """

    uid: str
    start: datetime
    minutes: int
    summary: str
    guests: tuple[Guest, ...] = ()
    organiser: Guest | None = None
    owner_partstat: str = "ACCEPTED"
    location: str = ""
    status: str = "CONFIRMED"
    lines: tuple[str, ...] = field(default=())  # RRULE, EXDATE, RECURRENCE-ID and others

    def text(self, stamp: date) -> str:
        """The VEVENT, last touched some days before it took place and never after `stamp`."""
        touched = min(self.start.date() - timedelta(days=3), stamp)
        lines = [
            "BEGIN:VEVENT",
            f"UID:{self.uid}",
            f"DTSTAMP:{stamp:%Y%m%d}T060000Z",
            f"LAST-MODIFIED:{touched:%Y%m%d}T080000Z",
        ]
        lines += self._times()
        lines += [f"SUMMARY:{escaped(self.summary)}", f"STATUS:{self.status}", *self.lines]
        lines += [f"LOCATION:{escaped(self.location)}"] if self.location else []
        lines += self._people()
        return folded([*lines, "END:VEVENT"])

    def _times(self) -> list[str]:
        if not self.minutes:
            return [
                f"DTSTART;VALUE=DATE:{self.start:%Y%m%d}",
                f"DTEND;VALUE=DATE:{self.start + timedelta(days=1):%Y%m%d}",
                "TRANSP:TRANSPARENT",
            ]
        end = self.start + timedelta(minutes=self.minutes)
        return [f"DTSTART;TZID=Europe/Paris:{self.start:%Y%m%dT%H%M%S}", f"DTEND;TZID=Europe/Paris:{end:%Y%m%dT%H%M%S}"]

    def _people(self) -> list[str]:
        if not self.guests:
            return []
        organiser = self.organiser or Guest(OWNER_ADDRESS, OWNER)
        owner = Guest(OWNER_ADDRESS, OWNER, self.owner_partstat)
        return [
            f"ORGANIZER{_cn(organiser)}:mailto:{organiser.address}",
            *(_attendee(guest) for guest in (owner, *self.guests)),
        ]


def _attendee(guest: Guest) -> str:
    kind = f"CUTYPE={guest.cutype};ROLE=REQ-PARTICIPANT;PARTSTAT={guest.partstat}"
    return f"ATTENDEE;{kind}{_cn(guest)}:mailto:{guest.address}"


def _cn(guest: Guest) -> str:
    return f";CN={parameter(guest.name)}" if guest.name else ""
