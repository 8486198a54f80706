"""Lines that a command writes into network.toml for the user, everything else in it left as it is."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from pipelines.errors import UserError
from pipelines.home import write_private


def set_source(settings: Path, name: str, key: str, value: str | bool) -> None:
    """Writes `key = value` under `[sources."name"]`.

    Raises UserError when the file is not TOML; it is unchanged then.
    """
    document = _read(settings)
    sources = document.setdefault("sources", tomlkit.table(is_super_table=True))
    sources.setdefault(name, tomlkit.table())[key] = value
    write_private(settings, tomlkit.dumps(document))


def unset_source(settings: Path, name: str, key: str) -> bool:
    """Takes `key` under `[sources."name"]` out again, and the table with it when nothing else stands in it.

    Returns whether it stood there. Raises UserError when the file is not TOML; it is unchanged then.
    """
    document = _read(settings)
    source = document.get("sources", {}).get(name, {})
    if key not in source:
        return False
    del source[key]
    if not source:
        del document["sources"][name]
    if not document["sources"]:
        del document["sources"]
    write_private(settings, tomlkit.dumps(document))
    return True


def _read(settings: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(settings.read_text("utf-8-sig"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise UserError(f"{settings.name} cannot be changed: it is not TOML in UTF-8. Correct it first.") from error
