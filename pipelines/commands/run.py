"""entregent run: from the inbox to the weekly report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from pipelines.errors import UserError
from pipelines.home import Home, find_home
from pipelines.terminal.options import Day, asked_home, home_option
from pipelines.terminal.printing import say

if TYPE_CHECKING:
    from pipelines.terminal.progress import Progress
    from pipelines.weekly import Outcome

GROUP = "each week"


@click.command("run", epilog="Example:  entregent run ~/my-network --as-of 2026-11-22")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, readable=False), required=False)
@click.option("--as-of", type=Day(), help="The day to report for. Default: today in the home's time zone.")
@click.option(
    "--accept",
    "accepted",
    metavar="SOURCE",
    multiple=True,
    help="Yes, what the newest export of this source lacks is gone, though it is much. May be repeated.",
)
@click.option(
    "--prefect",
    is_flag=True,
    help="As a Prefect flow, kept on the server of entregent serve, or else on one for this run only.",
)
@click.option(
    "--relink",
    is_flag=True,
    help="Judge anew which records are one person's, whatever earlier runs found. Decisions and person ids are kept.",
)
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    as_of: datetime | None,
    accepted: tuple[str, ...],
    prefect: bool,
    relink: bool,
) -> None:
    """Read the inbox, rebuild the network and write the week's report."""
    from pipelines.settings.settings import read_settings
    from pipelines.summary import summary, warnings
    from pipelines.terminal.progress import shown  # what a run needs loads slowly; --help need not wait for it

    home = find_home(folder or asked_home(ctx))
    started_at = datetime.now(UTC)
    day = as_of.date() if as_of else started_at.astimezone(ZoneInfo(read_settings(home.settings).time_zone)).date()
    with shown() as progress:
        outcome = _run(home, day, started_at.replace(tzinfo=None), progress, accepted, prefect, relink)
    for line in summary(outcome, day):
        say(line)
    for sentence in warnings(outcome):
        for line in sentence.split("\n"):
            say(line, err=True)


def _run(
    home: Home,
    day: date,
    started_at: datetime,
    progress: Progress,
    accepted: tuple[str, ...],
    prefect: bool,
    relink: bool,
) -> Outcome:
    from pipelines.weekly import weekly

    if not prefect:
        return weekly(home, day, started_at, progress=progress, relink=relink, accepted=accepted)
    if accepted:
        raise UserError("--accept and --prefect do not go together. Run once without --prefect: the yes is kept.")
    return _as_flow(home, day, progress, relink)


def _as_flow(home: Home, day: date, progress: Progress, relink: bool) -> Outcome:
    from pipelines.scheduling.server import connected

    progress("Starting Prefect")
    with connected(home):
        from pipelines.scheduling.flows import run_weekly  # reads its settings when it is imported

        return run_weekly(home, day, progress, relink)
