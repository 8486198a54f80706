"""What stands around Prefect: the password, the port, the child that ends with its starter.

No server is started here.
"""

from __future__ import annotations

import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.home import Home
from pipelines.scheduling.environment import auth_file, client_environment, credentials, server_environment, url_of
from pipelines.scheduling.server import answers, free_port, require_free
from tests.pipelines.conftest import Called

Entregent = Callable[..., Called]


def test_the_password_is_made_once_for_the_owner_only(tmp_path: Path) -> None:
    """Each home has its own, readable by nobody else."""
    home = Home(tmp_path / "one")
    first = credentials(home)
    assert credentials(home) == first != credentials(Home(tmp_path / "other"))
    assert len(first) > 30
    assert stat.S_IMODE(auth_file(home).stat().st_mode) == 0o600


def test_the_server_asks_for_it_and_hears_its_own_pages_only(tmp_path: Path) -> None:
    """Bound to this machine, with a password, for one origin; flows bring the password, and send no logs."""
    home = Home(tmp_path)
    server = server_environment(home, 4321)
    assert server["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert server["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4321"
    client = client_environment(home, url_of(4321))
    assert server["PREFECT_SERVER_API_AUTH_STRING"] == client["PREFECT_API_AUTH_STRING"] == credentials(home)
    assert (client["PREFECT_API_URL"], client["PREFECT_LOGGING_TO_API_ENABLED"]) == (
        "http://127.0.0.1:4321/api",
        "false",
    )
    assert server["PREFECT_HOME"] == client["PREFECT_HOME"] == str(home.internal / "prefect")


def test_loopback_is_reached_without_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user says of proxies stays; the server on this machine is added."""
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    assert client_environment(Home(tmp_path), url_of(4321))["NO_PROXY"] == "intranet.example,127.0.0.1"


def test_a_port_nobody_listens_on_does_not_answer(tmp_path: Path) -> None:
    """Then a run starts a server of its own."""
    assert not answers(Home(tmp_path), url_of(free_port()))


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    """With the option that names another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match=r"is taken by another program\. Name a free one: entregent serve --port"):
            require_free(taken.getsockname()[1])
    require_free(free_port())


def test_serve_refuses_what_is_no_time_to_run(home: Path, entregent: Entregent) -> None:
    """Exit 2 at once, with an expression that works."""
    called = entregent("serve", "--home", home, "--cron", "every monday")
    assert called.exit_code == 2
    assert "Mondays at seven are: 0 7 * * 1" in called.err


def test_a_home_is_served_once(home: Path, entregent: Entregent) -> None:
    """A second `serve` for the same home ends at once, whatever its port."""
    import filelock

    credentials(Home(home))
    with filelock.FileLock(home / ".entregent" / "prefect" / "serve.lock"):
        called = entregent("serve", "--home", home, "--port", free_port())
    assert called.exit_code == 3
    assert "is being served already" in called.err


def test_a_tethered_program_ends_with_its_starter() -> None:
    """The end of its standard input is the end of the process that held it."""
    command = [sys.executable, "-m", "pipelines.scheduling.tethered", "http.server", "0", "--bind", "127.0.0.1"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(30) == -signal.SIGTERM
