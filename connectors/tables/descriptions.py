"""Tables as their owner describes them: a dialect file of their own, or what they say of single columns.

A description travels as text, the JSON of a dialect file, so that what a file was taken for can be read again without
the home it lay in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from connectors.tables.dialects import FOLDER, Dialect, dialect_of, written


@cache
def described_dialect(told: str) -> Dialect:
    """The dialect of a description: the JSON of a dialect file. Raises DialectError as `load` does."""
    said = json.loads(told)
    return dialect_of(said, f"{said.get('id')}.toml")


def description_of(path: Path) -> str:
    """The description of a dialect file of the user's own. Raises DialectError when it is none."""
    description = json.dumps(written(path), sort_keys=True)
    dialect_of(json.loads(description), path.name)
    return description


def description_with(dialect: str, columns: Mapping[str, Any]) -> str:
    """The description of a dialect, or of the generic reading of a table, in which these columns say something else.

    Raises DialectError.
    """
    path = FOLDER / f"{dialect}.toml"
    base = written(path) if path.exists() else {"id": dialect, "kind": "contacts", "variants": {}}
    variants = {name: {"like": f"{dialect}.{name}", "columns": columns} for name in base["variants"]} or {
        "own": {"columns": columns}
    }
    description = json.dumps({**base, "variants": variants}, sort_keys=True)
    described_dialect(description)
    return description
