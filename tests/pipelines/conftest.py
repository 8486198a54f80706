"""A small home of made-up people, and the command line as a user calls it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from pipelines.cli import main

CARDS = """\
BEGIN:VCARD
VERSION:3.0
UID:card-karim
FN:Karim Haddad
N:Haddad;Karim;;;
ORG:Orlivel Énergie
EMAIL:karim.haddad@orlivel.example
TEL:01 99 00 12 34
CATEGORIES:Clients
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:card-lea
FN:Léa Brossard
N:Brossard;Léa;;;
EMAIL:lea@brossard.example
CATEGORIES:Amis
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:card-without-name
FN:
N:;;;;
TEL:01 99 00 55 66
END:VCARD
"""

CONNECTIONS = """\
Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Karim,Haddad,https://www.linkedin.com/in/karim-haddad-example,,Orlivel Énergie,Directeur général,03 Jul 2024
Ida,Thorsen,https://www.linkedin.com/in/ida-thorsen-example,,Tallbrook,Board Member,11 Jun 2023
"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//made up//EN
BEGIN:VEVENT
UID:lunch-1
DTSTAMP:20261120T080000Z
DTSTART:20261118T113000Z
DTEND:20261118T130000Z
SUMMARY:Déjeuner Karim
ORGANIZER:mailto:claire@moreau.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:claire@moreau.example
ATTENDEE;PARTSTAT=ACCEPTED;CN=Karim Haddad:mailto:karim.haddad@orlivel.example
END:VEVENT
END:VCALENDAR
"""

SETTINGS = """\
language = "fr"
[owner]
names = ["Claire Moreau"]
addresses = ["claire@moreau.example"]
"""


@dataclass(frozen=True)
class Called:
    """What a command answered."""

    exit_code: int
    out: str
    err: str


def _exit_code(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.fixture
def entregent(capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Calls the command line in this process."""

    def call(*arguments: str | Path) -> Called:
        code = _exit_code(*arguments)
        out, err = capsys.readouterr()
        return Called(code, out, err)

    return call


def _write_empty_home(folder: Path) -> Path:
    (folder / "inbox").mkdir(parents=True)
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    return folder


def _write_home(folder: Path) -> Path:
    inbox = _write_empty_home(folder) / "inbox"
    (inbox / "linkedin").mkdir()
    (inbox / "cards.vcf").write_text(CARDS, "utf-8")
    (inbox / "linkedin" / "Connections.csv").write_text(CONNECTIONS, "utf-8")
    (inbox / "calendar.ics").write_text(CALENDAR, "utf-8", newline="\r\n")
    return folder


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A home with settings and an empty inbox."""
    return _write_empty_home(tmp_path / "network")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with three cards, two connections and one lunch."""
    return _write_home(tmp_path / "network")


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Called]:
    """The home of `home` after `entregent run --as-of 2026-11-22`, and what that said: run once, to be copied."""
    folder = _write_home(tmp_path_factory.mktemp("first-run") / "network")
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = _exit_code("run", folder, "--as-of", "2026-11-22")
    return folder, Called(code, out.getvalue(), err.getvalue())


@pytest.fixture
def ran_home(first_run: tuple[Path, Called], tmp_path: Path) -> Path:
    """A home of the test's own as the first run of `home` left it, its settings, inbox, state, network and report."""
    return Path(shutil.copytree(first_run[0], tmp_path / "network"))
