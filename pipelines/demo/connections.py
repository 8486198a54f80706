"""LinkedIn's Connections.csv, its notes before the header included."""

from __future__ import annotations

from random import Random

from pipelines.demo.people import Person

NOTES_AND_HEADER = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections \
who have allowed their connections to see or download their email address."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
"""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def connection(one: Person, rng: Random) -> str:
    """The row of one person: present employer, the family name in the person's own spelling, rarely an address."""
    day = f"{one.connected_on.day:02d} {_MONTHS[one.connected_on.month - 1]} {one.connected_on.year}"
    style = rng.random()
    if style < 0.01:
        return f",,{one.profile},,,,{day}\n"  # a closed account
    family = one.family.upper() if style < 0.12 else f"{one.family}, MBA" if style < 0.14 else one.family
    house = one.organisation.name
    company = f"Groupe {house}" if style > 0.96 else f"{house} SAS" if style > 0.92 and one.country == "FR" else house
    email = (one.personal_email or one.work_email) if rng.random() < 0.05 else ""
    return ",".join(_cell(cell) for cell in (one.given, family, one.profile, email, company, one.title, day)) + "\n"


def _cell(text: str) -> str:
    return f'"{text}"' if "," in text else text
