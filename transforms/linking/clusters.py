"""Clusters of records: links taken in the order of their weight, as long as a whole cluster stays one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transforms.linking import agreement
from transforms.linking.agreement import Comparer, NameView
from transforms.linking.evidence import Gathered, contradictions, gathered
from transforms.linking.profiles import Profile

Pair = tuple[str, str]
NAMESAKES = (agreement.FULL, agreement.VARIANT, agreement.MIDDLE)  # names that agree so are one person's, or namesakes'
_CONTRADICTION = -2.0  # bits: from here on two groups of records count as two people of one name


class Link(NamedTuple):
    """Two records that may be one person's. is_name_alone: nothing but the names speaks for it; is_link: its weight is enough; is_namesake: one name."""

    record_a: str
    record_b: str
    weight: float
    is_name_alone: bool = False
    is_link: bool = True
    is_namesake: bool = True


class Clusters:
    """Records joined step by step; a join that would put two people into one cluster is refused."""

    def __init__(self, everyone: Mapping[str, Profile], comparer: Comparer, cannot: Iterable[Pair]) -> None:
        self._profiles = everyone
        self._comparer = comparer
        self._cannot = {frozenset(pair) for pair in cannot}
        self._barred = {record_id for pair in self._cannot for record_id in pair}
        self._root = {record_id: record_id for record_id in everyone}
        self._members = {record_id: [record_id] for record_id in everyone}
        self._fields: dict[str, Gathered] = {}

    def root(self, record_id: str) -> str:
        """The record that stands for the cluster."""
        while self._root[record_id] != record_id:
            self._root[record_id] = self._root[self._root[record_id]]
            record_id = self._root[record_id]
        return record_id

    def join(self, one: str, two: str, is_certain: bool = False) -> bool:
        """Joins the clusters of two records; False where that would break a constraint. is_certain: the user said so, only 'not_same' is stronger."""
        first, second = sorted((self.root(one), self.root(two)))
        if first == second:
            return True
        if self._is_barred(first, second) or (not is_certain and self._conflict(first, second)):
            return False
        self._root[second] = first
        self._members[first] += self._members.pop(second)
        self._fields.pop(first, None)
        return True

    def groups(self) -> dict[str, str]:
        """The smallest record id of the cluster of each record."""
        smallest = {root: min(members) for root, members in self._members.items()}
        return {record_id: smallest[self.root(record_id)] for record_id in self._root}

    def contradiction(self, first: str, second: str) -> float:
        """Bits, zero or less, that the fields of the clusters of two records say against one person."""
        left, right = (self._fields_of(self.root(record_id)) for record_id in (first, second))
        return sum((bits for _, bits in contradictions(left, right)), start=0.0)

    def _fields_of(self, root: str) -> Gathered:
        if root not in self._fields:
            self._fields[root] = gathered(self._people(root))
        return self._fields[root]

    def _people(self, root: str) -> list[Profile]:
        return [self._profiles[record_id] for record_id in self._members[root]]

    def _is_barred(self, first: str, second: str) -> bool:
        left = [record_id for record_id in self._members[first] if record_id in self._barred]
        right = [record_id for record_id in self._members[second] if record_id in self._barred]
        return any(frozenset((one, two)) in self._cannot for one in left for two in right)

    def _conflict(self, first: str, second: str) -> bool:
        left, right = self._people(first), self._people(second)
        profiles = {profile.linkedin_url for profile in left + right if profile.linkedin_url}
        birthdays = {profile.bday for profile in left + right if profile.bday}
        full = {day for day in birthdays if not day.startswith("--")}
        if len(profiles) > 1 or len(full) > 1 or len({day[-5:] for day in birthdays}) > 1:
            return True
        return any(self._comparer.names(one, two) == agreement.CONFLICT for one in _names(left) for two in _names(right))


def _names(group: Iterable[Profile]) -> set[NameView]:
    """The distinct names of a cluster that are stated: what was guessed from an address contradicts nobody."""
    return {profile.name for profile in group if not profile.is_guessed and profile.name.given}


def cluster(
    everyone: Mapping[str, Profile], comparer: Comparer, links: Iterable[Link], alike: Iterable[Pair], same: Iterable[Pair], not_same: Iterable[Pair]
) -> dict[str, str]:
    """The cluster of each record, named by its smallest record id.

    same and not_same: decisions of the user, which win over all evidence. Heavier links come first and equal ones in the order of their
    record ids, so that the order of records and files changes nothing; links that rest on a name alone come last, and only where the records
    that bear the name do not speak of several people. Records that are no people are joined only with their like.
    """
    clusters = Clusters(everyone, comparer, not_same)
    certain = [*sorted(pair for pair in same if set(pair) <= everyone.keys()), *alike]
    for one, two in certain:
        clusters.join(one, two, is_certain=True)
    ordered = sorted(links, key=lambda link: (-link.weight, link.record_a, link.record_b))
    for link in ordered:
        if link.is_link and not link.is_name_alone:
            clusters.join(link.record_a, link.record_b)
    _join_by_name(clusters, ordered)
    return clusters.groups()


def _join_by_name(clusters: Clusters, ordered: Sequence[Link]) -> None:
    """Joins clusters that only a name links, unless one of them could as well belong to a namesake of the other."""
    pairs = [(clusters.root(link.record_a), clusters.root(link.record_b)) for link in ordered]
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for link, (one, two) in zip(ordered, pairs, strict=True):
        if link.is_namesake and one != two:
            neighbours[one].add(two)
            neighbours[two].add(one)
    wanted = [(link, pair) for link, pair in zip(ordered, pairs, strict=True) if link.is_link and link.is_name_alone and pair[0] != pair[1]]
    allowed = [link for link, (one, two) in wanted if not _has_rival(clusters, one, two, neighbours) and not _has_rival(clusters, two, one, neighbours)]
    for link in allowed:
        if clusters.contradiction(link.record_a, link.record_b) > _CONTRADICTION:
            clusters.join(link.record_a, link.record_b)


def _has_rival(clusters: Clusters, one: str, two: str, neighbours: Mapping[str, set[str]]) -> bool:
    """True when another bearer of the name of the second, who cannot be the first, may be the second."""
    return any(clusters.contradiction(one, other) <= _CONTRADICTION for other in neighbours[two] if other != one)
