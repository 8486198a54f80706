"""Prefect's server as a child of this process: started, waited for, ended with it.

Its words go to it alone. This process takes the port first and keeps it, so that nobody else can be on it.
"""

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
from typing import BinaryIO

from pipelines.errors import RunError, UserError
from pipelines.home import Home
from pipelines.scheduling.environment import (
    HOST,
    client_environment,
    make_prefect_home,
    new_words,
    prefect_home,
    server_environment,
    set_up,
    url_of,
    with_settings,
)
from pipelines.scheduling.served import find_server

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
def taken_port(port: int | None = None) -> Iterator[socket.socket]:
    """A socket that listens on this port of this machine, or on a free one, for as long as the block lasts.

    Raises UserError when another program has the port or this user may not have it.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of a `serve` before may linger
        try:
            listener.bind((HOST, port or 0))
            listener.listen()
        except OSError as error:
            reason = "may not be taken by you" if isinstance(error, PermissionError) else "is taken by another program"
            raise UserError(f"Port {port} {reason}. Name a free one: entregent serve --port NUMBER") from error
        yield listener


@contextmanager
def server(home: Home, listener: socket.socket, words: str) -> Iterator[Server]:
    """A server of this home on a port that this process listens on, answering, for as long as the block lasts.

    It also ends when this process is killed. Raises RunError when it does not come up.
    """
    log = prefect_home(home) / "server.log"
    url = url_of(listener.getsockname()[1])
    with open(log, "wb") as output:
        process = _start(home, listener, words, output)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(url, words):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RunError(f"Prefect's server did not start: {log} says why.")
            time.sleep(0.2)
        yield Server(url, process)
    finally:
        _end(process)


def _start(home: Home, listener: socket.socket, words: str, output: BinaryIO) -> subprocess.Popen[bytes]:
    module = ["pipelines.scheduling.tethered", "pipelines.scheduling.pages"]
    return subprocess.Popen(
        [sys.executable, "-m", *module, str(listener.fileno())],
        cwd=prefect_home(home),
        env=with_settings(os.environ, server_environment(home, listener.getsockname()[1], words)),
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )


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
    make_prefect_home(home)
    served = find_server(home)
    if served and answers(served.url, served.words):
        with set_up(home, client_environment(home, served.url, served.words)):
            yield Server(served.url)
        return
    words = new_words()
    with (
        taken_port() as listener,
        server(home, listener, words) as started,
        set_up(home, client_environment(home, started.url, words)),
    ):
        yield started


def answers(url: str, words: str) -> bool:
    """Whether a server answers there that takes these words. Ask one only that this program started."""
    basic = base64.b64encode(words.encode()).decode()
    request = urllib.request.Request(f"{url}/api/admin/version", headers={"Authorization": f"Basic {basic}"})
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with directly.open(request, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
