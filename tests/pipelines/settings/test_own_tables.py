"""Tables that the owner of a home describes: columns in network.toml, and dialect files of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectors import registry
from connectors.files.listing import files_in
from connectors.records import Reading, Recognition, Window
from pipelines.errors import UserError
from pipelines.settings.own_tables import recognised
from pipelines.settings.settings import read_settings

TABLE = "Matricule;Nom d'usage;Petit nom;Joindre;Parrain\n7;Lefèvre;Zoé;01 99 00 12 34;Marc Vasseur\n8;Thorsen;Ida;;\n"
OWN = """
id = "club"
kind = "contacts"
[variants.fr]
all_of = ["Matricule", "Petit nom"]
[variants.fr.columns]
"Matricule" = { field = "extra", uid = true }
"Petit nom" = "given_name"
"Nom d'usage" = "family_name"
"""


def home_with(folder: Path, settings: str = "", own: str = "", name: str = "club.toml") -> Path:
    (folder / "network.toml").write_text(settings, "utf-8")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "annuaire.csv").write_text(TABLE, "utf-8")
    if own:
        (folder / "dialects").mkdir()
        (folder / "dialects" / name).write_text(own, "utf-8")
    return folder


def read(home: Path) -> tuple[Recognition, Reading]:
    settings = read_settings(home / "network.toml")
    (file,) = files_in(home / "inbox").files
    source = settings.sources.get(file.name)
    recognition = recognised(file, file.name, source.dialect if source else None, settings.own_tables)
    assert isinstance(recognition, Recognition)
    reading = registry.read(file, recognition, Window(date(2026, 1, 1), date(2026, 12, 31)))
    assert registry.receipt(file, recognition, reading).adds_up
    return recognition, reading


def test_columns_that_the_settings_name_are_read_as_they_say(tmp_path: Path) -> None:
    """The other columns are read as usual, and nothing is asked of the table."""
    settings = """[sources."annuaire.csv"]
columns = { "Nom d'usage" = "family_name", "Petit nom" = "given_name", "Joindre" = "tels" }
"""
    recognition, reading = read(home_with(tmp_path, settings))
    assert recognition.dialect == "generic"
    assert reading.contacts.select("given_name", "family_name").rows() == [("Zoé", "Lefèvre"), ("Ida", "Thorsen")]
    assert [one["value"] for one in reading.contacts["tels"][0]] == ["01 99 00 12 34"]
    assert [(one["name"], one["value"]) for one in reading.contacts["extra"][0]] == [
        ("Matricule", "7"),
        ("Parrain", "Marc Vasseur"),
    ]


def test_a_dialect_file_of_the_home_is_found_by_its_signature(tmp_path: Path) -> None:
    """Whatever the name of the export."""
    recognition, reading = read(home_with(tmp_path, own=OWN))
    assert (recognition.dialect, recognition.signature) == ("club", "Matricule, Petit nom")
    assert reading.contacts.select("uid", "given_name", "family_name").rows() == [
        ("7", "Zoé", "Lefèvre"),
        ("8", "Ida", "Thorsen"),
    ]


def test_a_changed_description_is_another_version(tmp_path: Path) -> None:
    """So that its files are read anew."""
    home = home_with(tmp_path, own=OWN)
    before, _ = read(home)
    (home / "dialects" / "club.toml").write_text(OWN + '"Joindre" = "tels"\n', "utf-8")
    after, reading = read(home)
    assert registry.version_of(before) != registry.version_of(after)
    assert [one["value"] for one in reading.contacts["tels"][0]] == ["01 99 00 12 34"]


def test_a_column_of_a_known_dialect_can_say_something_else(tmp_path: Path) -> None:
    """The dialect stays what it is otherwise."""
    home = home_with(
        tmp_path, '[sources."annuaire.csv"]\ndialect = "outlook_desktop"\ncolumns = { "Business Phone" = "note" }\n'
    )
    header = (
        "First Name,E-mail Address,Business Street,Home Street,Business Phone\nAnn,ann@wexcott.example,,,after six\n"
    )
    (home / "inbox" / "annuaire.csv").write_text(header, "utf-8")
    recognition, reading = read(home)
    assert recognition.dialect == "outlook_desktop"
    assert reading.contacts.select("given_name", "note").rows() == [("Ann", "after six")]


@pytest.mark.parametrize(
    ("settings", "own", "words"),
    [
        (
            '[sources."annuaire.csv"]\ncolumns = { "Joindre" = "shoe_size" }\n',
            "",
            ["annuaire.csv", "shoe_size", "family_name"],
        ),
        ("", OWN.replace("given_name", "shoe_size"), ["dialects/club.toml", "shoe_size", "Correct it"]),
        ("", 'id = "x"', ["dialects/club.toml", 'needs id = "club"', "[variants.…]. Correct it"]),
        ("", "shoe = 1\n" + OWN, ["dialects/club.toml", "shoe is not known. Correct it"]),
        ("", "id = ", ["dialects/club.toml", "TOML"]),
    ],
)
def test_a_description_nobody_understands_is_a_sentence(
    tmp_path: Path, settings: str, own: str, words: list[str]
) -> None:
    """What, where, and what to do; before anything is read."""
    home = home_with(tmp_path, settings, own)
    with pytest.raises(UserError) as caught:
        read_settings(home / "network.toml")
    assert all(word in str(caught.value) for word in words)
