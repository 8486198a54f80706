"""The record of `serve`: whose server may have its words, and whose may not. No server is started here."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys

import pytest

from pipelines.home import Home
from pipelines.scheduling.environment import url_of
from pipelines.scheduling.served import announced, find_server, read_served, server_file
from tests.pipelines.scheduling.conftest import written

CRON = ("0 7 * * 1", "Europe/Paris")


def test_the_record_of_a_serve_at_work_is_trusted_and_the_owners_only(small: Home) -> None:
    """While the process that wrote it holds it, its server may have its words; afterwards it says when it ran."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        found = find_server(small)
        assert found is not None
        assert (found.url, found.words, found.pid) == (url_of(4321), "entregent:today", os.getpid())
        assert stat.S_IMODE(server_file(small).stat().st_mode) == 0o600
    assert find_server(small) is None
    assert read_served(small) == (found, False)


def test_a_reused_process_number_is_refused(small: Home) -> None:
    """A process of that number is alive and this user's, and still did not write the record."""
    written(small, url_of(4321), os.getpid())
    assert find_server(small) is None
    written(small, url_of(4321), os.getppid())
    assert find_server(small) is None


def test_a_record_that_was_put_in_the_place_of_a_held_one_is_refused(small: Home) -> None:
    """The lock is on the very file that was written, not on its name."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        other = server_file(small).with_name("other")
        other.write_bytes(server_file(small).read_bytes())
        other.replace(server_file(small))
        assert find_server(small) is None


def test_a_serve_on_another_machine_is_refused(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home lies on a share: at that port of this machine is anybody."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        monkeypatch.setattr(socket, "gethostname", lambda: "another-machine")
        assert find_server(small) is None


def test_a_record_of_an_earlier_version_is_no_server(small: Home) -> None:
    """Then `run --prefect` starts one of its own."""
    server_file(small).write_text('{"url": "http://127.0.0.1:4200", "pid": 1, "cron": "0 7 * * 1"}', "utf-8")
    assert find_server(small) is None


def test_the_hold_ends_with_the_process_however_it_ends(small: Home) -> None:
    """Killed, it lets go: what then listens at its port gets nothing."""
    code = """
import sys
from pathlib import Path
from pipelines.home import Home
from pipelines.scheduling.served import announced
with announced(Home(Path(sys.argv[1])), "http://127.0.0.1:4321", "entregent:today", "0 7 * * 1", "Europe/Paris"):
    print("held", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", code, str(small.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert find_server(small) is not None
        child.kill()
        child.wait(30)
    assert find_server(small) is None
