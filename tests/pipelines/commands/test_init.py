"""`entregent init`: where a home is made, and where it is not."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.conftest import Called

Entregent = Callable[..., Called]


class Terminal(io.StringIO):
    """Somebody at a terminal who types this."""

    def isatty(self) -> bool:
        return True


def test_a_folder_that_init_did_not_make_keeps_its_rights(tmp_path: Path, entregent: Entregent) -> None:
    """A new one is for its owner only; others may have a use for the one that was there."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o755)
    assert entregent("init", tmp_path / "shared").exit_code == 0
    assert entregent("init", tmp_path / "new").exit_code == 0
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_no_home_is_made_unasked(tmp_path: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither among other things nor where nobody said: exit 2, a sentence, and the folder as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    nowhere = entregent("init")
    (tmp_path / "letter.txt").touch()
    among = entregent("init", tmp_path)
    assert (nowhere.exit_code, nowhere.err) == (2, "No folder was named. Name a new one: entregent init ~/my-network\n")
    assert (among.exit_code, among.err) == (
        2,
        f"{tmp_path} holds other things. Name a new one: entregent init ~/my-network\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(("answer", "code", "made"), [("y\n", 0, True), ("n\n", 2, False)])
def test_at_a_terminal_it_asks(
    answer: str, code: int, made: bool, tmp_path: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who says yes gets the home among the other things."""
    (tmp_path / "letter.txt").touch()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert entregent("init", tmp_path).exit_code == code
    assert (tmp_path / "network.toml").exists() is made
