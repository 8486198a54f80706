"""Folders for what is worked with and not kept: gone when the work ends, and after a kill when the next one begins."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

PREFIX = "entregent-"
_LOCK = "lock"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this process, for its owner only; those that killed processes left are erased first."""
    _clear()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with filelock.FileLock(folder / _LOCK):
            yield folder


def _clear() -> None:
    """Erases the folders whose lock nobody holds."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{_LOCK}"):
        try:
            with filelock.FileLock(left, timeout=0):
                shutil.rmtree(left.parent)
        except (filelock.Timeout, OSError):  # at work still, or another user's
            continue
