"""Says on a terminal what a run is doing; silent when the output is piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str], None]
"""Called with what begins now, in a few words that hold no personal value."""


def silent(_doing: str) -> None:
    """Progress nobody watches."""


@contextmanager
def shown() -> Iterator[Progress]:
    """A line on standard error that says what is being done, and is gone at the end."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # only a terminal pays for it

    with Console(stderr=True).status("Starting") as status:
        yield status.update
