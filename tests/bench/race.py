"""One race: a peer and ours on the same bytes in one process, turn by turn, on one core.

The medians of their processor time are compared.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Race:
    """peer, ours: read all the records and return how many; needed: how many times faster ours has to be."""

    name: str
    peer_name: str
    needed: float
    peer: Callable[[], int]
    ours: Callable[[], int]


@dataclass(frozen=True)
class Outcome:
    """Processor seconds, medians of ROUNDS."""

    race: Race
    records: int
    peer_seconds: float
    our_seconds: float

    @property
    def ratio(self) -> float:
        return self.peer_seconds / self.our_seconds

    @property
    def is_reached(self) -> bool:
        return self.ratio >= self.race.needed


def run(race: Race, rounds: int = ROUNDS) -> Outcome:
    """Both once to warm up, then in turn. Raises ValueError when they do not find equally many records."""
    records, peer_records = race.ours(), race.peer()
    if records != peer_records:
        raise ValueError(f"{race.name}: ours found {records} records, {race.peer_name} {peer_records}")
    turns = [(_seconds(race.peer), _seconds(race.ours)) for _ in range(rounds)]
    return Outcome(race, records, median(peer for peer, _ in turns), median(ours for _, ours in turns))


def _seconds(read: Callable[[], int]) -> float:
    gc.collect()
    start = time.process_time()
    read()
    return time.process_time() - start
