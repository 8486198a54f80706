"""Who belongs together when members are joined two by two (disjoint sets, Tarjan 1975)."""

from __future__ import annotations

from collections.abc import Iterable


class Forest:
    """Members in sets, each set known by its root; every member begins in a set of its own."""

    def __init__(self, members: Iterable[str]) -> None:
        self._parent = {member: member for member in members}

    def root(self, member: str) -> str:
        """The member that stands for the set."""
        while self._parent[member] != member:
            self._parent[member] = member = self._parent[self._parent[member]]
        return member

    def hang(self, root: str, under: str) -> None:
        """Makes two sets one: the second root stands for both."""
        self._parent[root] = under
