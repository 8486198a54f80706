"""What can go wrong with the warehouse.

    WarehouseError          problems: one sentence each, all that were found
    ├── ModelError          the models do not fit together: nothing was built
    ├── BuildError          a model could not be run
    ├── StateError          the state file cannot be used as it is
    ├── PublishedError      the published file cannot be read or put back
    └── AlreadyRunning      another run holds the lock of this home

StateError, PublishedError and AlreadyRunning are the user's to act on; the others are faults of the program.
No sentence holds a value of the network: table, column and number of rows, never a name or an address.
"""

from __future__ import annotations

from collections.abc import Sequence


class WarehouseError(Exception):
    """Sentences, all problems at once."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class ModelError(WarehouseError):
    pass


class BuildError(WarehouseError):
    pass


class StateError(WarehouseError):
    pass


class PublishedError(WarehouseError):
    pass


class AlreadyRunning(WarehouseError):
    pass
