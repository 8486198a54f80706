"""Attacked files read as `entregent identify` and `entregent preview` read them."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from connectors.files.listing import files_at
from pipelines.preview.identifying import Around, identified
from pipelines.preview.previewing import preview
from pipelines.settings.settings import Settings

LONGEST_SECONDS = 3.0


def seconds_to_read(path: Path) -> float:
    """Processor seconds that identify and preview take for this file, whichever takes longer."""
    return max(_seconds_to_identify(path), _seconds_to_preview(path))


def _seconds_to_identify(path: Path) -> float:
    start = time.process_time()
    list(identified(files_at(path), Around(Settings())))
    return time.process_time() - start


def _seconds_to_preview(path: Path) -> float:
    start = time.process_time()
    preview(files_at(path), Around(Settings()), date(2026, 11, 22))
    return time.process_time() - start
