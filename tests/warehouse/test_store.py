"""One writer, one step, earlier warehouses kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse import store as store_module
from warehouse.duck import connect
from warehouse.errors import AlreadyRunning, PublishedError, StateError
from warehouse.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def publish(store: Store, content: int) -> store_module.Published:
    """A warehouse whose only table holds this number, published."""
    with store.locked():
        with connect(store.next) as connection:
            connection.execute(f"create table content as select {content} as n")
        return store.publish(store.next)


def content(path: Path) -> int:
    """The number in a warehouse made by `publish`."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return int(connection.execute("select n from content").fetchall()[0][0])


def test_the_published_file_is_replaced_and_the_earlier_kept(store: Store) -> None:
    """The new file stands under the old name, readable by its owner only and not to be written."""
    assert publish(store, 1).earlier is None
    second = publish(store, 2)
    assert content(store.published) == 2
    assert second.earlier is not None
    assert content(second.earlier) == 1
    assert stat.S_IMODE(store.published.stat().st_mode) == 0o400
    assert not store.next.exists()


def test_two_earlier_warehouses_are_kept(store: Store) -> None:
    """The latest first; older ones are removed."""
    for number in range(1, 7):
        publish(store, number)
    assert [content(path) for path in store.generations()] == [5, 4]


def test_rollback_puts_the_earlier_warehouse_back(store: Store) -> None:
    """Each rollback goes one further back; what was withdrawn stays beside."""
    for number in (1, 2, 3):
        publish(store, number)
    with store.locked():
        store.rollback()
    assert content(store.published) == 2
    with store.locked():
        store.rollback()
    assert content(store.published) == 1
    assert content(store.earlier / "withdrawn.duckdb") == 2
    publish(store, 4)
    assert (content(store.published), [content(path) for path in store.generations()]) == (4, [1])


def test_rollback_without_an_earlier_warehouse_is_told_in_a_sentence(store: Store) -> None:
    """The published file stays."""
    publish(store, 1)
    with store.locked(), pytest.raises(PublishedError, match="No earlier warehouse is kept"):
        store.rollback()
    assert content(store.published) == 1


def test_the_published_name_exists_at_every_step(store: Store) -> None:
    """A reader that opens the file at any moment finds a whole warehouse."""
    publish(store, 1)
    seen: list[tuple[str, int]] = []
    with store.locked():
        with connect(store.next) as connection:
            connection.execute("create table content as select 2 as n")
        store.publish(store.next, lambda step: seen.append((step, content(store.published))))
    assert seen == [
        ("sync", 1),
        ("move aside", 1),
        ("keep earlier", 1),
        ("replace", 1),
        ("sync folder", 2),
        ("prune", 2),
    ]


