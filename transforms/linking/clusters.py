"""Clusters of records, grown by whole clusters.

The evidence between two of them is that of all their records together.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from transforms.linking.forest import Forest
from transforms.linking.pairs import Pair

Evidence = tuple[float, ...]

COMPARISONS = (
    "prior", "namesakes", "given_name", "family_name", "former_name", "generation", "file", "street", "town",
    "email", "phone", "organisation", "birthday", "profile", "title",
)  # fmt: skip
# of the first two, and of the file, the worst counts: a name borne twice stays so, whatever other records say
_WORST = 2
_FILE = COMPARISONS.index("file")
_BIRTHDAY = COMPARISONS.index("birthday")
_PROOFS = COMPARISONS.index("email")  # from here on: what speaks for one person beside the names

LINKED = 1.0  # bits: two to one, from which on two clusters are taken for one person
KEPT = 0.0  # bits: from which on a link made in an earlier run is kept
CORROBORATED = 2.0  # bits beside the names from which on namesakes are told apart
_RIVAL = 3.0  # bits by which another bearer of the name may fit worse and still be a rival


class Traits(NamedTuple):
    """What must agree in all records of one person.

    given: the stated given name, compact; empty where none is stated; known_as: its person in earlier runs.
    """

    given: str = ""
    family: str = ""
    profile: str | None = None
    known_as: str | None = None


class Join(NamedTuple):
    """Two clusters joined, each by one of its records.

    weight and corroboration: bits, null for a join that needs no evidence.
    """

    record_a: str
    record_b: str
    reason: str
    weight: float | None
    corroboration: float | None
    records_a: int
    records_b: int


def together(one: Evidence, two: Evidence) -> Evidence:
    """The evidence of two sets of record pairs between the same two clusters.

    The best sign for, and where there is none the worst against.
    """
    best = tuple(max(x, y) if max(x, y) > 0 else min(x, y) for x, y in zip(one, two, strict=True))
    return (*map(min, one[:_WORST], two[:_WORST]), *best[_WORST:_FILE], min(one[_FILE], two[_FILE]), *best[_FILE + 1 :])


def corroboration(evidence: Evidence) -> float:
    """Bits for one person beside the names."""
    return sum(bits for bits in evidence[_PROOFS:] if bits > 0)


class Clusters:
    """Records joined step by step; a join that would put two people into one cluster is refused."""

    def __init__(self, traits: Mapping[str, Traits], alike: frozenset[Pair], cannot: Iterable[Pair]) -> None:
        self.traits = traits
        self._alike = alike
        self._forest = Forest(traits)
        self.members = {record_id: [record_id] for record_id in traits}
        self._cannot: defaultdict[str, set[str]] = defaultdict(set)
        for one, two in cannot:
            self._cannot[one].add(two)
            self._cannot[two].add(one)

    def root(self, record_id: str) -> str:
        """The record that stands for the cluster."""
        return self._forest.root(record_id)

    def join(self, first: str, second: str) -> str:
        """The root of the cluster that two roots become: the larger of the two, then the smaller id."""
        kept, gone = sorted((first, second), key=lambda root: (-len(self.members[root]), root))
        self._forest.hang(gone, under=kept)
        self.members[kept] += self.members.pop(gone)
        return kept

    def is_decided_apart(self, first: str, second: str) -> bool:
        """True when the user said of a record of each that they are not the same."""
        return any(
            self._cannot[record] & set(self.members[second]) for record in self.members[first] if record in self._cannot
        )

    def is_contradicted(self, first: str, second: str) -> bool:
        """True when the two hold different profiles, or given names of two people."""
        left, right = ([self.traits[record] for record in self.members[root]] for root in (first, second))
        if len({traits.profile for traits in (*left, *right) if traits.profile}) > 1:
            return True
        ours, theirs = ({(traits.given, traits.family) for traits in side if traits.given} for side in (left, right))
        return any(self._contradicts(one, theirs) for one in ours) or any(
            self._contradicts(two, ours) for two in theirs
        )

    def _contradicts(self, name: Pair, others: Collection[Pair]) -> bool:
        """True of a whole name that some whole name cannot be, and of a single word that no name can be.

        A word alone may be the given or the family name, of which the others show misspellings too.
        """
        if name[1] == "":
            return bool(others) and not any(self._may_be_one(name, other) for other in others)
        return any(not self._may_be_one(name, other) for other in others if other[1] != "")

    def are_of_one_name(self, records: Iterable[str]) -> bool:
        """True when no two of the records state given names of two people."""
        stated = {(self.traits[record].given, self.traits[record].family) for record in records}
        return all(self._may_be_one(one, two) for one, two in combinations(sorted(stated), 2) if one[0] and two[0])

    def were_one(self, first: str, second: str) -> bool:
        """True when records of both were one person's in an earlier run."""
        known = {self.traits[record].known_as for record in self.members[first]} - {None}
        return any(self.traits[record].known_as in known for record in self.members[second])

    def _may_be_one(self, one: Pair, two: Pair) -> bool:
        """True of given names that agree, also where one of the names has its halves turned round."""
        given, other = one[0], two[0]
        return (
            given == other
            or (given, other) in self._alike
            or (one[1] != "" and one == two[::-1])
            or other in one
            or given in two
        )


