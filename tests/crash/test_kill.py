"""Runs killed at four of their steps; the programme kill.py kills at each of them, and at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.kill import BEFORE, faults_after, fresh_home, run

STEPS = 17


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_home(tmp_path_factory.mktemp("crash") / "home")


def test_a_run_has_the_steps_that_are_killed(home: Path) -> None:
    """A step more or less shows here, so that the numbers below still mean what they say."""
    assert int(run(home, BEFORE).stdout) == STEPS


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(4, id="in the transaction"),
        pytest.param(8, id="in the build"),
        pytest.param(15, id="before the rename"),
        pytest.param(16, id="after the rename"),
    ],
)
def test_a_killed_run_leaves_a_whole_network(home: Path, step: int) -> None:
    """The published file is the old one or the new one, no import is half stored, and the next run completes."""
    assert run(home, BEFORE).returncode == 0
    assert faults_after(home, die_at=step) == []
