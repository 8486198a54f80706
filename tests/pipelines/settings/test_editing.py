"""Lines that a command writes into network.toml."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.settings.editing import set_source, unset_source
from pipelines.settings.settings import read_settings

OWN = '# mine\nlanguage = "fr"   # the report\n\n[circles."Rotary"]\nkind = "club"\n'


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "network.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_a_line_is_added_and_all_else_stays(settings: Path) -> None:
    """Comments, order and blanks are the user's; the file is readable by its owner only."""
    set_source(settings, "old/contacts.csv", "ignore", True)
    assert settings.read_text("utf-8").startswith(OWN)
    assert read_settings(settings).ignored == {"old/contacts.csv"}
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600


def test_a_line_is_taken_out_and_leaves_nothing_behind(settings: Path) -> None:
    """The table goes with its last line."""
    set_source(settings, "a.vcf", "ignore", True)
    assert unset_source(settings, "a.vcf", "ignore")
    assert settings.read_text("utf-8").strip() == OWN.strip()
    assert not unset_source(settings, "a.vcf", "ignore")


def test_another_line_of_the_table_stays(settings: Path) -> None:
    """What the user wrote beside it is kept."""
    settings.write_text(OWN + '\n[sources."a.vcf"]\nsource = "b.vcf"  # the same book\n', "utf-8")
    set_source(settings, "a.vcf", "ignore", True)
    assert unset_source(settings, "a.vcf", "ignore")
    assert 'source = "b.vcf"  # the same book' in settings.read_text("utf-8")


def test_a_file_that_is_no_toml_is_left_as_it_is(settings: Path) -> None:
    """And said in a sentence."""
    settings.write_text("language = fr\n", "utf-8")
    with pytest.raises(UserError, match="not TOML"):
        set_source(settings, "a.vcf", "ignore", True)
    assert settings.read_text("utf-8") == "language = fr\n"
