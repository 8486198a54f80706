"""Options that several commands share: the home, and days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

HOME_HELP = (
    "The network home. Default: $ENTREGENT_HOME, else this folder or the nearest parent that holds network.toml."
)

FIRST_YEAR, LAST_YEAR = 1970, 2999


class Day(click.DateTime):
    """A day as 2026-11-22, said so when it is written otherwise."""

    name = "day"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            day = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day. Write year, month, day: 2026-11-22.", param, ctx)
        # a run looks years back and ahead, and dates end at the years 1 and 9999
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value!r} is a day no report is for. Write one from {FIRST_YEAR} to {LAST_YEAR}.", param, ctx)
        return day


def home_option(command: Any) -> Any:
    """Adds --home to a command; the one given after the command's name wins over the one before it."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, readable=False),
        expose_value=False,
        help=HOME_HELP,
        callback=_remember_home,
    )(command)


def _remember_home(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(dict)["home"] = value


def asked_home(ctx: click.Context) -> Path | None:
    """The home named on the command line, if any."""
    home: Path | None = ctx.ensure_object(dict).get("home")
    return home
