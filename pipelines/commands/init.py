"""entregent init: makes an empty network home."""

from __future__ import annotations

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
    make_home(home)
    template = resources.files("pipelines.settings").joinpath("network.toml.template").read_text("utf-8")
    home.settings.write_text(template.replace("{language}", language), "utf-8")
    click.echo(f"Made {home.folder}\n")
    click.echo(f"1. Drop your exports (.vcf, .csv, .ics, .zip) into {home.inbox}")
    click.echo(f"2. Say who you are in {home.settings} ([owner])")
    click.echo(f"3. entregent run {folder or asked_home(ctx) or ''}".rstrip())
