"""The version of a connector, made of what it is made of: what was read is read again when its reader has changed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

_IMPORT = re.compile(r"^\s*from (connectors[\w.]*) import (\([^)]*\)|.*)$|^\s*import (connectors[\w.]*)", re.MULTILINE)


@cache
def version_of_connector(name: str, package: Path = HERE) -> int:
    """CRC-32 of all the sources and tables that the connector of this dotted name imports within the package.

    package: the folder of `connectors`. A connector that stands elsewhere has version 0.
    """
    version = 0
    for path in sorted(_parts(name, package)):
        version = zlib.crc32(path.relative_to(package).as_posix().encode() + path.read_bytes(), version)
    return version


def _parts(name: str, package: Path) -> set[Path]:
    """The files of the connector and those its imports lead to."""
    found: set[Path] = set()
    waiting = list(_files_of(name, package))
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            if path.suffix == ".py":
                waiting += [file for module in _imports(path) for file in _files_of(module, package)]
    return found


def _imports(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, and those of their names that may be modules too."""
    for module, names, plain in _IMPORT.findall(path.read_text("utf-8")):
        yield module or plain
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))


def _files_of(module: str, package: Path) -> list[Path]:
    """The file of a module, or all of a connector's folder, its tables included; none for what is no module."""
    place = package.joinpath(*module.split(".")[1:])
    if place == package:
        return []
    if place.is_dir():
        return [path for path in place.rglob("*") if path.suffix in (".py", ".toml")]
    file = place.with_suffix(".py")
    return [file] if file.is_file() else []
