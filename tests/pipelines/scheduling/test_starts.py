"""`serve` from its start to its end: its words, whose settings it takes, what ends it, what it sends to strangers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import urllib.error
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.demo import write_demo
from pipelines.home import Home
from pipelines.scheduling.environment import make_prefect_home, prefect_home
from pipelines.scheduling.served import server_file
from tests.pipelines.scheduling.conftest import ENTREGENT, SECONDS, Served, Stranger, wait_for, written

pytestmark = pytest.mark.prefect


@pytest.fixture
def unserved(tmp_path: Path) -> Iterator[Served]:
    """A small demo network that nobody serves yet. Whatever a test did, nothing of it is left running."""
    write_demo(tmp_path / "network", people=20, seed=1, as_of=date(2026, 11, 22))
    here = Served(Home(tmp_path / "network"))
    yield here
    here.end()


def processes(home: Home) -> list[int]:
    """Those that work in Prefect's folder, or were called with the home."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            folder, called = os.readlink(entry / "cwd"), (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended, or is another user's
            continue
        if Path(folder) == prefect_home(home) or str(home.folder).encode() in called:
            found.append(int(entry.name))
    return found


def test_each_start_has_a_new_password_and_the_old_one_is_dead(unserved: Served) -> None:
    """Whoever came by it can do nothing with it after the next start."""
    unserved.start()
    old = unserved.words()
    assert unserved.ask("admin/version")
    unserved.end()
    unserved.start()
    assert unserved.words() != old
    assert unserved.ask("admin/version")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        unserved.ask("admin/version", words=old)


def test_a_run_sends_nothing_to_the_port_of_a_serve_that_has_ended(unserved: Served, stranger: Stranger) -> None:
    """Another program listens there now, and the number of the process that served is a living one's.

    The run is done on a server of its own.
    """
    make_prefect_home(unserved.home)
    written(unserved.home, f"http://127.0.0.1:{stranger.port}", os.getpid())
    run = [ENTREGENT, "run", unserved.home.folder, "--as-of", "2026-11-22", "--prefect"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=SECONDS)
    assert (done.returncode, "Report:" in done.stdout) == (0, True), done.stderr
    assert stranger.heard() == []
    assert processes(unserved.home) == []


def test_the_database_and_the_server_of_the_users_other_work_are_left_alone(unserved: Served, tmp_path: Path) -> None:
    """Set in the environment, they would take the runs and the home's path elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    others = {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{elsewhere / 'one.db'}",
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{elsewhere / 'two.db'}",
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_API_AUTH_STRING": "other:words",
        "PREFECT_HOME": str(elsewhere / "home"),
    }
    unserved.start(environment=others)
    assert [found["name"] for found in unserved.ask("deployments/filter", {})] == ["weekly"]
    assert (prefect_home(unserved.home) / "prefect.db").exists()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(not Path("/proc").exists(), reason="Processes are looked for in /proc, which this system lacks.")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_serve_and_all_it_started(unserved: Served, number: signal.Signals) -> None:
    """Ctrl-C, a service manager, a terminal that closes: exit 0, nothing said, no process left."""
    unserved.start()
    assert unserved.process is not None
    assert len(processes(unserved.home)) > 1
    unserved.process.send_signal(number)
    _, err = unserved.process.communicate(timeout=60)
    assert (unserved.process.returncode, err) == (0, "")
    assert processes(unserved.home) == []


@pytest.mark.skipif(not Path("/proc").exists(), reason="Processes are looked for in /proc, which this system lacks.")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_starts_ends_it_too(unserved: Served, number: signal.Signals) -> None:
    """Before its server answers: exit 130, one sentence, no process left, and no schedule is announced."""
    process = unserved.call()
    wait_for(lambda: (prefect_home(unserved.home) / "server.log").exists(), "the start of the server")
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped. The published network is as it was.")
    assert processes(unserved.home) == []
    assert not server_file(unserved.home).exists()


def test_a_server_that_cannot_start_is_told_and_nothing_is_left_running(unserved: Served) -> None:
    """Its database is no database: exit 1, one sentence that says where the reason is."""
    make_prefect_home(unserved.home)
    (prefect_home(unserved.home) / "prefect.db").write_bytes(b"no database" * 1000)
    out, err = unserved.call().communicate(timeout=SECONDS)
    log = prefect_home(unserved.home) / "server.log"
    assert (out, err) == ("", f"Prefect's server did not start: {log} says why.\n")
    assert log.read_text("utf-8")
    assert not unserved.answers()


@pytest.mark.skipif(shutil.which("nohup") is None, reason="No nohup on this machine.")
def test_nohup_holds_off_the_end_of_a_terminal(unserved: Served) -> None:
    """Who starts it with nohup wants it to stay."""
    unserved.start("nohup")
    assert unserved.process is not None
    unserved.process.send_signal(signal.SIGHUP)
    assert unserved.ask("admin/version")
    assert unserved.process.poll() is None
