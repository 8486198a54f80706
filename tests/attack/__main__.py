"""`make attack`: identify and preview of every attack, of 900 kB each; exit 1 when one takes longer than it may."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.attack.attacks import attacks
from tests.attack.reading import LONGEST_SECONDS, seconds_to_read

SIZE = 900_000


def main() -> int:
    wanted = " ".join(sys.argv[1:])
    slow = number = 0
    with tempfile.TemporaryDirectory() as folder:
        for attack in attacks(SIZE):
            if wanted not in f"{attack.file} {attack.name}":
                continue
            path = Path(folder) / attack.file
            path.write_bytes(attack.text().encode())
            seconds = seconds_to_read(path)
            number += 1
            if seconds > LONGEST_SECONDS:
                slow += 1
                print(f"{seconds:5.1f} s  {attack.file}: {attack.name}", flush=True)  # noqa: T201 - for the terminal
    print(f"{number} attacks, {slow} of them took more than {LONGEST_SECONDS:.0f} seconds.")  # noqa: T201
    return int(slow > 0)


sys.exit(main())
