"""`make bench`: runs every race of this folder and prints how many times faster ours is; exit 1 when one falls short.

A benchmark is one file here with `races(folder)`, which makes its files in the folder and returns a list of Race.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is first imported
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from tests.bench.race import Outcome, run

ROW = "{:<44} {:>7} {:<12} {:>8} {:>8} {:>7} {:>7}"


def modules(names: list[str]) -> list[str]:
    """The benchmarks of this folder, or those of them that are named."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("__main__", "race"))
    return [name for name in found if not names or name in names]


def row(outcome: Outcome) -> str:
    race = outcome.race
    mark = "" if outcome.is_reached else "  too slow"
    seconds = (f"{outcome.peer_seconds:.2f}", f"{outcome.our_seconds:.3f}")
    return (
        ROW.format(race.name, outcome.records, race.peer_name, *seconds, f"{outcome.ratio:.1f}", f"{race.needed:.0f}")
        + mark
    )


def main() -> int:
    print(ROW.format("", "records", "peer", "peer s", "ours s", "times", "needed"))  # noqa: T201 - a programme for the terminal
    outcomes = []
    for name in modules(sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            for race in importlib.import_module(f"tests.bench.{name}").races(Path(folder)):
                outcomes.append(run(race))
                print(row(outcomes[-1]), flush=True)  # noqa: T201
    return int(not all(outcome.is_reached for outcome in outcomes))


sys.exit(main())
