"""entregent run: from the inbox to the weekly report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from pipelines.errors import UserError
from pipelines.home import find_home
from pipelines.terminal.options import Day, asked_home, home_option
from pipelines.terminal.printing import say

if TYPE_CHECKING:
    from pipelines.run import Run
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
    "--take-back",
    "taken_back",
    metavar="SOURCE",
    multiple=True,
    help="Undo an --accept: what the newest export of this source lacks stays again. May be repeated.",
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
@click.option(
    "--afresh",
    is_flag=True,
    help="Go on though .entregent, which holds what earlier runs read, is lost.",
)
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    as_of: datetime | None,
    accepted: tuple[str, ...],
    taken_back: tuple[str, ...],
    prefect: bool,
    relink: bool,
    afresh: bool,
) -> None:
    """Read the inbox, rebuild the network and write the week's report."""
    from pipelines.run import Run  # what a run needs loads slowly; --help need not wait for it
    from pipelines.settings.settings import read_settings
    from pipelines.summary import summary, warnings
    from pipelines.terminal.progress import shown
    from pipelines.weekly import weekly

    if (accepted or taken_back or afresh) and prefect:
        raise UserError(
            "--accept, --take-back and --afresh do not go together with --prefect. Run once without --prefect: your "
            "word is kept."
        )
    home = find_home(folder or asked_home(ctx))
    settings = read_settings(home.settings)
    now = datetime.now(UTC)
    day = as_of.date() if as_of else now.astimezone(ZoneInfo(settings.time_zone)).date()
    with shown() as progress:
        run = Run(home, settings, day, now.replace(tzinfo=None), accepted, relink, progress, taken_back, afresh)
        outcome = _as_flow(run) if prefect else weekly(run)
    for line in summary(outcome, day):
        say(line)
    for sentence in warnings(outcome):
        for line in sentence.split("\n"):
            say(line, err=True)


def _as_flow(run: Run) -> Outcome:
    from pipelines.scheduling.server import connected

    run.progress("Starting Prefect")
    with connected(run.home):
        from pipelines.scheduling.flows import run_weekly  # reads its settings when it is imported

        return run_weekly(run)
