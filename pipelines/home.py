"""The paths of a network home, how a home is found, and how its files are written."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import NoHome, UserError
from warehouse.places import Places

SETTINGS_NAME = "network.toml"


@dataclass(frozen=True)
class Home(Places):
    """One folder: the unit to back up, encrypt, move or erase."""

    @property
    def settings(self) -> Path:
        return self.folder / SETTINGS_NAME

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def decisions(self) -> Path:
        return self.folder / "decisions.csv"

    @property
    def touches(self) -> Path:
        return self.folder / "touches.csv"

    @property
    def help(self) -> Path:
        return self.folder / "help.csv"

    @property
    def review(self) -> Path:
        return self.folder / "review.csv"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def next_report(self) -> Path:
        return self.internal / "next-report"


FOUND: ContextVar[Home | None] = ContextVar("found", default=None)
"""The home that find_home found last: what the program is at work on, for whoever tells of a fault."""


def make_home(home: Home) -> None:
    """The folder of a new home with an empty inbox, for its owner only; one that was there keeps its rights.

    Raises UserError where no folder can be made.
    """
    is_new = not home.folder.exists()
    try:
        home.inbox.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
            raise UserError(f"{home.folder} cannot be made there ({error.strerror}). Name another folder.") from error
        raise
    if is_new:
        home.folder.chmod(0o700)  # the whole address book will lie here


def write_private(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Writes a file that its owner only can read, whole or not at all: beside the old one, which it then replaces.

    A link stays one: what it leads to is written.
    """
    place = path.resolve()
    number, name = tempfile.mkstemp(".new", f".{place.name}.", place.parent)  # 0600, and no other process's
    new = Path(name)
    try:
        with open(number, "w", encoding=encoding, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def find_home(asked: Path | None, environment: Mapping[str, str] = os.environ, start: Path | None = None) -> Home:
    """The home asked for, else ENTREGENT_HOME, else the nearest of this folder and its parents that holds network.toml.

    Raises NoHome, with what to do, when there is none there, and UserError when something that is not ours stands where
    one of its files or folders goes.
    """
    home = _look_for_home(asked, environment, start or Path.cwd())
    _look_for_strangers(home)
    FOUND.set(home)
    return home


def _look_for_strangers(home: Home) -> None:
    """Raises UserError with everything that is no file where a file of ours goes, or no folder where a folder does."""
    files = (home.published, home.state, home.decisions, home.review, home.touches, home.help)
    folders = (home.inbox, home.reports, home.internal, home.earlier, home.aside)
    problems = [f"{path} is no regular file. Move it away." for path in files if _is_there(path, but_no=stat.S_ISREG)]
    problems += [f"{path} is no folder. Move it away." for path in folders if _is_there(path, but_no=stat.S_ISDIR)]
    if home.settings.stat().st_size == 0 and home.published.is_file():
        problems.append(
            f"{home.settings} is empty, though a network was published by it: who you are, your circles and your plan "
            "would be forgotten. Put back your copy of it."
        )
    if problems:
        raise UserError(*problems)


def _is_there(path: Path, but_no: Callable[[int], bool]) -> bool:
    """Whether something else lies there; a folder that may not be looked into says so when it is used."""
    try:
        return not but_no(path.stat().st_mode)
    except OSError:
        return False


def _look_for_home(asked: Path | None, environment: Mapping[str, str], start: Path) -> Home:
    named = asked or (Path(environment["ENTREGENT_HOME"]) if environment.get("ENTREGENT_HOME") else None)
    if named is not None:
        if not (named / SETTINGS_NAME).is_file():
            raise NoHome(
                f"{named} is not a network home: it holds no {SETTINGS_NAME}. Make one with: entregent init {named}"
            )
        return Home(named.resolve())
    for folder in (start, *start.parents):
        if (folder / SETTINGS_NAME).is_file():
            return Home(folder)
    raise NoHome(
        f"No {SETTINGS_NAME} in {start} or above. Name a home with --home DIR, or make one with: entregent init DIR"
    )


def find_published(asked: Path | None) -> Path:
    """The published network of the home that find_home finds. Raises UserError when nothing was published yet."""
    home = find_home(asked)
    if not home.published.exists():
        raise UserError(f"{home.folder} has no published network yet. Make it with: entregent run {home.folder}")
    return home.published
