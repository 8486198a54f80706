"""A short run of `make fuzz`, always on the same files."""

from __future__ import annotations

import random

import pytest

from connectors.records import Reading
from tests.fuzz.mutations import LONGEST_SECONDS, problem_of, sample, target_of


@pytest.mark.parametrize("seed", range(8))
def test_broken_files_lose_no_record(seed: int) -> None:
    """However a file is cut, folded, doubled or encoded: no exception, in time, every record accounted for."""
    for number in range(25):
        name, data = sample(random.Random(f"{seed}-{number}"))
        assert problem_of(target_of(name), data) is None, (seed, number, data)


def test_a_lost_record_would_be_seen() -> None:
    """The check can fail: a count that the reading does not account for, and an exception."""
    assert problem_of(lambda data: (1, Reading()), b"") == "1 records in the bytes, 0 accounted for"
    assert (
        problem_of(lambda data: (int(data), Reading()), b"x")
        == "ValueError: invalid literal for int() with base 10: b'x'"
    )
    assert LONGEST_SECONDS <= 5
