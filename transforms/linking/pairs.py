"""Candidate pairs: records that share something worth comparing, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from operator import attrgetter

from transforms.linking.agreement import CONFLICT, OTHER_FAMILY, Comparer
from transforms.linking.book import Book
from transforms.linking.evidence import THRESHOLD, Comparison, compare
from transforms.linking.profiles import Profile

_LARGEST_BLOCK = 40
_WINDOW = 10


def compared_pairs(everyone: Sequence[Profile]) -> list[tuple[str, str, Comparison]]:
    """Each candidate pair of people who could be one person, compared: record ids in order, the first smaller; sorted.

    Pairs of one given name and two family names are among them only where a contact point, birthday or profile speaks for them:
    without it, no other evidence is enough.
    """
    people = sorted((profile for profile in everyone if profile.entity_type == "person"), key=attrgetter("record_id"))
    book = Book(people)
    houses = [profile for profile in everyone if profile.entity_type in ("company", "service", "role_mailbox")]
    book.sharing.of_houses = {point for house in houses for point in house.contact_points}
    pairs = ((people[one], people[two]) for one, two in candidate_pairs(people, book.comparer))
    compared = ((one.record_id, two.record_id, compare(one, two, book)) for one, two in pairs)
    return [pair for pair in compared if pair[2].name_agreement != CONFLICT or is_link(pair[2])]


def alike_pairs(everyone: Iterable[Profile]) -> list[tuple[str, str]]:
    """Pairs of records that are no people and are the same: same type and same name, or same type and same address."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for profile in everyone:
        if profile.entity_type in ("person", "empty"):
            continue
        for key in {profile.display_key, *profile.mailboxes, *profile.role_mailboxes} - {""}:
            groups[profile.entity_type, key].append(profile.record_id)
    return sorted({pair for ids in groups.values() for pair in zip(sorted(ids), sorted(ids)[1:], strict=False)})


def candidate_pairs(people: Sequence[Profile], comparer: Comparer) -> list[tuple[int, int]]:
    """Pairs of places in people worth comparing, the smaller first; sorted. people: in the order of their record ids.

    A block that is too large is cut by a second key, so the work grows with the records. What names alone rule out is left out here,
    before it takes memory: most pairs of a large book.
    """
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, profile in enumerate(people):
        for key in set(_keys(profile)):
            blocks[key].append(place)
    found: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        if len(block) > 1:
            found.update(
                (one, two) for one, two in _pairs(key[0], block, people) if (one, two) not in found and _may_be_one(people[one], people[two], comparer)
            )
    return sorted(found)


def _may_be_one(one: Profile, two: Profile, comparer: Comparer) -> bool:
    """True when the names could be one person's, or when what names nobody else can outweigh them."""
    return _share_a_sign(one, two) or comparer.names(one.name, two.name) not in (CONFLICT, OTHER_FAMILY)


def _share_a_sign(one: Profile, two: Profile) -> bool:
    """True of two records with a contact point, a profile or a birthday in common."""
    is_point_common = not one.mailboxes.isdisjoint(two.mailboxes) or not one.phones.isdisjoint(two.phones)
    return is_point_common or (one.linkedin_url or "") == two.linkedin_url or (one.bday is not None and two.bday is not None and one.bday[-5:] == two.bday[-5:])


def _keys(profile: Profile) -> Iterator[tuple[str, ...]]:
    name = profile.name
    for point in profile.contact_points:
        yield "point", point
    if profile.linkedin_url:
        yield "point", profile.linkedin_url
    if name.given:
        yield from (("house", house, name.given[0]) for house in profile.organisations)
    if not name.given or not name.family:
        return
    given, family = "".join(name.given), "".join(name.family)
    yield "name", name.key
    for initial in {given[0], *(other[0] for other in name.other_given)}:
        for surname in {family, *name.other_families}:
            yield "initial", surname, initial
    for part in name.family:
        yield "family", part
        yield "initial", part, given[0]
    # the family name may stand first, or be cut to its initial
    yield "initial", given, family[0]
    for house in profile.organisations:
        yield "house", house, family[:4]
    if profile.bday:
        yield "birthday", profile.bday[-5:], given[0]


def _pairs(kind: str, block: Sequence[int], people: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    if len(block) <= _LARGEST_BLOCK:
        yield from combinations(block, 2)
    elif kind in ("point", "name"):
        for part in _cut(kind, block, people):
            # even a cut block may be large (one name, five hundred times): each is compared with its neighbours only
            yield from (pair for i, one in enumerate(part) for pair in ((one, two) for two in part[i + 1 : i + 1 + _WINDOW]))


def _cut(kind: str, block: Iterable[int], people: Sequence[Profile]) -> Iterator[list[int]]:
    """A large block by a second key: the holders of a switchboard by name, the bearers of a name by house, town and birthday."""
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        profile = people[place]
        if kind == "point":
            keys = {profile.name.key, *("".join(profile.name.family) + given[0] for given in profile.name.given)}
        else:
            keys = {*profile.organisations, *profile.towns, profile.bday or ""}
        for key in keys - {""}:
            parts[key].append(place)
    yield from (part for part in parts.values() if len(part) > 1)


def is_link(comparison: Comparison) -> bool:
    """True when the evidence is enough to take two records for one person."""
    return comparison.weight >= THRESHOLD
