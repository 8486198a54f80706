"""Where the files of the warehouse lie in a home."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The paths below one folder, the home."""

    folder: Path

    @property
    def published(self) -> Path:
        return self.folder / "network.duckdb"

    @property
    def internal(self) -> Path:
        return self.folder / ".entregent"

    @property
    def state(self) -> Path:
        return self.internal / "state.duckdb"

    @property
    def next(self) -> Path:
        """The warehouse that is being built."""
        return self.internal / "next.duckdb"

    @property
    def earlier(self) -> Path:
        """Warehouses that were published before."""
        return self.internal / "earlier"

    @property
    def aside(self) -> Path:
        """What lay in the way and is not ours to delete."""
        return self.internal / "aside"
