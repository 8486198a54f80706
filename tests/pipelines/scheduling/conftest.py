"""A small network that is served, and a stranger on a port of this machine."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import write_demo
from pipelines.home import Home
from pipelines.scheduling.environment import auth_file, make_prefect_home, url_of
from pipelines.scheduling.served import Served as Record
from pipelines.scheduling.served import server_file
from warehouse.store import Store


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def written(home: Home, url: str, pid: int) -> None:
    """The record of a `serve` that has ended, whose process number is another's now."""
    stated = Record(url, "entregent:of-yesterday", pid, socket.gethostname(), "0 7 * * 1", "Europe/Paris")
    server_file(home).write_text(json.dumps(asdict(stated)), "utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Home:
    """A home with the folder of Prefect and nothing else."""
    folder = tmp_path / "small"
    folder.mkdir()
    make_prefect_home(Home(folder))
    return Home(folder)


class Stranger:
    """A program that listens on a port of this machine, answers every request with 200, and notes what it is sent."""

    def __init__(self, port: int = 0) -> None:
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self.listener.getsockname()[1])
        self.requests: list[bytes] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        with suppress(OSError):  # closed
            while True:
                connection, _ = self.listener.accept()
                with connection:
                    connection.settimeout(10)
                    self.requests.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    def heard(self) -> list[bytes]:
        """The requests that came before this call."""
        with socket.create_connection(("127.0.0.1", self.port)) as own:
            own.sendall(b"last")
            while own.recv(65536):
                pass
        return self.requests[:-1]

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(30)


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    """One on a port of its own."""
    there = Stranger()
    yield there
    there.close()


ENTREGENT = Path(sys.executable).with_name("entregent")
SECONDS = 240
ENDED = {"COMPLETED", "CANCELLED", "FAILED", "CRASHED"}


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    """The first true value of the condition."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"{what} did not come within {SECONDS} seconds")


@dataclass
class Served:
    """A home and the process that serves it."""

    home: Home
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    def call(self, *before: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The command that serves, called by the words before it, if any."""
        command = [*before, ENTREGENT, "serve", "--home", self.home.folder, "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        return self.process

    def start(self, *before: str, environment: Mapping[str, str] | None = None) -> str:
        """Serves; returns the line that says so."""
        process = self.call(*before, environment=environment)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        return line

    def end(self) -> None:
        """Ends what serves, if anything does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=60)

    def words(self) -> bytes:
        """What its server asks for."""
        return auth_file(self.home).read_bytes().strip()

    def answers(self) -> bool:
        """Whether somebody is at the port."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path: str, body: dict[str, Any] | None = None, words: bytes | None = None) -> Any:
        """What the server says to these words, its own unless given; a body is posted."""
        basic = base64.b64encode(words or self.words()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{url_of(self.port)}/api/{path}", data, headers)
        deadline = time.monotonic() + SECONDS
        # while its database is busy it answers 503, or not in time; Prefect's own client asks again too
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    return json.loads(response.read())
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise
            except TimeoutError:
                continue
            time.sleep(1)
        raise AssertionError(f"{path} is not available")

    def trigger(self, due: datetime) -> str:
        """A run of the deployment, due then; its id."""
        deployment = self.ask("deployments/name/weekly/weekly")["id"]
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}}
        run: str = self.ask(f"deployments/{deployment}/create_flow_run", {"state": state})["id"]
        return run

    def run(self, run: str) -> Any:
        return self.ask(f"flow_runs/{run}")

    def ended(self, run: str) -> Any:
        """The run once it has ended."""
        return wait_for(lambda: (found := self.run(run))["state_type"] in ENDED and found, "the end of a run")

    def under_way(self) -> Any:
        """The runs that are about to start or have started."""
        states = {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}
        return self.ask("flow_runs/filter", {"flow_runs": {"state": states}})

    def generations(self) -> int:
        """How often a network was published in the place of another; the three latest are kept."""
        latest = Store(self.home.folder).generations()
        return int(latest[0].stem.removeprefix("network-")) if latest else 0


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small demo network, served. Whatever a test did, nothing of it is left running."""
    folder = tmp_path_factory.mktemp("served") / "network"
    write_demo(folder, people=40, seed=1, as_of=date(2026, 11, 22))
    here = Served(Home(folder))
    line = here.start()
    assert re.match(
        rf"Serving {folder} at {url_of(here.port)} \(sign in .*\); next run Mon .* 07:00 Europe/Paris$", line
    )
    yield here
    here.end()
