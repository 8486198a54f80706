"""One row per address that stands beside the names of several people, in calendars and on cards.

It is nobody's as guest, organiser or sender; it stays a channel on the cards that hold it.

grain: address

address  e-mail address, lower case
people   number of given names it stands beside that are no forms of each other
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from transforms.linking.entities import given_names
from transforms.linking.words_alike import given_agreement
from transforms.names.parsing import parse_name
from transforms.text import fold_text

reads = ("staging.event_attendees", "staging.contact_emails", "staging.contacts")

_SCHEMA = pl.Schema({"address": pl.String, "people": pl.Int64})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    cards = frames["staging.contacts"].select("record_id", "given_name", "family_name")
    known = given_names() | {fold_text(name) for name in cards["given_name"].drop_nulls().unique()}
    names: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    guests = frames["staging.event_attendees"].select("address", "cn").unique().drop_nulls()
    for address, cn in guests.filter(~pl.col("cn").str.contains("@", literal=True)).iter_rows():
        name = parse_name(cn)
        names[address].add((fold_text(name.given), fold_text(name.family)))
    emails = frames["staging.contact_emails"].select("record_id", "email").join(cards, on="record_id")
    for address, given, family in emails.select("email", "given_name", "family_name").drop_nulls().iter_rows():
        names[address].add((fold_text(given), fold_text(family)))
    rows = [(address, people) for address in sorted(names) if (people := _people(names[address], known)) > 1]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _people(names: Iterable[tuple[str, str]], known: Iterable[str]) -> int:
    """How many people the names are at least: given names that are known, and no forms of each other."""
    apart: list[tuple[str, str]] = []
    for given, family in sorted(names):
        is_name = bool(family) and given.split()[:1] != [] and given.split()[0] in known
        if is_name and not any(_may_be_one((given, family), one) for one in apart):
            apart.append((given, family))
    return len(apart)


def _may_be_one(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Of one given name, in one of its forms, or with given and family name in each other's place."""
    is_swapped = one[0] == other[1] or one[1] == other[0]
    return one[0] == other[0] or is_swapped or given_agreement(one[0], other[0]) is not None
