"""What `entregent serve` leaves for other commands: where its server answers, and when the weekly run comes next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipelines.errors import UserError
from pipelines.home import Home
from warehouse.store import is_alive


@dataclass(frozen=True)
class Served:
    """A schedule that was set up.

    url: of the server; pid: of the process that serves; cron: five fields, in the time zone.
    """

    url: str
    pid: int
    cron: str
    time_zone: str

    @property
    def is_running(self) -> bool:
        """Whether the process that would start the run is there."""
        return is_alive(self.pid)


def server_file(home: Home) -> Path:
    """Where `serve` writes how it is set up."""
    return home.internal / "prefect" / "server.json"


def read_served(home: Home) -> Served | None:
    """The schedule of a home; null when none was ever set up. Raises UserError when its file cannot be read as one."""
    path = server_file(home)
    try:
        stated = json.loads(path.read_text("utf-8"))
        served = Served(str(stated["url"]), int(stated["pid"]), str(stated["cron"]), str(stated["time_zone"]))
        next_run(served.cron, served.time_zone, datetime.fromtimestamp(0, ZoneInfo(served.time_zone)))
    except FileNotFoundError:
        return None
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise UserError(f"{path} does not hold a schedule. Start entregent serve again: it writes it anew.") from error
    return served


def next_run(cron: str, time_zone: str, now: datetime) -> datetime:
    """The first time after now that the cron expression names, in its own zone. now: any zone.

    Raises ValueError on what is no cron expression.
    """
    try:
        return next(CronSim(cron, now.astimezone(ZoneInfo(time_zone))))
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"{cron} is no cron expression that names a time") from error
