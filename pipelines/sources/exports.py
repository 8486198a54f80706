"""An export is what a source gave at one time: a file, or files exported together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

Origin = tuple[str, str, str]
"""Source, file and sha256: the key of raw.files."""


@dataclass(frozen=True, slots=True)
class KeyedRecord:
    """What an export says under one key.

    origin, position: where; stamp: last change the record states; sequence: revision of an event (RFC 5545); starts_on:
    first day of an event.
    """

    digest: str
    origin: Origin
    position: int
    uid: str | None = None
    stamp: datetime | None = None
    starts_on: date | None = None
    sequence: int = 0

    @property
    def revision(self) -> tuple[int, datetime]:
        """Of two states of one event the later is the higher one."""
        return self.sequence, self.stamp or datetime(1, 1, 1)


@dataclass(frozen=True)
class Export:
    """One export.

    files: their origins, of the source that it came to last; records: by key; named_on: date in its name;
    modified_at: time of its files; arrived_at: of the run that found it, or found it again after it was away, UTC;
    is_back: whether it was away; fields: how many records hold something, by field. A folder is another export at each
    run that found files come or gone: arrived_at is that run's time, leavers the files that went.
    """

    name: str
    layout: str
    kind: str
    files: Sequence[Origin]
    records: Mapping[str, KeyedRecord]
    named_on: date | None
    modified_at: datetime
    arrived_at: datetime
    fields: Mapping[str, int]
    is_back: bool = False
    account: str | None = None
    writer: str | None = None
    method: str | None = None
    accepted_on: date | None = None
    leavers: Sequence[Origin] = ()

    @property
    def is_of_many(self) -> bool:
        """Whether it is made of the files of a folder."""
        return any(file != self.name for _, file, _ in (*self.files, *self.leavers))

    def under(self, keys: Mapping[str, str]) -> Export:
        """The export with its records under other keys, where there are such."""
        return replace(self, records={keys.get(key, key): record for key, record in self.records.items()})
