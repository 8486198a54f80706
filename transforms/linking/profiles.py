"""What is known of a record when it is compared with others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from transforms.emails import normalise_emails
from transforms.linking.agreement import NameView, family_words, skeleton
from transforms.linking.entities import given_names
from transforms.names import fold_text
from transforms.organisations import compact, domain_key

READS = (
    "link.records", "link.entities", "staging.contact_emails", "staging.contact_phones", "staging.contact_addresses", "staging.contact_labels",
    "staging.attendee_records",
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """One record as it is compared. is_guessed: the name was read from the address; organisations: keys without spaces, domains' names included."""

    record_id: str
    file: str
    entity_type: str
    name: NameView
    is_guessed: bool
    display_key: str
    organisations: frozenset[str]
    mailboxes: frozenset[str]
    role_mailboxes: frozenset[str]
    free_mail: frozenset[str]
    phones: frozenset[str]
    mobiles: frozenset[str]
    towns: frozenset[str]
    labels: frozenset[str]
    linkedin_url: str | None
    bday: str | None

    @property
    def contact_points(self) -> frozenset[str]:
        return self.mailboxes | self.phones


@dataclass
class _Parts:
    """Values of one record by their kind, while they are gathered."""

    emails: list[tuple[str, str, bool, bool]] = field(default_factory=list)  # mailbox, domain, is_free_mail, is_role
    phones: list[tuple[str, str]] = field(default_factory=list)
    towns: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)


def profiles(frames: Mapping[str, pl.DataFrame]) -> list[Profile]:
    """One profile per record of link.records, in the order of record_id."""
    records = frames["link.records"].join(frames["link.entities"], on="record_id").sort("record_id").to_dicts()
    parts = _gathered(frames)
    names = {row["record_id"]: _stated_name(row) for row in records}
    guess = _Guesser(names.values())
    houses = _houses_of_domains(records, parts)
    return [_profile(row, parts[row["record_id"]], names[row["record_id"]], guess, houses) for row in records]


def _gathered(frames: Mapping[str, pl.DataFrame]) -> defaultdict[str, _Parts]:
    parts: defaultdict[str, _Parts] = defaultdict(_Parts)
    columns = ["record_id", "mailbox", "domain", "is_free_mail", "is_role"]
    attendees = frames["staging.attendee_records"].select("record_id", "address")
    addresses = attendees.select("record_id").hstack(normalise_emails(attendees["address"]))
    emails = pl.concat([frames["staging.contact_emails"].select(columns), addresses.select(columns)])
    for record_id, mailbox, domain, is_free_mail, is_role in emails.drop_nulls("mailbox").iter_rows():
        parts[record_id].emails.append((mailbox, domain, is_free_mail, is_role))
    for record_id, e164, subtype in frames["staging.contact_phones"].select("record_id", "e164", "subtype").drop_nulls("e164").iter_rows():
        parts[record_id].phones.append((e164, subtype))
    for record_id, locality in frames["staging.contact_addresses"].select("record_id", "locality").drop_nulls().iter_rows():
        parts[record_id].towns.add(fold_text(locality))
    for record_id, label in frames["staging.contact_labels"].select("record_id", "label").iter_rows():
        parts[record_id].labels.add(fold_text(label))
    return parts


def _stated_name(row: Mapping[str, Any]) -> NameView:
    given, family = fold_text(row["given_name"]), fold_text(row["family_name"])
    nickname, birth_name = fold_text(row["nickname"]).replace(" ", ""), "".join(family_words(fold_text(row["birth_name"])))
    slug_family = _slug_family(row["linkedin_url"], given, family)
    return NameView(
        tuple(given.split()),
        family_words(family) if family else (),
        frozenset({nickname} - {""}),
        frozenset({birth_name, slug_family} - {"", "".join(family_words(family))}),
    )


def _slug_family(url: str | None, given: str, family: str) -> str:
    """The family name in a profile's address where it differs: people change their name, not their address."""
    parts = [part for part in (url or "").rsplit("/", 1)[-1].split("-") if part and not re.search(r"\d", part)]
    head = given.split()
    rest = [fold_text(part) for part in parts[len(head) :]]
    return "".join(family_words(" ".join(rest))) if head and family and [fold_text(part) for part in parts[: len(head)]] == head else ""


def _houses_of_domains(records: Iterable[Mapping[str, Any]], parts: Mapping[str, _Parts]) -> dict[str, str]:
    """The organisation that most people with a domain name as theirs, at least two of them."""
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in records:
        if row["organisation_key"]:
            for domain in {domain for _, domain, is_free_mail, _ in parts[row["record_id"]].emails if domain and not is_free_mail}:
                named[domain][compact(row["organisation_key"])] += 1
    best = {domain: min(counts.items(), key=lambda item: (-item[1], item[0])) for domain, counts in named.items()}
    return {domain: house for domain, (house, n) in best.items() if n >= 2 and 2 * n > sum(named[domain].values())}


