"""entregent who: what is known of one person, and from where."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from pipelines.cli import asked_home, home_option
from pipelines.errors import RunError, UserError
from pipelines.home import find_published
from pipelines.terminal import say

GROUP = "look"
MOST_SHOWN = 12
"""People listed when a name fits several; encounters listed of one."""

# Every word of the question stands in a name the person goes by, whatever the case and the accents.
MATCHES = """
with words as (
    select unnest(string_split_regex(lower(strip_accents(trim($name))), '[^[:alnum:]]+')) as word
),
names as (
    select person_id, display_name as name from core.persons
    union
    select person_records.person_id, records.display_name
    from link.person_records
    inner join link.records using (record_id)
    inner join core.persons using (person_id)
    where records.display_name is not null
),
fitting as (
    select names.person_id
    from names
    cross join words
    group by names.person_id, names.name
    having bool_and(contains(lower(strip_accents(names.name)), words.word))
)
select person_id, persons.display_name as name, people.organisation, people.title, persons.is_ego, people.person_id is not null as is_contact
from core.persons
left join people using (person_id)
where person_id in (from fitting) or person_id = $name
order by is_contact desc, people.strength desc nulls last, persons.display_name, person_id
"""
PERSON = "from people where person_id = $person_id"
CHANNELS = "select channel, value, validity from channels where person_id = $person_id order by channel, value"
ENCOUNTERS = """
select meeting_date, meetings.occasion, title, meetings.participants, is_inferred, is_mass
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
select person_records.file, person_records.position_kind, person_records.position, records.display_name as name
from link.person_records
inner join link.records using (record_id)
where person_records.person_id = $person_id
order by person_records.file, person_records.position_kind, try_cast(person_records.position as bigint), person_records.position
"""


@click.command("who", epilog='Example:  entregent who "helene dupre"')
@click.argument("name")
@home_option
@click.pass_context
def command(ctx: click.Context, name: str) -> None:
    """Say who somebody is: channels, circles, encounters and sources. Case and accents do not matter."""
    path = find_published(asked_home(ctx))
    if not any(sign.isalnum() for sign in name):
        raise UserError('No name. Write one, or a part of it: entregent who "helene dupre"')
    people = _rows(path, MATCHES, name=name)
    if not people:
        words = name.split()
        part = f"entregent who {shlex.quote(words[-1])}" if len(words) > 1 else "the first letters are enough"
        raise RunError(f"Nobody in the network goes by that name. Try a part of it: {part}")
    if len(people) > 1:
        say(f"{len(people)} people fit:" if len(people) <= MOST_SHOWN else f"{len(people)} people fit; the first {MOST_SHOWN}:")
        for person in people[:MOST_SHOWN]:
            say("  " + ", ".join(text for text in (person["name"], person["title"], person["organisation"]) if text) + f" ({person['person_id']})")
        say("Write more of the name, or the id.")
        return
    _show(path, people[0])


def _rows(path: Path, sql: str, **parameters: str) -> list[dict[str, Any]]:
    from warehouse.query import query  # DuckDB loads slowly; --help need not wait for it

    answer = query(path, sql, parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _show(path: Path, person: Mapping[str, Any]) -> None:
    person_id = person["person_id"]
    known = next(iter(_rows(path, PERSON, person_id=person_id)), {})
    say(", ".join(text for text in (person["name"], person["title"], person["organisation"]) if text))
    if person["is_ego"]:
        say("  This is you.")
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
        say(f"  {row['file']}, {row['position_kind']} {row['position']}{as_named}")


def _tie(known: Mapping[str, Any]) -> str:
    if known["state"] == "never_met":
        return "Never met."
    days = known["days_since_contact"]
    last = "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} before the reporting Sunday"
    return f"State: {known['state']}, last contact {last} ({known['last_contact_on']}); strength {known['strength']:.1f} ({known['tie_class']})."


def _show_channels(channels: list[dict[str, Any]]) -> None:
    say("Channels:" if channels else "Channels: none")
    for row in channels:
        say(f"  {row['channel'].replace('_', ' ')}: {row['value']}" + ("" if row["validity"] == "valid" else f" ({row['validity']})"))


def _show_messages(written: Mapping[str, Any]) -> None:
    if written["days"]:
        say(f"Messages: on {written['days']} day{'s' if written['days'] > 1 else ''} of conversations that go both ways, the last on {written['last_day']}")


def _show_encounters(seen: list[dict[str, Any]]) -> None:
    encounters = [row for row in seen if not row["is_mass"]]
    say(f"Encounters: {len(encounters) or 'none seen'}" + ("" if len(encounters) <= MOST_SHOWN else f", the last {MOST_SHOWN}"))
    for row in encounters[:MOST_SHOWN]:
        inferred = ", from the name in the title" if row["is_inferred"] else ""
        say(f"  {row['meeting_date']}  {row['occasion']}, {row['participants']} people: {row['title']}{inferred}")
    crowds = len(seen) - len(encounters)
    if crowds:
        say(f"In a crowd besides: {crowds} event{'s' if crowds > 1 else ''}, of which nothing is counted")
