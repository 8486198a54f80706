"""The files of a home that the warehouse owns.

One writer at a time, a new file published in one step, earlier ones kept.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from warehouse.duck import sync
from warehouse.errors import AlreadyRunning, PublishedError, StateError
from warehouse.places import Places
from warehouse.state import rewritten

HOLDER = "lock.holder"
"""The file in which the process that holds the lock writes its number."""

KEPT = 2
"""How many earlier warehouses stay, and how many files that other programs left beside them."""

Step = Callable[[str], None]
"""Called before each step of publishing with its name."""


@dataclass(frozen=True)
class Published:
    """What publishing did.

    earlier: the warehouse that was replaced; aside: a foreign .wal that lay beside it, where it is now.
    """

    path: Path
    earlier: Path | None
    aside: Path | None


class Store(Places):
    """The paths of a home and what may be done with them. Nothing here opens the published file.

    That matters twice: another program that has it open cannot stop a run, and a run that merely opened and closed a
    file that the same process has open in DuckDB would drop DuckDB's lock on it (POSIX locks belong to the process).
    """

    @contextmanager
    def locked(self) -> Iterator[None]:
        """This process as the only writer of the home; what a killed or failed run left is cleared.

        Raises AlreadyRunning at once, without waiting, and StateError when the home cannot be written.
        """
        try:
            self.internal.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.internal.chmod(0o700)
        except OSError as error:
            raise StateError(
                f"{self.internal} cannot be written ({error.strerror}): make the folder yours and try again."
            ) from error
        holder = self.internal / HOLDER
        lock = filelock.FileLock(self.internal / "lock", timeout=0, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise AlreadyRunning(_running_sentence(self.internal)) from error
        try:
            holder.write_text(str(os.getpid()), "ascii")
            self.clear()
            yield
        except BaseException:
            self.clear()  # a disk that has filled up is not left so
            raise
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def running(self) -> int | None:
        """The process of the run at work on this home; null when none is.

        Takes no lock, so it stands in nobody's way.
        """
        number = _holder(self.internal)
        return int(number) if number.isdecimal() and is_alive(int(number)) else None

    def clear(self) -> None:
        """Removes what a killed run left.

        An unfinished file, spilled memory, a link to the published file among the earlier ones.
        """
        for path in (
            self.next,
            _wal(self.next),
            rewritten(self.state),
            _wal(rewritten(self.state)),
            *self.earlier.glob("*.partial"),
        ):
            path.unlink(missing_ok=True)
        for folder in (self.next, self.state):
            shutil.rmtree(folder.with_name(folder.name + ".tmp"), ignore_errors=True)
        for path in self.generations()[:1]:
            if self.published.exists() and path.samefile(self.published):
                path.unlink()

    def generations(self) -> list[Path]:
        """The earlier warehouses, the latest first."""
        return sorted(self.earlier.glob("network-*.duckdb"), reverse=True)

    def publish(self, new: Path, step: Step = lambda name: None) -> Published:
        """The new file in the place of the published one, which exists at every instant and stays as an earlier one.

        new: a closed warehouse file in the same file system. Call it under the lock. A .wal beside the published file,
        which only another program can have left, is moved aside: the new file could not be opened beside it.
        """
        if _wal(new).exists():
            raise PublishedError(f"{new} was not closed: {_wal(new).name} lies beside it.")
        step("sync")
        new.chmod(0o400)
        sync(new)
        step("move aside")
        aside = self.move_wal_aside()
        step("keep earlier")
        earlier = self._keep_earlier()
        step("replace")
        os.replace(new, self.published)
        step("sync folder")
        sync(self.published.parent)
        aside = self.move_wal_aside() or aside
        step("prune")
        for path in self.generations()[KEPT:]:
            path.unlink()
        return Published(self.published, earlier, aside)

    def move_wal_aside(self) -> Path | None:
        """Takes away a .wal beside the published file, and returns where it is now; null when there was none.

        The published file is never written, so only another program can have left one, and nobody can open the file
        beside it. A reader may call it too: a program that opened the file before the last run and wrote after it
        leaves one behind.
        """
        wal = _wal(self.published)
        if not wal.exists():
            return None
        self.aside.mkdir(mode=0o700, exist_ok=True)
        place = _next_number(self.aside, ".wal")
        os.replace(wal, place)
        for older in sorted(self.aside.glob("network-*.wal"))[:-KEPT]:
            older.unlink()
        return place

    def rollback(self) -> Path:
        """Puts the latest earlier warehouse back; the one it replaces stays as withdrawn.duckdb.

        Call it under the lock.
        Returns the earlier file's former path. Raises PublishedError when there is none.
        """
        generations = self.generations()
        if not generations:
            raise PublishedError(
                "No earlier warehouse is kept: nothing can be put back. Build it again with: entregent run"
            )
        self.move_wal_aside()
        if self.published.exists():
            _link(self.published, self.earlier / "withdrawn.duckdb")
        os.replace(generations[0], self.published)
        sync(self.published.parent)
        return generations[0]

    def erase_earlier(self) -> list[Path]:
        """Removes every earlier warehouse and all that was moved aside, for they hold what is to be forgotten."""
        gone = [path for folder in (self.earlier, self.aside) for path in sorted(folder.glob("*"))]
        for path in gone:
            path.unlink()
        return gone

    def _keep_earlier(self) -> Path | None:
        if not self.published.exists():
            return None
        self.earlier.mkdir(mode=0o700, exist_ok=True)
        place = _next_number(self.earlier, ".duckdb")
        _link(self.published, place)
        return place


def _next_number(folder: Path, suffix: str) -> Path:
    latest = max((int(path.stem.removeprefix("network-")) for path in folder.glob(f"network-*{suffix}")), default=0)
    return folder / f"network-{latest + 1:06}{suffix}"


def _link(path: Path, place: Path) -> None:
    """A second name for the file, taking the place of what had it; a copy where the file system has no hard links."""
    partial = place.with_name(place.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        os.link(path, partial)
    except OSError:  # exFAT and some network shares
        shutil.copy2(path, partial)
    os.replace(partial, place)
    partial.unlink(missing_ok=True)  # renaming one name of a file to another of its names does nothing


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def is_alive(process: int) -> bool:
    """Whether there is a process of this number, whoever's it is."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _holder(internal: Path) -> str:
    """The number of the process that took the lock last; empty when it gave it back."""
    try:
        return (internal / HOLDER).read_text("ascii").strip()
    except OSError:
        return ""


def _running_sentence(internal: Path) -> str:
    number = _holder(internal)
    process = f" (process {number})" if number else ""
    return f"Another run{process} is at work on {internal.parent}: wait until it has ended, then try again."
