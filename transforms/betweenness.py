"""How often somebody stands on the shortest ways between others (Freeman 1977, computed as Brandes 2001 does)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


def betweenness(size: int, pairs: Sequence[tuple[int, int]]) -> Shares:
    """Pairs of others between whom each node stands; where several ways are as short, its share of them.

    size: nodes, numbered from 0; pairs: ties, each once, without direction or weight. Not normalised: the middle of a
    path of three has 1.
    """
    graph = _Graph(size, np.asarray(pairs, np.int64).reshape(-1, 2))
    between = np.zeros(size)
    for source in range(size):
        between += graph.dependencies(source)
    return between / 2  # each pair was met from both ends


class _Graph:
    """Neighbours of each node, one after the other."""

    def __init__(self, size: int, pairs: Numbers) -> None:
        self.size = size
        ends = np.concatenate([pairs, pairs[:, ::-1]])
        ends = ends[np.argsort(ends[:, 0], kind="stable")]
        self._neighbours = ends[:, 1]
        self._first = np.searchsorted(ends[:, 0], np.arange(size + 1))

    def dependencies(self, source: int) -> Shares:
        """The share that each node has in the shortest ways from the source to all others."""
        ways = np.zeros(self.size)
        ways[source] = 1
        steps = list(self._steps(source, ways))
        shares = np.zeros(self.size)
        for origins, targets in reversed(steps):
            passed_on = ways[origins] / ways[targets] * (1 + shares[targets])
            shares += np.bincount(origins, weights=passed_on, minlength=self.size)
        shares[source] = 0
        return shares

    def _steps(self, source: int, ways: Shares) -> Iterator[tuple[Numbers, Numbers]]:
        """Origins and targets of the ties that lead one step further from the source; counts the ways there."""
        is_reached = np.zeros(self.size, bool)
        is_reached[source] = True
        frontier = np.array([source])
        while len(frontier):
            degrees = self._first[frontier + 1] - self._first[frontier]
            starts = np.repeat(self._first[frontier] - np.cumsum(degrees) + degrees, degrees)
            origins = np.repeat(frontier, degrees)
            targets = self._neighbours[starts + np.arange(len(starts))]
            origins, targets = origins[~is_reached[targets]], targets[~is_reached[targets]]
            if len(targets):
                ways += np.bincount(targets, weights=ways[origins], minlength=self.size)
                yield origins, targets
            frontier = np.unique(targets)
            is_reached[frontier] = True
