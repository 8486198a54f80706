"""entregent init: makes an empty network home."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import click

from pipelines.errors import UserError
from pipelines.home import Home, make_home
from pipelines.terminal.options import asked_home, home_option

GROUP = "start"


@click.command(
    "init",
    epilog="Example:  entregent init ~/my-network --language fr",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, readable=False), required=False)
@click.option(
    "--language",
    type=click.Choice(["fr", "en"]),
    default="fr",
    show_default=True,
    help="The report that is opened first; both are always written.",
)
@home_option
@click.pass_context
def command(ctx: click.Context, folder: Path | None, language: str) -> None:
    """Make an empty network home: network.toml and an inbox for your exports."""
    home = Home((folder or asked_home(ctx) or Path.cwd()).resolve())
    if home.settings.exists():
        raise UserError(
            f"{home.folder} is a network home already. "
            f"Drop exports into {home.inbox} and call: entregent run {home.folder}"
        )
    _agree(home.folder, is_named=bool(folder or asked_home(ctx)))
    make_home(home)
    template = resources.files("pipelines.settings").joinpath("network.toml.template").read_text("utf-8")
    home.settings.write_text(template.replace("{language}", language), "utf-8")
    click.echo(f"Made {home.folder}\n")
    click.echo(f"1. Drop your exports (.vcf, .csv, .ics, .zip) into {home.inbox}")
    click.echo(f"2. Say who you are in {home.settings} ([owner])")
    click.echo(f"3. entregent run {folder or asked_home(ctx) or ''}".rstrip())


def _agree(folder: Path, *, is_named: bool) -> None:
    """Asks before a home is made where nobody said, or among other things; without a terminal that is refused."""
    if is_named and not _holds_other_things(folder):
        return
    found = f"{folder} holds other things." if _holds_other_things(folder) else "No folder was named."
    if not sys.stdin.isatty():
        raise UserError(f"{found} Name a new one: entregent init ~/my-network")
    if not click.confirm(f"{found} Make the network home in {folder} all the same?"):
        raise UserError("Nothing was made. Name a new folder: entregent init ~/my-network")


def _holds_other_things(folder: Path) -> bool:
    return folder.is_dir() and any(path.name not in ("inbox", ".DS_Store") for path in folder.iterdir())
