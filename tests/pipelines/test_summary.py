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


def test_the_numbers_stand_below_each_other(ran_home: Path, entregent: Callable[..., Called]) -> None:
    """Also where an unchanged file has a long name for its form; a copy is called one."""
    (ran_home / "inbox" / "copy.vcf").write_bytes((ran_home / "inbox" / "cards.vcf").read_bytes())
    head, *files = entregent("run", ran_home, "--as-of", "2026-11-22").out.split("\n\n")[0].splitlines()
    assert [len(line) for line in files] == [len(head)] * len(files)
    assert any(
        line.split()[:2] == ["linkedin/Connections.csv", "linkedin_connections"] and "(unchanged)" in line
        for line in files
    )
    assert any(line.startswith("copy.vcf") and " a copy " in line for line in files)


def test_a_uid_that_several_people_bear_is_said_once(home: Path, entregent: Callable[..., Called]) -> None:
    """However many cards bear it; the sentence holds no name and no UID."""
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{0} Rive\nEMAIL:{0}@rive.example\nUID:4711\nEND:VCARD\n"
    (home / "inbox" / "copied.vcf").write_text("".join(map(card.format, ("Zoe", "Karim", "Paul"))))
    called = entregent("run", home, "--as-of", "2026-11-22")
    (line,) = [line for line in (called.out + called.err).splitlines() if "bear a UID" in line]
    assert line.startswith("copied.vcf: 3 records")
    assert "4711" not in line
