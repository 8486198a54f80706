"""One run of the warehouse that can be killed: stores an export, builds, publishes.

Arguments: home, number of cards, step to die at.
Dies by SIGKILL when it begins the given step; with 0 it ends well and prints the number of its steps.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path

from tests.support.small import AS_OF, SCHEMAS, SETTINGS, add_contacts, three_models
from warehouse.build import build
from warehouse.state import State
from warehouse.store import Store


def main(home: Path, cards: int, last_step: int) -> int:
    """Runs, and returns the number of steps it took."""
    steps = itertools.count(1)
    taken = 0

    def step(*_: object) -> None:
        nonlocal taken
        taken = next(steps)
        if taken == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    store = Store(home)
    with store.locked():
        step()
        with State.open(store.state, SCHEMAS) as state:
            step()
            with state.transaction():
                for source in ("phone", "laptop"):
                    add_contacts(
                        state,
                        *(f"Person {number}" for number in range(cards)),
                        source=source,
                        sha256=f"{source}{cards}",
                    )
                    step()
            step()
            result = build(store.next, store.state, three_models(store.internal), SETTINGS, AS_OF, step)
            step()
        assert not result.failures, result.failures
        step()
        store.publish(store.next, step)
    return taken


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))}\n")
