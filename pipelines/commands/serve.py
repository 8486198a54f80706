"""entregent serve: the weekly run on a schedule, with Prefect's server beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from pipelines.home import Home, find_home
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
    from pipelines.scheduling.environment import auth_file, client_environment, credentials, set_environment, url_of
    from pipelines.scheduling.served import next_run
    from pipelines.scheduling.server import require_free, server
    from pipelines.settings.settings import read_settings
    from pipelines.terminal.progress import shown

    home = find_home(asked_home(ctx))
    time_zone = read_settings(home.settings).time_zone
    try:
        next_run(cron, time_zone, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(
            f"{cron!r} is no time to run. Mondays at seven are: {CRON}", ctx, param_hint="'--cron'"
        ) from error
    credentials(home)

    def ready() -> None:
        _tell(home, url_of(port), cron, time_zone)
        due = next_run(cron, time_zone, datetime.now(UTC))
        where = f"at {url_of(port)} (sign in with the line in {auth_file(home)})"
        click.echo(f"Serving {home.folder} {where}; next run {due:%a %-d %b %Y %H:%M} {time_zone}")

    with _served_once(home):
        require_free(port)
        set_environment(client_environment(home, url_of(port)))
        with shown() as progress:
            progress("Starting Prefect's server")
            with server(home, port) as started:
                from pipelines.scheduling.schedules import serve_weekly

                serve_weekly(home.folder, cron, time_zone, started, ready)


@contextmanager
def _served_once(home: Home) -> Iterator[None]:
    """Raises AlreadyRunning when another process serves the home."""
    import filelock

    from pipelines.scheduling.environment import prefect_home
    from warehouse.errors import AlreadyRunning

    lock = filelock.FileLock(prefect_home(home) / "serve.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise AlreadyRunning(f"{home.folder} is being served already: see entregent status.") from error
    try:
        yield
    finally:
        lock.release()


def _tell(home: Home, url: str, cron: str, time_zone: str) -> None:
    """Leaves word for `run --prefect` and `status`."""
    from pipelines.scheduling.served import server_file

    path = server_file(home)
    made = path.with_name(f"{path.name}.{os.getpid()}")
    made.write_text(json.dumps({"url": url, "pid": os.getpid(), "cron": cron, "time_zone": time_zone}), "utf-8")
    made.replace(path)
