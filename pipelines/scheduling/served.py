"""What `entregent serve` leaves for other commands: where its server answers, and when the weekly run comes next.

The record is locked by the process that wrote it, and the system ends the lock with the process: who finds it locked
knows that this very `serve` is at work. It has had the port's socket since before it wrote, so that the port is its own
and no program of another user's can be there in its place. A process number would prove neither.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipelines.errors import UserError
from pipelines.home import Home


@dataclass(frozen=True)
class Served:
    """A schedule that was set up.

    url: of the server; words: what it asks for; pid: of the process that serves; machine: the one it runs on;
    cron: five fields, in the time zone.
    """

    url: str
    words: str
    pid: int
    machine: str
    cron: str
    time_zone: str


def server_file(home: Home) -> Path:
    """Where `serve` writes how it is set up."""
    return home.internal / "prefect" / "server.json"


@contextmanager
def announced(home: Home, url: str, words: str, cron: str, time_zone: str) -> Iterator[None]:
    """The record, held by this process for as long as the block lasts; without the hold it stays for `status`.

    Call it once the port is this process's own, and let go of the port after the block.
    """
    import fcntl  # where `serve` runs there is one

    record = Served(url, words, os.getpid(), socket.gethostname(), cron, time_zone)
    made = server_file(home).with_name(f".{server_file(home).name}.new")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps(asdict(record)))
        file.flush()
        made.replace(server_file(home))
        yield


def read_served(home: Home) -> tuple[Served, bool] | None:
    """The schedule of a home, and whether the process that wrote it is at work; null when none was ever set up.

    Raises UserError when its file cannot be read as one.
    """
    path = server_file(home)
    try:
        with open(path, encoding="utf-8") as file:
            is_at_work = _is_held(file.fileno())
            stated = json.load(file)
        texts = (str(stated[name]) for name in ("machine", "cron", "time_zone"))
        served = Served(str(stated["url"]), str(stated["words"]), int(stated["pid"]), *texts)
        next_run(served.cron, served.time_zone, datetime.fromtimestamp(0, ZoneInfo(served.time_zone)))
    except FileNotFoundError:
        return None
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise UserError(f"{path} does not hold a schedule. Start entregent serve again: it writes it anew.") from error
    return served, is_at_work


def find_server(home: Home) -> Served | None:
    """The schedule whose server is at work on this machine, that `serve` of this home started: it may have its words.

    The home may lie on a share, or be a container's too: at the same port of another machine is anybody.
    """
    try:
        found = read_served(home)
    except UserError:  # the record of an earlier version
        return None
    return found[0] if found and found[1] and found[0].machine == socket.gethostname() else None


def _is_held(file: int) -> bool:
    """Whether another process has locked the open file; false where it cannot be told."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        return False
    return False


def next_run(cron: str, time_zone: str, now: datetime) -> datetime:
    """The first time after now that the cron expression names, in its own zone. now: any zone.

    Raises ValueError on what is no cron expression.
    """
    try:
        return next(CronSim(cron, now.astimezone(ZoneInfo(time_zone))))
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"{cron} is no cron expression that names a time") from error
