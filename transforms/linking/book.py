"""How common names, organisations and contact points are in the book at hand: what an agreement is worth hangs on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from transforms.linking.agreement import CONFLICT, Comparer, NameView
from transforms.linking.entities import given_names
from transforms.linking.profiles import Profile

# a small book says little about how rare a name is: shares are taken as if it held at least this many people
_LEAST_PEOPLE = 300
# nor is the rarest name borne by one person only: books collect families, villages and firms
_LEAST_NAMESAKES = 0.015


class Book:
    """Counts over the distinct full names of the people in the book."""

    def __init__(self, people: Sequence[Profile]) -> None:
        stated = {profile.name.key: profile.name for profile in people if not profile.is_guessed and _is_full(profile.name)}
        names = list(stated.values())
        self.size = max(len(names), _LEAST_PEOPLE)
        self.givens = Counter("".join(name.given) for name in names)
        self.families = Counter("".join(name.family) for name in names)
        self.family_initials = Counter(("".join(name.family), name.given[0][0]) for name in names)
        self.given_initials = Counter(("".join(name.given), name.family[0][0]) for name in names)
        self.organisations = Counter(house for house, key in {(house, p.name.key) for p in people for house in p.organisations})
        self.comparer = Comparer(given_names() | {given for given, n in self.givens.items() if n > 1})
        self.namesakes = _namesakes(people)
        self.sharing = _Sharing(people, self.comparer)

    def share_of_given(self, given: str) -> float:
        return min(max(self.givens[given], 1) / self.size, 0.1)

    def expected_namesakes(self, name: NameView) -> float:
        """How many other people with this full name the book may hold: what the names suggest, or what contradicting records show."""
        by_chance = max(self.families["".join(name.family)], 1) * self.share_of_given("".join(name.given))
        return max(by_chance, float(self.namesakes.get(name.key, 1) - 1), _LEAST_NAMESAKES)

    def others_with_initials(self, short: NameView, full: NameView) -> float:
        """How many other people an abbreviated name may stand for, where the full one fits it."""
        given, family = "".join(full.given), "".join(full.family)
        is_family_short = len("".join(short.family)) == 1
        bearers = self.given_initials[given, family[:1]] if is_family_short else self.family_initials[family, given[:1]]
        return max(float(bearers - 1), 0.1) + self.expected_namesakes(full)


def _is_full(name: NameView) -> bool:
    """True of a name with a given and a family name, neither cut to initials."""
    return len("".join(name.given)) > 2 and len("".join(name.family)) > 1


def _namesakes(people: Iterable[Profile]) -> dict[str, int]:
    """At least how many people bear each name: different profiles, different birthdays, or cards of one file with mobiles and nothing in common."""
    groups: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in people:
        if profile.name.given and profile.name.family and not profile.is_guessed:
            groups[profile.name.key].append(profile)
    return {key: _people_at_least(group) for key, group in groups.items() if len(group) > 1}


def _people_at_least(group: Sequence[Profile]) -> int:
    profiles = {profile.linkedin_url for profile in group if profile.linkedin_url}
    birthdays = {profile.bday for profile in group if profile.bday and not profile.bday.startswith("--")}
    by_file: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for profile in group:
        if profile.mobiles:
            by_file[profile.file].append(profile.contact_points)
    return max(len(profiles), len(birthdays), *(_separate(points) for points in by_file.values()), 1)


def _separate(groups: Sequence[frozenset[str]]) -> int:
    """How many of the sets of contact points hang together with no other."""
    parent = list(range(len(groups)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    first_with: dict[str, int] = {}
    for place, points in enumerate(groups):
        for point in points:
            parent[root(place)] = root(first_with.setdefault(point, place))
    return sum(parent[place] == place for place in range(len(groups)))


class _Sharing:
    """Who holds each contact point, and whether it stands for one person or for a house, a couple, a switchboard."""

    def __init__(self, people: Sequence[Profile], comparer: Comparer) -> None:
        self.names: defaultdict[str, set[NameView]] = defaultdict(set)
        for profile in people:
            for point in profile.contact_points | profile.role_mailboxes:
                if profile.name.given and not profile.is_guessed:
                    self.names[point].add(profile.name)
        self._comparer = comparer
        self._shared: dict[str, bool] = {}
        self._holders: dict[str, int] = {}
        self.of_houses: set[str] = set()

    def holders(self, point: str) -> int:
        """Number of different names that hold the contact point."""
        if point not in self._holders:
            self._holders[point] = max(len({name.key for name in self.names[point]}), 1)
        return self._holders[point]

    def is_shared(self, point: str) -> bool:
        """True when it is a company's, or names of different people hold it."""
        if point not in self._shared:
            self._shared[point] = point in self.of_houses or self._holds_strangers(point)
        return self._shared[point]

    def _holds_strangers(self, point: str) -> bool:
        givens = sorted({name.given for name in self.names[point]})
        if len(givens) > 12:
            return True
        views = sorted(self.names[point])
        if len(views) > 12:
            return True
        return any(self._comparer.names(one, two) == CONFLICT for i, one in enumerate(views) for two in views[:i])
