"""Homes that cannot be written or read: on a full disk, or another user's. One sentence each, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pipelines.conftest import SETTINGS, Called
from warehouse.query import table

Entregent = Callable[..., Called]
AS_OF = ("--as-of", "2026-11-22")
FULL = "The disk is full. Make room and run again: the published network is as it was.\n"
NOBODY = 65534


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: what a disk that fills up does to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_costs_the_run_and_nothing_else(home: Path, entregent: Entregent) -> None:
    """Whatever was being written when it filled up: exit 1, one sentence, the published file as it was.

    With room, the run goes through.
    """
    entregent("run", home, *AS_OF)
    published = home / "network.duckdb"
    published.write_bytes(b"the network of last week")
    for size in (0, 4_096, 100_000, 400_000):  # the lock, the state, its log, the new warehouse
        with room_for(size):
            called = entregent("run", home, *AS_OF)
        assert (called.exit_code, called.out, called.err) == (1, "", FULL)
        assert published.read_bytes() == b"the network of last week"
        assert not (home / ".entregent" / "next.duckdb").exists()
    published.unlink()
    assert entregent("run", home, *AS_OF).exit_code == 0
    assert "Karim Haddad" in table(published, "core.persons")["display_name"].to_list()


@pytest.fixture
def anothers() -> Iterator[Path]:
    """A home that everybody may look into, that only its owner may write, with a published network only its owner may
    read.
    """
    parent = Path(tempfile.mkdtemp())
    folder = parent / "network"
    (folder / "inbox").mkdir(parents=True)
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    (folder / "network.duckdb").write_bytes(b"not to be read")
    (folder / ".entregent").mkdir()
    parent.chmod(0o755)
    (folder / "network.toml").chmod(0o444)
    (folder / "network.duckdb").chmod(0o400 if os.getuid() == 0 else 0)
    for path in (folder / ".entregent", folder / "inbox", folder):
        path.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    (folder / ".entregent").chmod(0o755)
    shutil.rmtree(parent)


AS_ANOTHER = f"""
import _strptime, encodings.utf_8_sig, os, sys  # what is imported late, which the other user may not be allowed to read
import pipelines.cli, pipelines.commands.run, pipelines.commands.serve, pipelines.commands.status
import pipelines.scheduling.server, pipelines.settings.settings
import pipelines.summary, pipelines.weekly, warehouse.query, warehouse.store, pipelines.terminal.progress
if os.getuid() == 0:  # whom no permission stops
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
pipelines.cli.main(sys.argv[1:])
"""


def as_another(*arguments: str | Path | int) -> Called:
    """The command line as a user who owns nothing of the home."""
    done = subprocess.run([sys.executable, "-c", AS_ANOTHER, *map(str, arguments)], capture_output=True, text=True)
    return Called(done.returncode, done.stdout, done.stderr)


def test_a_home_of_another_user_cannot_be_run(anothers: Path) -> None:
    """Exit 1 and what to do."""
    called = as_another("run", anothers, *AS_OF)
    assert (called.exit_code, called.out, called.err.count("\n")) == (1, "", 1)
    assert called.err.startswith(f"{anothers / '.entregent'} cannot be written")


def test_a_home_of_another_user_cannot_be_served(anothers: Path) -> None:
    """Exit 1 and what to do; nothing of it is changed and no server started."""
    called = as_another("serve", "--home", anothers, "--port", 42001)
    assert (called.exit_code, called.out) == (1, "")
    assert called.err == (
        f"{anothers / '.entregent'} may not be read or written (Operation not permitted). "
        "Give yourself the right to, or name another folder.\n"
    )
    assert list((anothers / ".entregent").iterdir()) == []


def test_a_network_of_another_user_is_not_taken_for_a_broken_one(anothers: Path) -> None:
    """Exit 1, and no advice to build it again."""
    called = as_another("status", "--home", anothers)
    assert called.exit_code == 1
    assert (
        called.err
        == "network.duckdb may not be read, for it is another user's. Give yourself the right to, or name another"
        " home.\n"
    )
