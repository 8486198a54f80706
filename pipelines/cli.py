"""The command line: finds the commands by their place, and turns errors into sentences and exit codes."""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

import click

import pipelines.commands
from pipelines.errors import EXIT_ALREADY_RUNNING, EXIT_FAILED, RunError, UserError, is_of_full_disk
from pipelines.home import FOUND
from pipelines.terminal.ending import ended_by_signals
from pipelines.terminal.options import home_option
from pipelines.terminal.printing import say

GROUPS = ("start", "each week", "look", "correct", "keep")


class Commands(click.Group):
    """Every module of pipelines/commands with a `command`; --home is taken before or after a command's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(pipelines.commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"pipelines.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        modules = {name: importlib.import_module(f"pipelines.commands.{name}") for name in self.list_commands(ctx)}
        for group in GROUPS:
            rows = [
                (name, module.command.get_short_help_str(limit=90))
                for name, module in modules.items()
                if group == module.GROUP
            ]
            if rows:
                with formatter.section(group.capitalize()):
                    formatter.write_dl(rows)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=(
        "Exit codes: 0 done (warnings included), 1 nothing could be done, 2 a mistake in a file, setting or argument, "
        "3 another run is at work."
    ),
)
@click.version_option(package_name="entregent")
@home_option
def entregent() -> None:
    """Your professional network on your own machine: one clean picture of it, and a weekly page that says whom to call.

    \b
    Example, on a made-up network:
      entregent demo my-demo
      entregent run my-demo --as-of 2026-11-22
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and exits with its code.

    Whatever it writes is readable by its owner only: it holds an address book.
    """
    os.umask(0o077)
    FOUND.set(None)
    try:
        with ended_by_signals():
            entregent.main(
                args=list(arguments) if arguments is not None else None, prog_name="entregent", standalone_mode=False
            )
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        print("Stopped. The published network is as it was.", file=sys.stderr)
        sys.exit(130)
    except (UserError, RunError) as error:
        for line in "\n".join(error.problems).split("\n"):
            say(line, err=True)
        sys.exit(error.exit_code)
    except SystemExit:
        raise
    except BaseException as error:  # Polars' PanicException is no Exception
        sentence, code = _told(error)
        print(sentence, file=sys.stderr)
        sys.exit(code)


def _told(error: BaseException) -> tuple[str, int]:
    """What is said of an error that no command answers for, and the exit code."""
    if is_of_full_disk(error):
        return "The disk is full. Make room and run again: the published network is as it was.", EXIT_FAILED
    if isinstance(error, OSError) and error.errno in _NOT_ALLOWED:
        return _not_allowed_sentence(error), EXIT_FAILED
    code = _exit_code(error)
    if code is not None:
        return str(error), code
    from pipelines.faults import told

    return f"A fault of the program. Please report this line: {told(error, FOUND.get())}.", EXIT_FAILED


_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG)


def _not_allowed_sentence(error: OSError) -> str:
    return (
        f"{error.filename2 or error.filename} may not be read or written ({error.strerror}). "
        "Give yourself the right to, or name another folder."
    )


def _exit_code(error: BaseException) -> int | None:
    """The code of an error the user can act on; null for a bug.

    The warehouse's are asked only when it is loaded: start-up does not import it.
    """
    if "warehouse.errors" not in sys.modules:
        return None
    from warehouse.errors import AlreadyRunning, PublishedError, StateError

    if isinstance(error, AlreadyRunning):
        return EXIT_ALREADY_RUNNING
    return EXIT_FAILED if isinstance(error, (StateError, PublishedError)) else None
