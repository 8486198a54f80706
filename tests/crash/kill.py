"""Kills runs and looks at what they leave. By hand: python -m tests.crash.kill [rounds]

Each round publishes a warehouse, kills the next run at one of its steps or at any moment, and checks that the published
file is the old one byte for byte or the new one whole, that the state holds whole imports only, and that the next run
completes.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.small import SCHEMAS
from warehouse.query import query
from warehouse.state import State
from warehouse.store import Store

ROOT = Path(__file__).parents[2]
BEFORE, DURING, AFTER = 200, 300, 250  # cards of the run before, the killed run and the run after it


def run(home: Path, cards: int, die_at: int = 0, die_after: float | None = None) -> subprocess.CompletedProcess[str]:
    """One run in a process of its own, killed at a step, or after so many seconds, or not at all."""
    command = [sys.executable, "-m", "tests.crash.one_run", str(home), str(cards), str(die_at)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        if die_after is not None:
            time.sleep(die_after)
            process.kill()
        out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def published_cards(home: Path) -> int:
    """How many records the published warehouse holds."""
    ((count,),) = query(Store(home).published, "select count(*) from staging.contacts").rows
    return int(count)


def faults_after(home: Path, die_at: int = 0, die_after: float | None = None) -> list[str]:
    """What is wrong after a run killed in this way, in a home that was published once before."""
    store = Store(home)
    before = store.published.read_bytes()
    killed = run(home, DURING, die_at, die_after)
    faults = []
    if killed.returncode not in (0, -9):
        faults.append(f"the run ended with {killed.returncode}: {killed.stderr}")
    if store.published.read_bytes() != before and published_cards(home) != 2 * DURING:
        faults.append("the published file is neither the old nor the new one")
    with store.locked(), State.open(store.state, SCHEMAS) as state:
        if state.read("contacts", current_only=True).height not in (2 * BEFORE, 2 * DURING):
            faults.append("the state holds part of an import")
    after = run(home, AFTER)
    if after.returncode != 0 or published_cards(home) != 2 * AFTER:
        faults.append(f"the next run did not complete: {after.stderr}")
    left = {path.name for path in store.internal.iterdir()} - {"lock", "state.duckdb", "earlier", "sql"}
    left |= {path.name for path in store.earlier.iterdir() if path not in store.generations()}
    return [*faults, *(f"left behind: {name}" for name in sorted(left))]


def fresh_home(folder: Path) -> Path:
    """A home with one published warehouse."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    assert run(folder, BEFORE).returncode == 0
    return folder


def main(rounds: int) -> int:
    """Every step once, then as many moments as asked for; prints what went wrong and returns how often."""
    bad = 0
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        home = fresh_home(Path(folder) / "home")
        start = time.perf_counter()
        steps = int(run(home, BEFORE).stdout)
        whole = time.perf_counter() - start
        kills = [(step, None) for step in range(1, steps + 1)] + [
            (0, rng.uniform(0.3, 1.0) * whole) for _ in range(rounds)
        ]
        for die_at, die_after in kills:
            faults = faults_after(fresh_home(home), die_at, die_after)
            bad += bool(faults)
            moment = f"step {die_at}" if die_at else f"{die_after:.2f} s of {whole:.2f}"
            sys.stdout.write(f"killed at {moment}: {'; '.join(faults) or 'as it should be'}\n")
    return bad


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20), 1))
