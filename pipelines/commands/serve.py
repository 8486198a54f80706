"""entregent serve: the weekly run on a schedule, with Prefect's server beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import click

from pipelines.errors import UserError
from pipelines.home import Home, find_home, write_private
from pipelines.terminal.options import asked_home, home_option

GROUP = "keep"
PORT = 4200
CRON = "0 7 * * 1"


@click.command("serve", epilog='Example:  entregent serve --home ~/my-network --cron "30 6 * * 1"')
@click.option(
    "--cron",
    default=CRON,
    show_default=True,
    help="When to run: minute, hour, day, month, weekday, in the home's time zone.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="Where Prefect's pages are, on this machine only.",
)
@home_option
@click.pass_context
def command(ctx: click.Context, cron: str, port: int) -> None:
    """Run every week by itself, for as long as this command runs; Ctrl-C ends it."""
    from pipelines.scheduling.served import next_run
    from pipelines.settings.settings import read_settings

    home = find_home(asked_home(ctx))
    time_zone = read_settings(home.settings).time_zone
    try:
        next_run(cron, time_zone, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(
            f"{cron!r} is no time to run. Mondays at seven are: {CRON}", ctx, param_hint="'--cron'"
        ) from error
    _serve(home, port, cron, time_zone)


def _serve(home: Home, port: int, cron: str, time_zone: str) -> None:
    """All that can be refused comes first: until then nothing of the home is changed."""
    from pipelines.scheduling.environment import auth_file, client_environment, new_words, set_up, url_of
    from pipelines.scheduling.served import announced, next_run
    from pipelines.scheduling.server import server, taken_port
    from pipelines.terminal.progress import shown

    words, url = new_words(), url_of(port)
    with ExitStack() as stack:
        _require_unserved(home)
        listener = stack.enter_context(taken_port(port))
        stack.enter_context(_served_once(home))
        write_private(auth_file(home), f"{words}\n", "ascii")
        with shown() as progress:
            progress("Starting Prefect's server")
            started = stack.enter_context(server(home, listener, words))
        stack.enter_context(set_up(home, client_environment(home, url, words)))

        def ready() -> None:
            stack.enter_context(announced(home, url, words, cron, time_zone))
            due = next_run(cron, time_zone, datetime.now(UTC))
            where = f"at {url} (sign in with the line in {auth_file(home)})"
            click.echo(f"Serving {home.folder} {where}; next run {due:%a %-d %b %Y %H:%M} {time_zone}")

        from pipelines.scheduling.schedules import serve_weekly  # Prefect reads its settings when it is imported

        serve_weekly(home.folder, cron, time_zone, started, ready)


def _require_unserved(home: Home) -> None:
    """Raises AlreadyRunning when a `serve` is at work on the home, before its port is looked at."""
    from pipelines.scheduling.served import read_served
    from warehouse.errors import AlreadyRunning

    try:
        found = read_served(home)
    except UserError:  # a broken record: it is written anew
        return
    if found and found[1]:
        raise AlreadyRunning(_served_sentence(home))


def _served_sentence(home: Home) -> str:
    return f"{home.folder} is being served already: see entregent status."


@contextmanager
def _served_once(home: Home) -> Iterator[None]:
    """Raises AlreadyRunning when another process serves the home."""
    import filelock

    from pipelines.scheduling.environment import make_prefect_home, prefect_home
    from warehouse.errors import AlreadyRunning

    make_prefect_home(home)
    lock = filelock.FileLock(prefect_home(home) / "serve.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise AlreadyRunning(_served_sentence(home)) from error
    try:
        yield
    finally:
        lock.release()
