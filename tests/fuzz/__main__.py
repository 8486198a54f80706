"""`make fuzz`: breaks made-up cards and calendars in new ways until the time is up.

Stops at the first that crashes, hangs or loses a record, and keeps it.
"""

from __future__ import annotations

import random
import secrets
import sys
import time
from pathlib import Path

from tests.fuzz.mutations import problem_of, sample, target_of

SECONDS = 600


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    seed, end, number = secrets.randbits(32), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        draw = random.Random(f"{seed}-{number}")
        name, data = sample(draw)
        problem = problem_of(target_of(name), data)
        if problem:
            kept = Path(f"fuzz-{seed}-{number}{Path(name).suffix}")
            kept.write_bytes(data)
            print(f"{kept}: {problem}")  # noqa: T201 - a programme for the terminal
            return 1
        number += 1
    print(f"{number} files, seed {seed}: nothing crashed, hung or lost a record.")  # noqa: T201
    return 0


sys.exit(main())
