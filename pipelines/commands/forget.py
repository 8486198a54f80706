"""entregent forget: takes a file or source back that was dropped by mistake."""

from __future__ import annotations

import click

from pipelines.home import Home, find_home
from pipelines.terminal.options import asked_home, home_option
from pipelines.terminal.printing import say

GROUP = "correct"

EXAMPLE = """\b
Examples:
  entregent forget --source contacts.vcf
  entregent forget --source contacts.vcf --undo"""


@click.command("forget", epilog=EXAMPLE)
@click.option(
    "--source", metavar="NAME", required=True, help="A source as status names it, or a file or folder of the inbox."
)
@click.option("--undo", is_flag=True, help="Read it again from the next run on.")
@home_option
@click.pass_context
def command(ctx: click.Context, source: str, undo: bool) -> None:
    """Take a file or source back that was dropped by mistake. It is not read again until --undo."""
    home = find_home(asked_home(ctx))
    if undo:
        _read_again(home, source)
    else:
        _forget(home, source)


def _forget(home: Home, name: str) -> None:
    from pipelines.settings.editing import set_source
    from pipelines.settings.settings import read_settings
    from pipelines.sources.taking_back import take_back
    from pipelines.state_tables import open_state
    from warehouse.store import Store

    read_settings(home.settings)  # a file that is wrong is not written to
    with Store(home.folder).locked(), open_state(home) as state, state.transaction():
        names = take_back(state, name)
        for left_alone in names:
            set_source(home.settings, left_alone, "ignore", True)
    say(
        f"{name} is taken back: its records are gone from the next run on, and files of that name in the inbox are not "
        f'read. To undo it: entregent forget --source "{name}" --undo'
    )


def _read_again(home: Home, name: str) -> None:
    from pipelines.errors import UserError
    from pipelines.settings.editing import unset_source
    from pipelines.settings.settings import read_settings
    from pipelines.sources.file_names import source_name

    ignored = read_settings(home.settings).ignored
    names = [one for one in ignored if one == name or source_name(one) == name]
    if not names:
        left = f"Left alone are: {', '.join(sorted(ignored))}." if ignored else "No source is left alone."
        raise UserError(f'"{name}" is not left alone. {left}')
    for one in names:
        unset_source(home.settings, one, "ignore")
    say(f"{name} is read again from the next run on, where it lies in the inbox.")
