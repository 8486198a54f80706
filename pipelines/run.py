"""One run: over which home, as of which day, and what was asked of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.home import Home
from pipelines.settings.settings import Settings
from pipelines.terminal.progress import Progress, silent
from warehouse.store import Store


@dataclass(frozen=True)
class Run:
    """What every stage of a run is given, beside what the stage before gave.

    as_of: the day to report for; started_at: UTC, stamped on what is imported and published; accepted: sources whose
    newest export may lack what it lacks; relink: as if nothing had been linked before, so that the weights of evidence
    are estimated anew and no link is kept for having been made; progress: told what begins; taken_back: sources of
    which an earlier run was told by mistake that their newest export may lack what it lacks; afresh: though what
    earlier runs read is lost.
    """

    home: Home
    settings: Settings
    as_of: date
    started_at: datetime
    accepted: Collection[str] = ()
    relink: bool = False
    progress: Progress = silent
    taken_back: Collection[str] = ()
    afresh: bool = False

    @property
    def store(self) -> Store:
        """The warehouse files of the home."""
        return Store(self.home.folder)
