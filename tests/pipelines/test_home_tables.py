"""Tables that people touch: written by several at once, linked, saved by a spreadsheet."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.home_tables import append_rows, remove_lines
from pipelines.review.decisions import append_decisions, read_decisions

COLUMNS = ("decided_at", "verb", "subject", "object", "note")
ANSWERS = """
import sys
from datetime import date
from pathlib import Path
from pipelines.review.decisions import append_decisions
for number in range(40):
    append_decisions(Path(sys.argv[1]), [("suppress", f"book/{sys.argv[2]}{number}", "", "")], date(2026, 11, 22))
"""


def test_two_processes_that_answer_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each waits for the other; no file of either is left beside it."""
    path = tmp_path / "decisions.csv"
    running = [subprocess.Popen([sys.executable, "-c", ANSWERS, str(path), name]) for name in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    decided = read_decisions(path)
    assert not decided.problems
    assert set(decided.rows["subject"]) == {f"book/{name}{number}" for name in "ab" for number in range(40)}
    assert sorted(left.name for left in tmp_path.iterdir()) == [".entregent", "decisions.csv"]


def test_what_stands_there_stays_as_it_is(tmp_path: Path) -> None:
    """The mark, the ends of lines, blank lines; so line numbers stay what they were."""
    path = tmp_path / "decisions.csv"
    before = "\ufeffdecided_at;verb;subject;object;note\r\n\r\n2026-11-20;suppress;book/1;;\r\n\r\n"
    path.write_bytes(before.encode())
    append_rows(path, COLUMNS, [("2026-11-22", "suppress", "book/2", "", "")])
    assert path.read_bytes().decode() == before + "2026-11-22;suppress;book/2;;\r\n"
    remove_lines(path, [5])
    assert path.read_bytes().decode() == before


def test_a_last_line_without_an_end_gets_one(tmp_path: Path) -> None:
    """It is not glued to the next."""
    path = tmp_path / "decisions.csv"
    path.write_text("decided_at,verb,subject,object,note\n2026-11-20,suppress,book/1,,")
    append_rows(path, COLUMNS, [("2026-11-22", "suppress", "book/2", "", "")])
    assert read_decisions(path).rows["subject"].to_list() == ["book/1", "book/2"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Whoever keeps the file elsewhere, in a folder that is backed up, keeps it there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = tmp_path / "decisions.csv"
    path.symlink_to(elsewhere / "mine.csv")
    append_decisions(path, [("suppress", "book/1", "", "")], date(2026, 11, 22))
    assert path.is_symlink()
    assert "book/1" in (elsewhere / "mine.csv").read_text("utf-8-sig")


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    """Its half-written file is no one's."""
    (tmp_path / ".decisions.csv.x1y2.new").write_text("2026-11-20,supp")
    append_decisions(tmp_path / "decisions.csv", [("suppress", "book/1", "", "")], date(2026, 11, 22))
    assert not list(tmp_path.glob(".decisions.csv.*"))


def test_decisions_of_which_no_line_can_be_used_stop_whoever_reads_them(tmp_path: Path) -> None:
    """A network in which people are suppressed, told apart and put together is not published without it."""
    path = tmp_path / "decisions.csv"
    path.write_text("decided_at,verb,subject,object,note\nyesterday,supress,book/1,,\n")
    with pytest.raises(UserError, match="No line of decisions"):
        read_decisions(path)
