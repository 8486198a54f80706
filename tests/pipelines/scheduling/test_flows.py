"""The weekly run under Prefect, with a real server: one for all of these tests, ended and started again once."""

from __future__ import annotations

import base64
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.faults import fault_file
from pipelines.home import Home
from pipelines.scheduling.environment import auth_file, prefect_home
from tests.pipelines.scheduling.conftest import ENTREGENT, SECONDS, Served, wait_for
from warehouse.query import query
from warehouse.store import Store

pytestmark = pytest.mark.prefect


def entregent(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ENTREGENT, *arguments], capture_output=True, text=True, timeout=SECONDS)


def test_a_run_as_a_flow_says_what_one_without_says(served: Served) -> None:
    """The same output and exit code; Prefect knows it as Completed, under its week."""
    run = ("run", served.home.folder, "--as-of", "2026-11-22")
    first, second = entregent(*run, "--prefect"), entregent(*run)
    news = re.compile(r" \((new source|unchanged)\)")  # what a first run says of a file, and what a second does
    assert (first.returncode, news.sub("", first.stdout).split()) == (0, news.sub("", second.stdout).split())
    assert not {"Traceback", "WARNING", "nanobind:"} & set(first.stderr.split())
    (flow,) = served.ask("flow_runs/filter", {"flow_runs": {"name": {"any_": ["weekly 2026-W47"]}}})
    assert (flow["state_type"], set(flow["parameters"])) == ("COMPLETED", {"home", "as_of", "relink"})


def test_an_import_as_a_flow_stores_and_publishes_nothing(served: Served) -> None:
    """Every file of the inbox comes with its receipt; the network that was published stays."""
    before = served.home.published.read_bytes()
    code = """
import sys
from datetime import date
from pathlib import Path
from pipelines.home import Home
from pipelines.scheduling.server import connected
home = Home(Path(sys.argv[1]))
with connected(home):
    from pipelines.scheduling.flows import import_flow
    print(sorted(done.name for done in import_flow(home.folder, date(2026, 11, 22)).imports if done.receipt))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, served.home.folder], capture_output=True, text=True, timeout=SECONDS
    )
    assert (
        done.stdout
        == "['calendar.ics', 'icloud.vcf', 'linkedin/Connections.csv', 'linkedin/messages.csv', 'nextcloud.vcf']\n"
    ), done.stderr
    (flow,) = served.ask("flow_runs/filter", {"flow_runs": {"name": {"any_": ["import 2026-W47"]}}})
    assert (flow["state_type"], set(flow["parameters"])) == ("COMPLETED", {"home", "as_of"})
    assert served.home.published.read_bytes() == before


def test_a_run_as_a_flow_ends_like_one_without_when_another_is_at_work(served: Served) -> None:
    """One sentence, exit 3, no traceback."""
    with Store(served.home.folder).locked():
        called = entregent("run", served.home.folder, "--prefect")
    assert called.returncode == 3
    assert re.fullmatch(r"Another run \(process \d+\) is at work on .*\n", called.stderr)


def test_the_schedule_makes_a_run_and_completes_it(served: Served) -> None:
    """A Scheduled run of next Monday, seven o'clock in the home's zone; brought forward, it is completed."""
    scheduled = wait_for(
        lambda: served.ask("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}),
        "a Scheduled run",
    )
    first = min(scheduled, key=lambda run: str(run["expected_start_time"]))
    due = datetime.fromisoformat(first["expected_start_time"].replace("Z", "+00:00"))
    assert (due.isoweekday(), due.hour in (5, 6), first["auto_scheduled"]) == (1, True, True)
    now = {"type": "SCHEDULED", "state_details": {"scheduled_time": datetime.now(UTC).isoformat()}}
    served.ask(f"flow_runs/{first['id']}/set_state", {"state": now, "force": True})
    before = served.generations()
    assert served.ended(first["id"])["state_type"] == "COMPLETED"
    assert served.generations() == before + 1


def test_missed_runs_are_made_up_for_once(served: Served) -> None:
    """Three weeks late at once: one run publishes, the others are cancelled or find its work done."""
    before = served.generations()
    month_ago = time.time() - 30 * 86400
    os.utime(served.home.published, (month_ago, month_ago))  # when they were due, the week had not been published
    late = [served.trigger(datetime.now(UTC) - timedelta(weeks=weeks)) for weeks in (3, 2, 1)]
    states = [served.ended(run)["state_type"] for run in late]
    assert set(states) <= {"COMPLETED", "CANCELLED"}
    assert "COMPLETED" in states
    assert served.generations() == before + 1


def test_after_a_kill_the_next_run_completes(served: Served) -> None:
    """`serve` killed in the middle of a run takes server and run with it.

    Served again, nothing stands in the way of the next.
    """
    store = Store(served.home.folder)
    wait_for(lambda: not served.under_way(), "the end of the runs before")
    killed = served.trigger(datetime.now(UTC))
    worker = wait_for(store.running, "the run")
    before = store.published.read_bytes()
    assert served.process is not None
    os.kill(served.process.pid, signal.SIGKILL)
    served.process.communicate()
    wait_for(lambda: not store.running(), f"the end of process {worker}")
    wait_for(lambda: not served.answers(), "the end of the server")
    assert store.published.read_bytes() == before
    served.start()
    assert served.run(killed)["state_type"] == "CRASHED"
    assert store.published.read_bytes() == before
    assert served.ended(served.trigger(datetime.now(UTC)))["state_type"] == "COMPLETED"


def test_an_error_reaches_prefect_without_its_values() -> None:
    """What is stored of a stage that failed is the kind of error and its place; the caller has the error itself."""
    code = """
