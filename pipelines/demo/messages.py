"""LinkedIn's messages.csv: conversations with connections who are never met, some of them answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import StringIO
from random import Random

from pipelines.demo.events import OWNER
from pipelines.demo.people import Person

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE "
    "URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT\n"
)
OWNER_PROFILE = "https://www.linkedin.com/in/claire-delmarquet-demo"
_WORDS = (
    "Bonjour {name}, merci pour le contact.",
    "Ravi d'échanger, à bientôt j'espère.",
    "Auriez-vous un quart d'heure la semaine prochaine ?",
    "Avec plaisir !",
)
_SHARE_WRITING, _SHARE_ANSWERED = 0.2, 0.4


def conversation(one: Person, rng: Random, as_of: date) -> str:
    """The rows of the messages with one person, newest first.

    Most people have none, and most conversations no answer.
    """
    if rng.random() > _SHARE_WRITING:
        return ""
    is_answered = rng.random() < _SHARE_ANSWERED
    is_mine = rng.random() < 0.5
    rows = []
    for place, day in enumerate(_days(one, rng, as_of, rng.randint(2, 7) if is_answered else rng.randint(1, 2))):
        is_sent = is_mine == (place % 2 == 0) if is_answered else is_mine
        rows.append(_row(one, rng, day, is_sent, _WORDS[place % len(_WORDS)]))
    return _written(rows[::-1])


def first_message(one: Person, rng: Random, day: date) -> str:
    """The row of a message that begins a conversation."""
    return _written([_row(one, rng, day, False, _WORDS[0])])


def _written(rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _days(one: Person, rng: Random, as_of: date, messages: int) -> Iterator[date]:
    """From the day of the connection or later, a few days or weeks apart, until the export was made."""
    day = max(one.connected_on, as_of - timedelta(days=rng.randint(30, 700)))
    for _ in range(messages):
        if day > as_of - timedelta(days=3):
            return
        yield day
        day += timedelta(days=rng.choice((0, 1, 2, 5, 20, 60)))


def _row(one: Person, rng: Random, day: date, is_sent: bool, words: str) -> list[str]:
    owner, other = (OWNER, OWNER_PROFILE), (one.name, one.profile)
    sender, recipient = (owner, other) if is_sent else (other, owner)
    text = words.format(name=recipient[0].partition(" ")[0])
    moment = f"{day} {rng.randint(7, 19):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02} UTC"
    return [f"2-demo{one.number:05x}", "", *sender, *recipient, moment, "", text, "INBOX", "", "No"]