class _Neighbours:
    """The evidence between clusters, kept up as they are joined."""

    def __init__(self, pairs: Mapping[Pair, Evidence], clusters: Clusters) -> None:
        self.of: defaultdict[str, dict[str, Evidence]] = defaultdict(dict)
        for (one, two), evidence in pairs.items():
            self._add(clusters.root(one), clusters.root(two), evidence)

    def _add(self, first: str, second: str, evidence: Evidence) -> None:
        if first != second:
            known = self.of[first].get(second)
            self.of[first][second] = self.of[second][first] = together(known, evidence) if known else evidence

    def join(self, kept: str, gone: str) -> None:
        """The evidence of the cluster that is gone becomes that of the one it was joined with."""
        self.of[kept].pop(gone, None)
        for other, evidence in self.of.pop(gone, {}).items():
            self.of[other].pop(gone, None)
            self._add(kept, other, evidence)

    def pairs(self) -> Iterator[tuple[str, str, Evidence]]:
        for first, others in self.of.items():
            yield from ((first, second, evidence) for second, evidence in others.items() if first < second)


def grow(clusters: Clusters, pairs: Mapping[Pair, Evidence], certain: Sequence[tuple[str, str, str]]) -> list[Join]:
    """Joins clusters, certain ones first and then the likeliest, as long as each stays one person.

    Returns the joins in their order. certain: record ids and the reason ('same' of the user, a profile in common …).
    Equal evidence is taken in the order of record ids, so that the order of records and files changes nothing.
    """
    joins = [join for one, two, reason in certain if (join := _join_for_certain(clusters, one, two, reason))]
    neighbours = _Neighbours(pairs, clusters)
    queue = [(-sum(evidence), first, second) for first, second, evidence in neighbours.pairs()]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= KEPT:
        weight, first, second = heapq.heappop(queue)
        evidence = neighbours.of.get(first, {}).get(second)
        if evidence is None or -sum(evidence) != weight or not _is_link(clusters, neighbours, first, second, evidence):
            continue
        joins.append(_joined(clusters, first, second, "evidence", evidence))
        kept = clusters.root(first)
        neighbours.join(kept, second if kept == first else first)
        for other, changed in neighbours.of[kept].items():
            heapq.heappush(queue, (-sum(changed), min(kept, other), max(kept, other)))
    return joins


def _join_for_certain(clusters: Clusters, one: str, two: str, reason: str) -> Join | None:
    first, second = clusters.root(one), clusters.root(two)
    if first == second or clusters.is_decided_apart(first, second):
        return None
    return _joined(clusters, first, second, reason, None, (one, two))


def _joined(
    clusters: Clusters, first: str, second: str, reason: str, evidence: Evidence | None, records: Pair | None = None
) -> Join:
    sizes = len(clusters.members[first]), len(clusters.members[second])
    one, two = records or (min(clusters.members[first]), min(clusters.members[second]))
    clusters.join(first, second)
    weight, beside = (round(sum(evidence), 6), round(corroboration(evidence), 6)) if evidence else (None, None)
    return Join(one, two, reason, weight, beside, *sizes)


def _is_link(clusters: Clusters, neighbours: _Neighbours, first: str, second: str, evidence: Evidence) -> bool:
    were_one = clusters.were_one(first, second)
    if (
        sum(evidence) < (KEPT if were_one else LINKED)
        or clusters.is_decided_apart(first, second)
        or clusters.is_contradicted(first, second)
        or evidence[_BIRTHDAY] < 0  # father and son share more than a name: the user is asked
    ):
        return False
    if were_one or corroboration(evidence) >= CORROBORATED:
        return True
    return not _has_rival(clusters, neighbours, first, second, evidence) and not _has_rival(
        clusters, neighbours, second, first, evidence
    )


def _has_rival(clusters: Clusters, neighbours: _Neighbours, one: str, two: str, evidence: Evidence) -> bool:
    """True when another cluster, which cannot be the first, fits the second about as well.

    Nothing then tells whose it is.
    """
    for other, fit in neighbours.of[two].items():
        if other != one and sum(fit) > sum(evidence) - _RIVAL and not clusters.is_contradicted(two, other):
            between = neighbours.of[one].get(other)
            if between is None or min(sum(between), between[_BIRTHDAY]) < 0 or clusters.is_contradicted(one, other):
                return True
    return False