def test_without_hard_links_the_earlier_warehouse_is_copied(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """exFAT has none."""

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    publish(store, 1)
    monkeypatch.setattr(os, "link", refuse)
    publish(store, 2)
    assert [content(path) for path in store.generations()] == [1]


def test_a_second_run_is_refused_at_once(store: Store) -> None:
    """The sentence names the process that is at work."""
    with (
        store.locked(),
        pytest.raises(AlreadyRunning, match=rf"Another run \(process {os.getpid()}\) is at work"),
        Store(store.published.parent).locked(),
    ):
        pytest.fail("two writers")
    with store.locked():
        pass


def test_a_killed_run_holds_no_lock(store: Store) -> None:
    """The lock goes with the process, and what it was building is cleared."""
    script = (
        "import os, sys; from pathlib import Path; from warehouse.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "with store.locked():\n "
        "   store.next.write_bytes(b'half a file'); os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(store.published.parent)], check=False)
    assert ended.returncode == -9
    assert store.next.exists()
    with store.locked():
        assert not store.next.exists()


def test_a_home_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A file stands where the home should be."""
    (tmp_path / "home").write_text("")
    with pytest.raises(StateError, match="cannot be written"), Store(tmp_path / "home").locked():
        pytest.fail("no home")


def test_a_foreign_wal_is_moved_aside(store: Store) -> None:
    """Another program wrote into the published file and was killed: its log would make the new file unopenable."""
    publish(store, 1)
    wal = store.published.with_name("network.duckdb.wal")
    script = (
        "import os, sys, duckdb; os.chmod(sys.argv[1], 0o600); connection = duckdb.connect(sys.argv[1])\n"
        "connection.execute('create table mine as select 1 as x'); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(store.published)], check=False)
    assert wal.exists()
    second = publish(store, 2)
    assert second.aside is not None
    assert second.aside.exists()
    assert not wal.exists()
    assert content(store.published) == 2


def test_wals_moved_aside_do_not_hide_each_other(store: Store) -> None:
    """Each has a name of its own; the last two stay."""
    for number in (1, 2, 3, 4):
        store.published.with_name("network.duckdb.wal").write_bytes(b"a log of %d" % number)
        publish(store, number)
    assert sorted(path.read_bytes() for path in store.aside.iterdir()) == [b"a log of 3", b"a log of 4"]


def test_another_program_with_the_file_open_stops_no_run(store: Store) -> None:
    """It holds the published file for writing while the run publishes.

    It keeps its old file, new readers get the new one.
    """
    publish(store, 1)
    script = (
        "import os, sys, duckdb; os.chmod(sys.argv[1], 0o600); connection = duckdb.connect(sys.argv[1])\n"
        "connection.execute('create table mine as select 1 as x'); print('open', flush=True); sys.stdin.readline()\n"
        "print(connection.execute('select n from content').fetchall()[0][0], flush=True); connection.close()\n"
    )
    arguments = [sys.executable, "-c", script, str(store.published)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert publish(store, 2).aside is not None
        assert content(store.published) == 2
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "1\n"
    assert other.returncode == 0
    assert content(store.published) == 2


def test_an_unclosed_file_is_not_published(store: Store) -> None:
    """A .wal beside the new file holds part of it."""
    publish(store, 1)
    with store.locked():
        store.next.write_bytes(b"")
        store.next.with_name("next.duckdb.wal").write_bytes(b"a log")
        with pytest.raises(PublishedError, match="was not closed"):
            store.publish(store.next)
    assert content(store.published) == 1


def test_everything_earlier_can_be_erased(store: Store) -> None:
    """What is to be forgotten is in no earlier warehouse, no withdrawn one and no log."""
    for number in (1, 2, 3):
        publish(store, number)
    with store.locked():
        store.rollback()
        assert len(store.erase_earlier()) == 2
    assert store.generations() == []
    assert content(store.published) == 2


def test_a_wal_written_after_publishing_is_taken_away_on_request(store: Store) -> None:
    """A program that opened the old file wrote after the run: the new file opens again once its log is moved aside."""
    publish(store, 1)
    script = (
        "import os, sys, duckdb; os.chmod(sys.argv[1], 0o600); connection = duckdb.connect(sys.argv[1])\n"
        "print('open', flush=True); sys.stdin.readline()\n"
        "connection.execute('create table mine as select 1 as x'); os.kill(os.getpid(), 9)\n"
    )
    arguments = [sys.executable, "-c", script, str(store.published)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        publish(store, 2)
        other.communicate("\n")
    with pytest.raises(duckdb.Error, match="WAL does not match"):
        content(store.published)
    assert store.move_wal_aside() is not None
    assert content(store.published) == 2
    assert store.move_wal_aside() is None


def test_the_run_at_work_is_told_without_the_lock(store: Store) -> None:
    """Its process while it holds the lock; nobody before and after, nor once it was killed."""
    assert store.running() is None
    with store.locked():
        assert store.running() == os.getpid()
    assert store.running() is None
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    ).stdout
    (store.internal / "lock.holder").write_text(dead.strip(), "ascii")
    assert store.running() is None


def test_a_failed_run_leaves_no_unfinished_file(store: Store) -> None:
    """It may be as large as the network, and the disk may be full."""

    def fail() -> None:
        with store.locked():
            store.next.write_bytes(b"half a file")
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        fail()
    assert not store.next.exists()
