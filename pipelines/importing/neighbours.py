"""Small files of cards that lie beside each other, read some hundreds at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from threading import Lock

from connectors import vcf
from connectors.files.listing import File
from connectors.records import Reading, Recognition
from connectors.vcf.together import LARGEST
from pipelines.importing.inbox import Inbox

AT_ONCE = 500
FEWEST = 3
"""Files in one folder or archive from which on they are read together."""


class Neighbours:
    """What each file holds that was read with its neighbours. They are read when the first of them is asked for."""

    def __init__(self, files: Sequence[File]) -> None:
        """files: in the order of their names."""
        self._groups = {(file.name, file.sha256): group for group in _groups(files) for file in group}
        self._read: dict[tuple[str, str], Reading] = {}
        self._lock = Lock()  # Prefect reads several files at once

    @classmethod
    def of(cls, inbox: Inbox) -> Neighbours:
        """The neighbours among the files that no earlier run has read."""
        return cls([file for file in inbox.files if (file.name, file.sha256) not in inbox.known.read])

    def reading(self, file: File, recognition: Recognition) -> Reading | None:
        """What the file holds, once; None when it is to be read by itself."""
        if recognition.connector != vcf.__name__:
            return None
        with self._lock:
            group = self._groups.get((file.name, file.sha256), ())
            if group:
                for one, reading in zip(group, vcf.read_together(group), strict=True):
                    del self._groups[one.name, one.sha256]
                    if reading is not None:
                        self._read[one.name, one.sha256] = reading
            return self._read.pop((file.name, file.sha256), None)


def _groups(files: Sequence[File]) -> Iterator[Sequence[File]]:
    small = [file for file in files if 0 < file.size <= LARGEST and file.name.lower().endswith(".vcf")]
    for _, folder in groupby(small, key=lambda file: PurePosixPath(file.name).parent):
        beside = list(folder)
        for first in range(0, len(beside), AT_ONCE):
            group = beside[first : first + AT_ONCE]
            if len(group) >= FEWEST:
                yield group
