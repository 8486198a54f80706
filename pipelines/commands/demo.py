"""entregent demo: a made-up executive's home, to try everything on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from pipelines.errors import UserError
from pipelines.home import Home, make_home
from pipelines.terminal.options import Day, asked_home, home_option

GROUP = "start"
AS_OF = date(2026, 11, 22)


@click.command("demo", epilog="Example:  entregent demo my-demo --people 1000")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, readable=False), required=False)
@click.option(
    "--people", type=click.IntRange(min=20), default=400, show_default=True, help="How many people the executive knows."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same network.")
@click.option(
    "--as-of", type=Day(), default=AS_OF.isoformat(), show_default=True, help="The day the exports were made."
)
@click.option(
    "--newer",
    is_flag=True,
    help="In the demo that the folder holds: exports of four weeks later, and the list of what they change.",
)
@home_option
@click.pass_context
def command(ctx: click.Context, folder: Path | None, people: int, seed: int, as_of: datetime, newer: bool) -> None:
    """Make the network home of a made-up executive, to try everything on."""
    from pipelines.demo import write_demo
    from pipelines.terminal.progress import shown

    target = folder or asked_home(ctx)
    if target is None:
        raise UserError("No folder. Write where to make it: entregent demo my-demo")
    home = Home(target.resolve())
    if newer:
        _write_newer(home, target, seed, (as_of + timedelta(weeks=4)).date())
        return
    if home.folder.exists() and any(home.folder.iterdir()):
        raise UserError(f"{target} is not empty. Name a new folder: nothing there is overwritten.")
    make_home(home)
    with shown() as progress:
        progress(f"Making up {people} people")
        write_demo(home.folder, people=people, seed=seed, as_of=as_of.date())
    click.echo(f"Made {target}: a made-up network of {people} people, as of {as_of:%Y-%m-%d}.")
    click.echo(f"Next: entregent run {target} --as-of {as_of:%Y-%m-%d}")


def _write_newer(home: Home, target: Path, seed: int, day: date) -> None:
    from pipelines.demo import write_newer

    try:
        changes = write_newer(home.folder, seed, day)
    except FileNotFoundError as error:
        raise UserError(
            f"{target} holds no demo: {Path(error.filename).name} is missing. Make one first: entregent demo {target}"
        ) from error
    click.echo(f"Made newer exports in {target}, of {day}; {changes.name} says what they change.")
    click.echo(f"Next: entregent run {target} --as-of {day}")
