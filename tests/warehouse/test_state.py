"""Files and records that the state keeps from run to run."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support.small import SCHEMAS, add_contacts, make_state
from warehouse.errors import StateError
from warehouse.state import State, rewrite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.duckdb"


def test_what_a_file_held_is_read_back_with_its_origin(path: Path) -> None:
    """A record carries the source, the file and the content's hash, nested values included."""
    make_state(path, "Élodie Brun")
    with State.open(path, SCHEMAS) as state:
        assert state.read("contacts").to_dicts() == [
            {"source": "phone", "file": "phone.vcf", "sha256": "aa", "record_key": "élodie brun", "position": 1}
            | {"formatted_name": "Élodie Brun", "categories": ["Rotary"]}
        ]


def test_a_new_file_of_a_source_takes_over_and_the_old_records_stay(path: Path) -> None:
    """Only the newest file of a source is current; nothing that was imported is lost."""
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, "Élodie Brun", sha256="aa")
        add_contacts(state, "Karim Haddad", sha256="bb")
        assert dict(state.files().select("sha256", "is_current").iter_rows()) == {"aa": False, "bb": True}
        assert sorted(state.read("contacts")["formatted_name"]) == ["Karim Haddad", "Élodie Brun"]
        assert state.read("contacts", current_only=True)["formatted_name"].to_list() == ["Karim Haddad"]


def test_the_files_of_other_sources_stay_current(path: Path) -> None:
    """A phone's new export says nothing about the laptop's."""
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, "Élodie Brun", source="laptop")
        add_contacts(state, "Karim Haddad", source="phone")
        assert state.files()["is_current"].to_list() == [True, True]


def test_the_same_file_read_again_replaces_its_records(path: Path) -> None:
    """A file read by a better reader gives its records once, and was still first seen when it was."""
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, "Elodie Brun", seen=date(2026, 11, 1))
        add_contacts(state, "Élodie Brun", seen=date(2026, 11, 8))
        assert state.read("contacts")["formatted_name"].to_list() == ["Élodie Brun"]
        assert state.files()["first_seen_on"].to_list() == [date(2026, 11, 1)]
        assert state.read("receipts").height == 1


def test_a_file_is_stored_whole_or_not_at_all(path: Path) -> None:
    """When one of its tables cannot be stored, neither the file nor its other records are, and the older file stays
    current.
    """
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, "Élodie Brun", sha256="aa")
        stranger = pl.DataFrame({"record_key": ["x"], "shoe_size": [42]})
        file = {"source": "phone", "file": "phone.vcf", "sha256": "bb"}
        with pytest.raises(StateError, match=r"raw\.contacts has no column shoe_size"):
            state.add_files([(file, {"contacts": stranger}, pl.DataFrame())])
        assert state.files().select("sha256", "is_current").rows() == [("aa", True)]


def test_several_files_are_stored_in_one_transaction(path: Path) -> None:
    """An error in the block takes back every file stored in it."""

    def store_two(state: State) -> None:
        with state.transaction():
            add_contacts(state, "Élodie Brun")
            state.append("contacts", pl.DataFrame({"shoe_size": [42]}))

    with State.open(path, SCHEMAS) as state:
        with pytest.raises(StateError, match="shoe_size"):
            store_two(state)
        assert state.files().is_empty()


def test_columns_and_fields_grow(path: Path) -> None:
    """A later version adds a column and a field of a nested value; older records have null there."""
    before = {"contacts": pl.Schema({"record_key": pl.String(), "emails": pl.List(pl.Struct({"value": pl.String}))})}
    emails = pl.DataFrame({"record_key": ["a"], "emails": [[{"value": "a@brun.example"}]]}, schema=before["contacts"])
    with State.open(path, before) as state:
        file = {"source": "phone", "file": "p.vcf", "sha256": "aa"}
        state.add_files([(file, {"contacts": emails}, pl.DataFrame())])
    wider = pl.List(pl.Struct({"value": pl.String, "pref": pl.Int64}))
    with State.open(
        path, {"contacts": pl.Schema({"record_key": pl.String(), "emails": wider, "note": pl.String()})}
    ) as state:
        assert state.read("contacts").drop("source", "file", "sha256").rows() == [
            ("a", [{"value": "a@brun.example", "pref": None}], None)
        ]
    with State.open(path, before) as state:
        assert state.read("contacts").schema["emails"] == wider, "an older version took a field away"


def test_a_column_of_another_type_is_refused(path: Path) -> None:
    """The sentence names the column and what to do; the file is let go of."""
    make_state(path)
    with pytest.raises(
        StateError, match=r"raw\.contacts\.position has another type .*use the version of the program that wrote it"
    ):
        State.open(path, {"contacts": pl.Schema({"position": pl.String()})})
    State.open(path, SCHEMAS).close()


def test_tables_of_the_program_are_replaced_and_added_to(path: Path) -> None:
    """The register of person ids and the published values live beside the records."""
    with State.open(path, SCHEMAS, tables={"touches": pl.Schema({"person": pl.String()})}) as state:
        state.append("person_register", pl.DataFrame({"record_id": ["phone/a"], "person_id": ["phone/a"]}))
        state.append("person_register", pl.DataFrame({"record_id": ["phone/b"], "person_id": ["phone/a"]}))
        state.replace("touches", pl.DataFrame({"person": ["phone/a"]}))
        state.replace("touches", pl.DataFrame({"person": ["phone/b"]}))
        assert state.read("person_register").height == 2
        assert state.read("touches")["person"].to_list() == ["phone/b"]


def test_a_replacement_that_fails_leaves_the_table(path: Path) -> None:
    """The rows are not deleted before the new ones are known to fit."""
    with State.open(path, SCHEMAS) as state:
        state.append("person_register", pl.DataFrame({"record_id": ["phone/a"], "person_id": ["phone/a"]}))
        with pytest.raises(StateError, match="has no column shoe_size"):
            state.replace("person_register", pl.DataFrame({"shoe_size": [42]}))
        assert state.read("person_register").height == 1


def test_the_state_is_nobody_elses(path: Path) -> None:
    """Only its owner may read it."""
    make_state(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_state_is_told_in_a_sentence(path: Path) -> None:
    """The user learns which file it is and what to do."""
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StateError, match=r"state\.duckdb cannot be opened .*Put back your last copy"):
        State.open(path, SCHEMAS)


def test_a_state_open_elsewhere_is_told_in_a_sentence(path: Path) -> None:
    """Another program that has the file open is not waited for."""
    make_state(path)
    hold = "import sys, duckdb; connection = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with pytest.raises(StateError, match="is open in another program: close it there"):
            State.open(path, SCHEMAS)
        other.stdin.close()


def test_a_rewritten_state_holds_nothing_that_was_deleted(path: Path) -> None:
    """The bytes of a deleted record are gone; the others, and the columns' types, are as they were."""
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, "Zoé Vergessen", *(f"Quelqu'un {number}" for number in range(200)))
    with State.open(path, SCHEMAS) as state:
        state.replace("contacts", state.read("contacts").filter(pl.col("formatted_name") != "Zoé Vergessen"))
        kept = state.read("contacts")
    assert "Zoé Vergessen".encode() in path.read_bytes()
    rewrite(path)
    assert "Zoé Vergessen".encode() not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with State.open(path, SCHEMAS) as state:
        assert state.read("contacts").equals(kept)
