"""Folders that are worked in and not kept."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from warehouse.scratch import PREFIX, scratch

HOLDS = """
from warehouse.scratch import scratch
with scratch() as folder:
    (folder / "book").write_text("x")
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_gone_when_the_work_ends(temporary: Path) -> None:
    """Whether it ends well or not."""
    with scratch() as folder:
        (folder / "book").write_text("x")
    with pytest.raises(ZeroDivisionError), scratch():
        1 / 0  # noqa: B018 - any fault of whoever works there
    assert not list(temporary.iterdir())


def test_what_a_killed_process_left_goes_with_the_next(temporary: Path) -> None:
    """And what a living one works with stays."""
    held = [
        subprocess.Popen([sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = [Path((process.stdout.readline() if process.stdout else "").strip()) for process in held]
    held[0].send_signal(signal.SIGKILL)
    held[0].communicate()
    assert folders[0].exists()
    other = temporary / f"{PREFIX}notes"
    other.mkdir()
    with scratch():
        assert not folders[0].exists()
        assert (folders[1] / "book").exists()
    held[1].communicate("\n")
    assert list(temporary.iterdir()) == [other]