def _profile(row: Mapping[str, Any], parts: _Parts, name: NameView, guess: _Guesser, houses: Mapping[str, str]) -> Profile:
    domains = {domain for _, domain, is_free_mail, _ in parts.emails if domain and not is_free_mail}
    organisations = {compact(row["organisation_key"] or "")} | {domain_key(domain) for domain in domains} | {houses.get(domain, "") for domain in domains}
    personal = sorted(mailbox for mailbox, _, _, is_role in parts.emails if not is_role)
    is_person = row["entity_type"] == "person"
    is_guessed = is_person and not name.given and not name.family
    if is_guessed:
        name = next((view for view in map(guess, personal) if view.given or view.family), name)
    elif is_person:
        name, is_guessed = _completed(name, personal, guess)
    return Profile(
        record_id=row["record_id"],
        file=f"{row['source']}/{row['file']}",
        entity_type=row["entity_type"],
        name=name,
        is_guessed=is_guessed,
        display_key=fold_text(row["display_name"]),
        organisations=frozenset(organisations - {""}),
        mailboxes=frozenset(personal),
        role_mailboxes=frozenset(mailbox for mailbox, _, _, is_role in parts.emails if is_role),
        free_mail=frozenset(mailbox for mailbox, _, is_free_mail, _ in parts.emails if is_free_mail),
        phones=frozenset(e164 for e164, _ in parts.phones),
        mobiles=frozenset(e164 for e164, subtype in parts.phones if subtype == "mobile"),
        towns=frozenset(parts.towns),
        labels=frozenset(parts.labels),
        linkedin_url=row["linkedin_url"],
        bday=row["bday"],
    )


def _completed(name: NameView, mailboxes: Iterable[str], guess: _Guesser) -> tuple[NameView, bool]:
    """The stated name with what the record's own addresses add to it, and whether its missing half was read there."""
    if len(name.given + name.family) == 1:
        word = (name.given + name.family)[0]
        for view in map(guess, mailboxes):
            if word in ("".join(view.given), "".join(view.family)) and len("".join(view.given)) > 1 and view.family:
                return view._replace(other_given=name.other_given, other_families=name.other_families), True
        return name, False
    if not "".join(name.given + name.family).isascii():
        guessed = next((view for view in map(guess, mailboxes) if len("".join(view.given)) > 1 and view.family), None)
        return (guessed, True) if guessed else (name, False)
    return name._replace(other_families=name.other_families | _families_in(mailboxes, name)), False


def _families_in(mailboxes: Iterable[str], name: NameView) -> frozenset[str]:
    """Family names in the record's own addresses that differ from the stated one: 'celine.norme@' on the card of Céline Dufour."""
    found = set()
    for mailbox in mailboxes:
        segments = _segments(mailbox)
        if len(segments) == 2 and "".join(name.given) in segments:
            other = segments[1] if segments[0] == "".join(name.given) else segments[0]
            if len(other) > 2 and skeleton(other) != skeleton("".join(name.family)):
                found.add(other)
    return frozenset(found)


def _segments(mailbox: str) -> list[str]:
    local = re.sub(r"\d+", "", mailbox.rpartition("@")[0])
    return [fold_text(part).replace(" ", "") for part in re.split(r"[._]", local) if part]


class _Guesser:
    """Reads a name from an address, with the names of the book and the lexicon for words run together."""

    def __init__(self, views: Iterable[NameView]) -> None:
        stated = [view for view in views if view.given and view.family]
        self.givens = given_names() | {"".join(view.given) for view in stated}
        self.families = {"".join(view.family) for view in stated if len("".join(view.family)) > 2}

    def __call__(self, mailbox: str) -> NameView:
        """The name in the part before '@'; an empty view where none can be read."""
        segments = [part for part in _segments(mailbox) if part.isalpha()]
        if len(segments) == 2:
            first, second = segments
            is_turned = (first in self.families and first not in self.givens and second in self.givens) or (len(second) == 1 < len(first))
            first, second = (second, first) if is_turned else (first, second)
            return NameView((first,), (second,)) if len(second) > 1 else NameView((), ())
        if len(segments) != 1:
            return NameView((), ())
        if segments[0] in self.givens:
            return NameView((segments[0],), ())
        return self._cut(segments[0]) if len(segments[0]) > 4 else NameView((), ())

    def _cut(self, word: str) -> NameView:
        cuts = [(word[:i], word[i:]) for i in range(len(word) - 2, 1, -1)]
        for tests in ((self.givens, self.families), (self.families, self.givens)):
            for left, right in cuts:
                if left in tests[0] and right in tests[1]:
                    given, family = (left, right) if tests[0] is self.givens else (right, left)
                    return NameView((given,), (family,))
        if word[1:] in self.families:
            return NameView((word[0],), (word[1:],))
        for left, right in cuts:
            if len(left) >= 4 and len(right) >= 4 and left in self.givens:
                return NameView((left,), (right,))
        return NameView((), ())
