"""Which connector reads a file: found by its place in this package, and asked by contract.py."""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import connectors
from connectors.bounds import LARGEST
from connectors.contract import Connector
from connectors.files.listing import File
from connectors.records import Reading, Receipt, Recognition, Window
from connectors.unknown import not_known
from connectors.versions import version_of_connector


@dataclass(frozen=True)
class Ambiguous:
    """Several dialects fit a file equally well; candidates: their names, sorted."""

    name: str
    candidates: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """That several dialects fit the file equally well, and how to say which it is."""
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
    return tuple(cast(Connector, module) for module in modules if hasattr(module, "recognises"))


def recognise(file: File, forced: str | None = None, own: Sequence[str] = ()) -> Recognition | Ambiguous:
    """What the file is taken for, and by which connector; kind `unknown` where it is larger than can be read.

    The dialect the user names, else one of the user's own descriptions, else the one with the highest score.
    Kind `empty` or `unknown` when no connector knows it: then the signature is a sentence that says what was found.
    A forced dialect that no connector has is kind `unknown` too.
    """
    found = _recognised(file, forced, own)
    if isinstance(found, Ambiguous) or file.size <= LARGEST.get(found.kind, file.size):
        return found
    return _too_large(file, LARGEST[found.kind])


def _too_large(file: File, most: int) -> Recognition:
    sentence = (
        f"{file.name} has {file.size / 10**6:,.0f} MB, and no more than {most / 10**6:,.0f} MB can be read at once. "
        "Export it in parts, or without its pictures."
    )
    return Recognition(kind="unknown", dialect="", signature=sentence, score=0)


def _recognised(file: File, forced: str | None, own: Sequence[str]) -> Recognition | Ambiguous:
    if (described := _described(file, forced, own)) is not None:
        return described
    candidates = [_by(module, found) for module in connector_modules() for found in module.recognises(file)]
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
    connector = _connector_of(recognition)
    return connector.read(file, recognition, window) if connector else Reading()


def count(file: File, recognition: Recognition) -> int:
    """The records the file holds, counted by another code path than `read`; 0 for a file of kind unknown or empty."""
    connector = _connector_of(recognition)
    return connector.count(file, recognition) if connector else 0


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


def version_of(recognition: Recognition) -> int:
    """The version of what reads a file so recognised, the user's own description included; 0 when nothing does."""
    if not recognition.connector:
        return 0
    description = zlib.crc32(recognition.description.encode()) if recognition.description else 0
    return version_of_connector(recognition.connector) ^ description


def _by(connector: Connector, recognition: Recognition) -> Recognition:
    """The recognition with the connector that made it."""
    return replace(recognition, connector=connector.__name__)


def _described(file: File, forced: str | None, own: Sequence[str]) -> Recognition | None:
    """The recognition of the user's own descriptions that fits best.

    Of those with the name that is forced, where one is.
    """
    fitting = [
        _by(connector, found)
        for connector in connector_modules()
        for description in own
        if (found := connector.described(file, description, forced is not None)) is not None
        and forced in (None, found.dialect)
    ]
    return max(fitting, key=lambda recognition: recognition.score, default=None)


def _forced(file: File, dialect: str, candidates: Sequence[Recognition]) -> Recognition:
    """The candidate of this dialect, else what a connector makes of the user's word, else a sentence."""
    for recognition in candidates:
        if recognition.dialect == dialect:
            return recognition
    for connector in connector_modules():
        if (found := connector.forced(file, dialect)) is not None:
            return _by(connector, found)
    sentence = (
        f'The settings say that {file.name} is "{dialect}", but it cannot be read as that. '
        "Correct the dialect in network.toml, or remove the line."
    )
    return Recognition(kind="unknown", dialect="", signature=sentence, score=0)


def _connector_of(recognition: Recognition) -> Connector | None:
    """The connector that made the recognition; none for a file of kind unknown or empty."""
    if recognition.kind in ("unknown", "empty"):
        return None
    return next(module for module in connector_modules() if module.__name__ == recognition.connector)
