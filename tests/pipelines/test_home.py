"""How a home is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import NoHome
from pipelines.home import find_home


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "network"
    (folder / "inbox").mkdir(parents=True)
    (folder / "network.toml").touch()
    return folder


def test_the_folder_asked_for_wins_over_the_environment(made: Path, tmp_path: Path) -> None:
    """--home is looked at first."""
    assert find_home(made, {"ENTREGENT_HOME": str(tmp_path)}).folder == made


def test_the_environment_wins_over_the_current_folder(made: Path, tmp_path: Path) -> None:
    """ENTREGENT_HOME names the home of scheduled runs."""
    assert find_home(None, {"ENTREGENT_HOME": str(made)}, tmp_path).folder == made


def test_a_parent_that_holds_settings_is_the_home(made: Path) -> None:
    """Commands work anywhere inside a home."""
    assert find_home(None, {}, made / "inbox").folder == made


def test_no_home_says_how_to_make_one(tmp_path: Path) -> None:
    """The sentence ends in what to do."""
    with pytest.raises(NoHome, match="entregent init"):
        find_home(tmp_path, {})
    with pytest.raises(NoHome, match="entregent init"):
        find_home(None, {}, tmp_path)
