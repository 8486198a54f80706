"""entregent who: what is known of one person, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from pipelines.errors import RunError, UserError
from pipelines.home import find_published
from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import say

GROUP = "look"
MOST_SHOWN = 12
"""Encounters listed."""

PERSON = "from people where person_id = $person_id"
CHANNELS = "select channel, value, validity from channels where person_id = $person_id order by channel, value"
ENCOUNTERS = """
select meeting_date, meetings.occasion, title, meetings.participants, meetings.is_inferred, is_mass
from meetings
inner join core.events using (event_id)
where person_id = $person_id and not is_planned
order by meeting_date desc, event_id
"""
MESSAGE_DAYS = """
select count(distinct interaction_date) as days, max(interaction_date) as last_day
from core.interactions
where person_id = $person_id and source = 'messages'
"""
SOURCES = """
select file, position_kind, position, name, is_gone
from records
where person_id = $person_id
order by file, position_kind, try_cast(position as bigint), position
"""
LEFT_OUT = """
select verb, line from decisions
where person_id = $person_id and verb in ('suppress', 'deceased')
order by line
"""


EXAMPLE = """\b
Examples:
  entregent who "helene dupre"
  entregent who "helene dupre" --why
  entregent who "helene dupre" "h. dupre" --why"""


@click.command("who", epilog=EXAMPLE)
@click.argument("name")
@click.argument("other", required=False)
@click.option("--why", is_flag=True, help="Why these records are one person; with two names, what keeps the two apart.")
@home_option
@click.pass_context
def command(ctx: click.Context, name: str, other: str | None, why: bool) -> None:
    """Say who somebody is: channels, circles, encounters and sources. Case and accents do not matter."""
    from pipelines.review.persons import listed, matching, nobody

    path = find_published(asked_home(ctx))
    if not all(any(sign.isalnum() for sign in asked) for asked in (name, *([other] if other is not None else []))):
        raise UserError('No name. Write one, or a part of it: entregent who "helene dupre"')
    if other is not None and not why:
        raise UserError(f'Two names are compared with --why: entregent who "{name}" "{other}" --why')
    found = []
    for asked in (name, *([other] if other is not None else [])):
        people = matching(path, asked)
        if not people:
            raise RunError(nobody(asked))
        if len(people) > 1:
            for line in listed(people):
                say(line)
            return
        found.append(people[0])
    if why:
        _explain(path, *(person["person_id"] for person in found))
    else:
        _show(path, found[0])


def _explain(path: Path, person: str, other: str | None = None) -> None:
    from pipelines.review.why import why_one, why_two

    for line in why_one(path, person) if other is None or other == person else why_two(path, person, other):
        say(line)


def _rows(path: Path, sql: str, **parameters: str) -> list[dict[str, Any]]:
    from warehouse.query import query  # DuckDB loads slowly; --help need not wait for it

    return query(path, sql, parameters).named()


def _show(path: Path, person: Mapping[str, Any]) -> None:
    person_id = person["person_id"]
    known = next(iter(_rows(path, PERSON, person_id=person_id)), {})
    say(", ".join(text for text in (person["name"], person["title"], person["organisation"]) if text))
    left_out = _left_out(_rows(path, LEFT_OUT, person_id=person_id))
    if person["is_ego"]:
        say("  This is you.")
    elif person["is_suppressed"]:
        say(f"  Left out of every list and figure: {left_out or 'a record says that they died'}.")
    elif not person["is_contact"]:
        say("  Met or written to, but not in your address books.")
    else:
        say(f"  {_tie(known)}")
        say(f"  Circles: {known['circles'] or 'none known'}")
    _show_channels(_rows(path, CHANNELS, person_id=person_id))
    _show_encounters(_rows(path, ENCOUNTERS, person_id=person_id))
    _show_messages(_rows(path, MESSAGE_DAYS, person_id=person_id)[0])
    say("Sources:")
    for row in _rows(path, SOURCES, person_id=person_id):
        as_named = f" as {row['name']}" if row["name"] else ""
        gone = " (no longer in it)" if row["is_gone"] else ""
        say(f"  {row['file']}, {row['position_kind']} {row['position']}{as_named}{gone}")


def _left_out(decisions: list[dict[str, Any]]) -> str | None:
    """The lines of decisions.csv that leave somebody out; null when none does."""
    said = {"suppress": "suppressed", "deceased": "deceased"}
    return ", ".join(f"{said[row['verb']]} (decisions.csv, line {row['line']})" for row in decisions) or None


def _tie(known: Mapping[str, Any]) -> str:
    if known["state"] == "never_met":
        return "Never met."
    days = known["days_since_contact"]
    last = "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} before the reporting Sunday"
    return (
        f"State: {known['state']}, last contact {last} ({known['last_contact_on']}); "
        f"strength {known['strength']:.1f} ({known['tie_class']})."
    )


def _show_channels(channels: list[dict[str, Any]]) -> None:
    say("Channels:" if channels else "Channels: none")
    for row in channels:
        say(
            f"  {row['channel'].replace('_', ' ')}: {row['value']}"
            + ("" if row["validity"] == "valid" else f" ({row['validity']})")
        )


def _show_messages(written: Mapping[str, Any]) -> None:
    if written["days"]:
        say(
            f"Messages: on {written['days']} day{'s' if written['days'] > 1 else ''} of conversations that go both "
            f"ways, the last on {written['last_day']}"
        )


def _show_encounters(seen: list[dict[str, Any]]) -> None:
    encounters = [row for row in seen if not row["is_mass"]]
    say(
        f"Encounters: {len(encounters) or 'none seen'}"
        + ("" if len(encounters) <= MOST_SHOWN else f", the last {MOST_SHOWN}")
    )
    for row in encounters[:MOST_SHOWN]:
        inferred = ", from the name in the title" if row["is_inferred"] else ""
        say(f"  {row['meeting_date']}  {row['occasion']}, {row['participants']} people: {row['title']}{inferred}")
    crowds = len(seen) - len(encounters)
    if crowds:
        say(f"In a crowd besides: {crowds} event{'s' if crowds > 1 else ''}, of which nothing is counted")
