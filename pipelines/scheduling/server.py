"""Prefect's server as a child of this process: started, waited for, ended with it."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipelines.errors import RunError, UserError
from pipelines.home import Home
from pipelines.scheduling.environment import (
    HOST,
    client_environment,
    credentials,
    prefect_home,
    server_environment,
    set_environment,
    url_of,
)
from pipelines.scheduling.served import read_served

START_SECONDS = 180
"""A small or busy machine takes a minute."""
STOP_SECONDS = 10


@dataclass(frozen=True)
class Server:
    """A server at work. url: without a path; process: null when another command started it."""

    url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None


@contextmanager
def server(home: Home, port: int) -> Iterator[Server]:
    """A server of this home on a free port, answering, for as long as the block lasts.

    It also ends when this process is killed. Raises RunError when it does not come up.
    """
    log = prefect_home(home) / "server.log"
    environment = {**os.environ, **server_environment(home, port)}
    environment.pop("PREFECT_API_URL", None)  # another server's
    command = [sys.executable, "-m", "pipelines.scheduling.tethered", "prefect", "server", "start"]
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command,
            cwd=prefect_home(home),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(home, url_of(port)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RunError(f"Prefect's server did not start: {log} says why.")
            time.sleep(0.2)
        yield Server(url_of(port), process)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


@contextmanager
def connected(home: Home) -> Iterator[Server]:
    """The server that `serve` runs for this home, else one for this block; flows imported in the block find it."""
    served = read_served(home)
    if served and answers(home, served.url):
        set_environment(client_environment(home, served.url))
        yield Server(served.url)
        return
    with server(home, free_port()) as started:
        set_environment(client_environment(home, started.url))
        yield started


def answers(home: Home, url: str) -> bool:
    """Whether a server of this home answers there: one that takes its password."""
    words = base64.b64encode(credentials(home).encode()).decode()
    request = urllib.request.Request(f"{url}/api/admin/version", headers={"Authorization": f"Basic {words}"})
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with directly.open(request, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def require_free(port: int) -> None:
    """Raises UserError when another program has the port."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError as error:
            raise UserError(
                f"Port {port} is taken by another program. Name a free one: entregent serve --port {port + 1}"
            ) from error


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])
