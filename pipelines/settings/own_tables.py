"""Tables that no dialect knows, as the owner of a home describes them.

`dialects/x.toml` in the home, or `columns` of a file in network.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from connectors import registry
from connectors.files.listing import File
from connectors.records import Recognition
from connectors.tables.descriptions import description_of, description_with
from connectors.tables.dialects import DialectError
from pipelines.errors import UserError

FOLDER_NAME = "dialects"


class FileSetting(Protocol):
    """What network.toml says of a file."""

    @property
    def dialect(self) -> str | None: ...
    @property
    def columns(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class OwnTables:
    """What the home says of tables of its own.

    descriptions: of its dialect files; by_name: of each file of the inbox whose columns the settings say.
    """

    descriptions: Sequence[str] = ()
    by_name: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def own_tables(home: Path, sources: Mapping[str, FileSetting]) -> OwnTables:
    """The descriptions a home holds. Raises UserError with each that cannot be understood."""
    problems: list[str] = []
    descriptions: list[str] = []
    by_name: dict[str, tuple[str, str]] = {}
    for path in sorted((home / FOLDER_NAME).glob("*.toml")):
        try:
            descriptions.append(description_of(path))
        except DialectError as error:
            problems += [f"{FOLDER_NAME}/{problem}. Correct it, or remove the file." for problem in error.problems]
    for name, source in sources.items():
        try:
            dialect = source.dialect or "generic"
            by_name |= {name: (dialect, description_with(dialect, source.columns))} if source.columns else {}
        except DialectError as error:
            problems.append(
                f'network.toml: sources."{name}".columns: {error}. Write a field of a contact, such as "family_name".'
            )
    if problems:
        raise UserError(*problems)
    return OwnTables(descriptions, by_name)


def recognised(file: File, name: str, dialect: str | None, own: OwnTables) -> Recognition | registry.Ambiguous:
    """What an export is taken for, given its name in the inbox and the dialect that the settings say, where they do."""
    if name in own.by_name:
        forced, description = own.by_name[name]
        return registry.recognise(file, forced, [description])
    return registry.recognise(file, dialect, own.descriptions)
