"""What a run says at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.summary import HEADLINES
from tests.pipelines.conftest import Called


def test_without_a_calendar_no_figure_of_meetings_is_given(home: Path, entregent: Callable[..., Called]) -> None:
    """A dash and what to do, not zero."""
    (home / "inbox" / "calendar.ics").unlink()
    lines = entregent("run", home, "--as-of", "2026-11-22").out.splitlines()
    for figure in ("revived", "fell_dormant", "occasions"):
        (line,) = [line for line in lines if HEADLINES[figure] in line]
        assert line.strip() == f"-  {HEADLINES[figure]} (withheld: no calendar; drop one (.ics) into the inbox)"


@pytest.mark.parametrize("figure", ["d1", "pace"])
def test_a_figure_without_value_says_what_to_do(figure: str, first_run: tuple[Path, Called]) -> None:
    """Three cards and no plan: the report shows what to add."""
    (line,) = [line for line in first_run[1].out.splitlines() if HEADLINES[figure] in line]
    assert "the report" in line