import pickle
from pipelines.scheduling.flows import StageFailed
try:
    int("Karim Haddad")
except ValueError as error:
    failed = StageFailed(error)
assert "Karim" in str(failed.error)
assert b"Karim" not in pickle.dumps(failed)
print(failed)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "ValueError in <string>, line 5\n"


def kept_by_prefect(home: Home) -> str:
    """Every value of its database as text, what JSON escapes written out."""
    with closing(sqlite3.connect(f"file:{prefect_home(home) / 'prefect.db'}?mode=ro", uri=True)) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        rows = [row for name in names for row in database.execute(f'select * from "{name}"')]
    values = (
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for row in rows for value in row
    )
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), "\n".join(values))


def test_prefect_keeps_nothing_of_a_person(served: Served) -> None:
    """No name, address or number of the network stands in its database or in what it stored of a failed run.

    No log is kept.
    """
    kept = kept_by_prefect(served.home)
    assert "weekly 2026-W47" in kept  # it is the database the runs are in
    people = query(
        served.home.published, "select display_name from core.persons union select value from core.person_channels"
    ).rows
    personal = [value for (value,) in people if value]
    assert len(personal) > 40
    assert [value for value in personal if value in kept] == []
    stored = [
        base64.b64decode(path.read_bytes()).decode("utf-8", "replace")
        for path in prefect_home(served.home).glob("storage/*")
    ]
    # the run that met another, and no result
    assert all("RuntimeError" in text and "Another run (process" in text for text in stored)
    assert [value for value in personal for text in stored if value in text] == []
    assert served.ask("logs/filter", {}) == []


def test_a_run_that_fails_on_a_value_tells_and_keeps_it_nowhere_but_in_the_home(served: Served) -> None:
    """Its line on standard error, which may be mailed, and Prefect's database hold its kind and place."""
    number = "+33 1 99 00 12 34"
    published = served.home.published
    aside = published.rename(published.with_suffix(".aside"))
    with duckdb.connect(published, config={"storage_compatibility_version": "v1.4.0"}) as broken:
        broken.execute("create schema core")
        broken.execute(
            f"create view core.weeks as select cast('{number}' as integer) as week_end, true as is_reporting"
        )
    run = served.ended(served.trigger(datetime.now(UTC) - timedelta(minutes=1)))
    aside.replace(published)
    kept = fault_file(served.home)
    assert run["state_type"] == "FAILED"
    assert re.search(r"Exception in query\.py, line \d+; its full text, .* is in ", run["state"]["message"])
    assert number in kept.read_text("utf-8")
    assert not kept.stat().st_mode & 0o077
    assert "99 00 12 34" not in kept_by_prefect(served.home)
    stored = [base64.b64decode(path.read_bytes()) for path in prefect_home(served.home).glob("storage/*")]
    assert not [data for data in stored if b"99 00 12 34" in data]


def test_serve_ends_with_its_server(served: Served) -> None:
    """SIGTERM: exit 0, nothing said, nobody answers any more; the files of Prefect are the owner's only."""
    assert served.process is not None
    served.process.terminate()
    _, err = served.process.communicate(timeout=60)
    assert served.process.returncode == 0
    assert [line for line in err.splitlines() if "weekly " not in line] == []
    assert "99 00" not in err  # of the run that failed on a number
    assert not served.answers()
    assert all(
        not path.stat().st_mode & 0o077
        for path in [auth_file(served.home), *prefect_home(served.home).glob("prefect.db*")]
    )
