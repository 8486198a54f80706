"""Betweenness: who stands on the shortest ways between others."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from transforms.betweenness import betweenness


@pytest.mark.parametrize(
    ("size", "pairs", "expected"),
    [
        (3, [(0, 1), (1, 2)], [0, 1, 0]),
        # the middle of a star of five stands between each of the six pairs of rays
        (5, [(0, 1), (0, 2), (0, 3), (0, 4)], [6, 0, 0, 0, 0]),
        # in a square two ways join each diagonal: half a pair for each corner
        (4, [(0, 1), (1, 2), (2, 3), (3, 0)], [0.5, 0.5, 0.5, 0.5]),
        # two groups that do not know each other
        (6, [(0, 1), (1, 2), (3, 4), (4, 5)], [0, 1, 0, 0, 1, 0]),
        (3, [(0, 1), (1, 2), (0, 2)], [0, 0, 0]),
        (2, [], [0, 0]),
        (0, [], []),
    ],
)
def test_small_networks(size: int, pairs: list[tuple[int, int]], expected: list[float]) -> None:
    """By hand."""
    assert betweenness(size, pairs).tolist() == expected


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_every_shortest_way_written_out_gives(seed: int) -> None:
    """Another way to the same number: all shortest ways of each pair, listed."""
    draw = random.Random(seed)
    size = draw.randint(5, 11)
    pairs = [pair for pair in combinations(range(size), 2) if draw.random() < 0.3]
    assert np.allclose(betweenness(size, pairs), written_out(size, pairs), atol=1e-12)


def written_out(size: int, pairs: list[tuple[int, int]]) -> list[float]:
    neighbours = {node: {b for a, b in [*pairs, *(p[::-1] for p in pairs)] if a == node} for node in range(size)}
    found = [0.0] * size
    for start, end in combinations(range(size), 2):
        ways, shortest = [[start]], []
        while ways and not shortest:
            ways = [[*way, step] for way in ways for step in neighbours[way[-1]] if step not in way]
            shortest = [way for way in ways if way[-1] == end]
        for way in shortest:
            for node in way[1:-1]:
                found[node] += 1 / len(shortest)
    return found
