"""Which connector reads a file. A connector is a module of this package, found by its place, with

VERSION: int                                          raised when it reads the same bytes otherwise, so that they
are read again
recognises(export) -> list[Recognition]               what the file may be; none when it is not for this connector
read(export, recognition, window) -> Reading          all it holds; bad data is a reject in it, never an exception
count(export, recognition) -> int                     the records it holds, counted by another code path than `read`
forced(export, dialect) -> Recognition | None         optional: the recognition for a dialect of its own that the
user names
described(export, told, is_named) -> Recognition | None   optional: the recognition for a description of the user's
own
"""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import connectors
from connectors.files.listing import File
from connectors.records import Reading, Receipt, Recognition, Window
from connectors.unknown import not_known


class Connector(Protocol):
    """A module of this package that reads one kind of file."""

    __name__: str
    VERSION: int

    def recognises(self, file: File) -> list[Recognition]: ...
    def read(self, file: File, recognition: Recognition, window: Window) -> Reading: ...
    def count(self, file: File, recognition: Recognition) -> int: ...


@dataclass(frozen=True)
class Ambiguous:
    """Several dialects fit a file equally well; candidates: their names, sorted."""

    name: str
    candidates: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What, where, and what to do."""
        *others, last = self.candidates
        return (
            f"Cannot tell which export {self.name} is: it fits {', '.join(others)} and {last} equally well.\n"
            f'Say which in network.toml: [sources."{self.name}"] dialect = "{self.candidates[0]}"'
        )


@cache
def connector_modules() -> tuple[Connector, ...]:
    """The connectors, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(connectors.__path__) if module.name != "registry")
    modules = (importlib.import_module(f"connectors.{name}") for name in names)
    return tuple(
        cast(Connector, module) for module in modules if hasattr(module, "recognises") and hasattr(module, "read")
    )


def recognise(file: File, forced: str | None = None, own: Sequence[str] = ()) -> Recognition | Ambiguous:
    """What the file is taken for.

    The dialect the user names, else one of the user's own descriptions, else the one with the highest score.
    Kind `empty` or `unknown` when no connector knows it: then the signature is a sentence that says what was found.
    A forced dialect that no connector has is kind `unknown` too.
    """
    if (described := _described(file, forced, own)) is not None:
        return described
    candidates = [recognition for module in connector_modules() for recognition in module.recognises(file)]
    if forced is not None:
        return _forced(file, forced, candidates)
    if not candidates:
        return not_known(file)
    best = max(recognition.score for recognition in candidates)
    top = [recognition for recognition in candidates if recognition.score == best]
    dialects = tuple(sorted({recognition.dialect for recognition in top}))
    return top[0] if len(dialects) == 1 else Ambiguous(file.name, dialects)


def read(file: File, recognition: Recognition, window: Window) -> Reading:
    """All that the file holds; nothing for a file of kind unknown or empty."""
    module = _connector_of(file, recognition)
    return module.read(file, recognition, window) if module else Reading()


def count(file: File, recognition: Recognition) -> int:
    """The records the file holds, counted by another code path than `read`; 0 for a file of kind unknown or empty."""
    module = _connector_of(file, recognition)
    return module.count(file, recognition) if module else 0


def receipt(file: File, recognition: Recognition, reading: Reading) -> Receipt:
    """The receipt of a reading; zeros for a file of kind unknown or empty."""
    return Receipt(
        found=count(file, recognition),
        kept=sum(frame.height for frame in (reading.contacts, reading.events, reading.messages, reading.owner_facts)),
        repeated=reading.repeated,
        rejected=int(reading.rejects["is_record"].sum()),
        ignored=sum(reading.ignored.values()),
        ignored_rules=dict(reading.ignored),
        withheld_rules=dict(reading.withheld),
    )


def version_of(file: File, recognition: Recognition) -> int:
    """The version of the connector that reads this file, and of the user's own description of it; 0 when none does."""
    module = _connector_of(file, recognition)
    return (
        module.VERSION ^ zlib.crc32(recognition.told.encode())
        if module and recognition.told
        else module.VERSION
        if module
        else 0
    )


def _described(file: File, forced: str | None, own: Sequence[str]) -> Recognition | None:
    """The recognition of the user's own descriptions that fits best.

    Of those with the name that is forced, where one is.
    """
    found = [
        described(file, told, forced is not None)
        for module in connector_modules()
        if (described := getattr(module, "described", None))
        for told in own
    ]
    fitting = [one for one in found if one is not None and forced in (None, one.dialect)]
    return max(fitting, key=lambda one: one.score, default=None)


def _forced(file: File, dialect: str, candidates: list[Recognition]) -> Recognition:
    fitting = [recognition for recognition in candidates if recognition.dialect == dialect]
    fitting += [
        recognition for module in connector_modules() if (recognition := _forced_by(module, file, dialect)) is not None
    ]
    if fitting:
        return fitting[0]
    sentence = (
        f'The settings say that {file.name} is "{dialect}", but it cannot be read as that. Correct the dialect in'
        " network.toml, or remove the line."
    )
    return Recognition(kind="unknown", dialect="", signature=sentence, score=0)


def _forced_by(module: Connector, file: File, dialect: str) -> Recognition | None:
    forced = getattr(module, "forced", None)
    return cast("Recognition | None", forced(file, dialect)) if forced else None


def _connector_of(file: File, recognition: Recognition) -> Connector | None:
    """The connector whose recognition this is."""
    if recognition.kind in ("unknown", "empty"):
        return None
    for module in connector_modules():
        if recognition.told:
            if hasattr(module, "described"):
                return module
            continue
        known = [candidate.dialect for candidate in module.recognises(file)]
        if recognition.dialect in known or _forced_by(module, file, recognition.dialect) is not None:
            return module
    raise LookupError(f"no connector reads the dialect {recognition.dialect}")
