"""What a SELECT reads, from DuckDB's own parse of it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

IMPURE = frozenset(
    {
        "now",
        "today",
        "current_date",
        "current_time",
        "current_timestamp",
        "localtime",
        "localtimestamp",
        "get_current_time",
        "get_current_timestamp",
        "current_localtime",
        "current_localtimestamp",
        "transaction_timestamp",
        "random",
        "uuid",
        "uuidv4",
        "uuidv7",
        "gen_random_uuid",
        "nextval",
        "getvariable",
        "setseed",
    }
)
"""What gives another answer at another run, or to another connection: a model holds none of it."""


@dataclass(frozen=True)
class Reads:
    """tables: `layer.name` of each table read, at any depth; parameters: names after `$`."""

    tables: frozenset[str]
    parameters: frozenset[str]


@functools.cache
def reads_of(text: str) -> Reads:
    """The tables and parameters of one bare SELECT. Raises ValueError with a sentence when the text is not one.

    json_serialize_sql takes parameters and tables that do not exist, which get_table_names does not.
    """
    statements = _statements(text)
    if len(statements) != 1:
        raise ValueError(f"it holds {len(statements)} statements; a model is one bare SELECT")
    nodes = list(_walk(statements[0]))
    ctes = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    named = [node for node in nodes if node.get("type") == "BASE_TABLE"]
    bare = {node["table_name"] for node in named if not node["schema_name"]} - ctes
    if bare:
        raise ValueError(f"it reads {', '.join(sorted(bare))} without naming a layer; write layer.name")
    impure = {str(name) for node in nodes for name in _called(node) if name in IMPURE}
    if impure:
        raise ValueError(
            f"it names {', '.join(sorted(impure))}, which differs from run to run; dates come from core.weeks"
        )
    return Reads(
        tables=frozenset(f"{node['schema_name']}.{node['table_name']}" for node in named if node["schema_name"]),
        parameters=frozenset(node["identifier"] for node in nodes if node.get("type") == "VALUE_PARAMETER"),
    )


def _statements(text: str) -> list[Any]:
    (row,) = _parser().cursor().execute("select json_serialize_sql($text)", {"text": text}).fetchall()
    parsed = json.loads(row[0])
    if parsed["error"]:
        raise ValueError(f"it is not one bare SELECT: {parsed['error_message']}")
    statements: list[Any] = parsed["statements"]
    return statements


def _called(node: dict[str, Any]) -> list[str]:
    """A function's name; or a bare name, for current_date and its like are written without parentheses."""
    if node.get("type") == "FUNCTION":
        return [node["function_name"].lower()]
    names: list[str] = node.get("column_names", []) if node.get("type") == "COLUMN_REF" else []
    return [name.lower() for name in names] if len(names) == 1 else []


@functools.cache
def _parser() -> duckdb.DuckDBPyConnection:
    """One database in memory for all statements: making one costs more than parsing all of them."""
    return duckdb.connect(
        config={"threads": 1, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree. A stack, since long chains of unions or conditions nest deeper than Python recurses."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            yield here
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
