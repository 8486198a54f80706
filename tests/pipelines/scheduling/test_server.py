"""What stands around Prefect's server: the port, what `serve` refuses, the child that ends with its starter.

No server is started here.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.home import Home
from pipelines.scheduling.environment import (
    auth_file,
    make_prefect_home,
    new_words,
    prefect_home,
    url_of,
)
from pipelines.scheduling.served import announced
from pipelines.scheduling.server import answers, taken_port
from tests.pipelines.conftest import Called
from tests.pipelines.scheduling.conftest import Stranger, free_port

Entregent = Callable[..., Called]
CRON = ("0 7 * * 1", "Europe/Paris")


def test_serve_sends_nothing_to_whoever_holds_its_port(home: Path, entregent: Entregent, stranger: Stranger) -> None:
    """Port taken: exit 2, one sentence, nothing changed; the program there was not even called."""
    before = listing(home)
    called = entregent("serve", "--home", home, "--port", stranger.port)
    assert (called.exit_code, called.out) == (2, "")
    assert called.err == (
        f"Port {stranger.port} is taken by another program. Name a free one: entregent serve --port NUMBER\n"
    )
    assert stranger.heard() == []
    assert listing(home) == before


def listing(folder: Path) -> dict[str, bytes]:
    """Every file with what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()} | {
        f"{path.relative_to(folder)}/": b"" for path in folder.rglob("*") if path.is_dir()
    }


def test_a_port_nobody_listens_on_does_not_answer() -> None:
    """Then a run starts a server of its own."""
    with taken_port() as listener:
        url = url_of(listener.getsockname()[1])
    assert not answers(url, new_words())


def test_a_port_is_this_process_own_before_anything_is_sent_to_it() -> None:
    """Nobody else can listen there as long as it lasts, not even by asking to share it."""
    with taken_port() as listener, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(listener.getsockname())
        with pytest.raises(UserError, match=r"is taken by another program\. Name a free one: entregent serve --port"):
            taken_port(listener.getsockname()[1]).__enter__()


def test_serve_refuses_what_is_no_time_to_run(home: Path, entregent: Entregent) -> None:
    """Exit 2 at once, with an expression that works."""
    called = entregent("serve", "--home", home, "--cron", "every monday")
    assert called.exit_code == 2
    assert "Mondays at seven are: 0 7 * * 1" in called.err


def test_a_home_is_served_once(home: Path, entregent: Entregent) -> None:
    """A second `serve` for the same home ends at once, whatever its port."""
    import filelock

    make_prefect_home(Home(home))
    auth_file(Home(home)).write_text("entregent:of the other", "ascii")
    with filelock.FileLock(prefect_home(Home(home)) / "serve.lock"):
        before = listing(home)
        called = entregent("serve", "--home", home, "--port", free_port())
    assert called.exit_code == 3
    assert "is being served already" in called.err
    assert listing(home) == before


def test_a_home_that_is_served_is_told_before_its_port_is_looked_at(home: Path, entregent: Entregent) -> None:
    """The second `serve` would find its default port taken, by the first."""
    make_prefect_home(Home(home))
    with taken_port() as listener:
        port = listener.getsockname()[1]
        with announced(Home(home), url_of(port), "entregent:today", *CRON):
            called = entregent("serve", "--home", home, "--port", port)
    assert called.exit_code == 3
    assert called.err == f"{home} is being served already: see entregent status.\n"


def test_serve_refuses_where_there_is_no_home(tmp_path: Path, entregent: Entregent) -> None:
    """Exit 2 and how to make one; none is made."""
    called = entregent("serve", "--home", tmp_path / "gone", "--port", free_port())
    assert (called.exit_code, called.err.count("\n")) == (2, 1)
    assert "Make one with: entregent init" in called.err
    assert not (tmp_path / "gone").exists()


def test_a_tethered_program_ends_with_its_starter() -> None:
    """The end of its standard input is the end of the process that held it."""
    command = [sys.executable, "-m", "pipelines.scheduling.tethered", "http.server", "0", "--bind", "127.0.0.1"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(30) == -signal.SIGTERM
