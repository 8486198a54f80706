"""Says what is wrong with a key of network.toml, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_EXPECTED: Mapping[str, str] = {
    "string_type": 'is not text. Write it in double quotes: "…"',
    "tuple_type": 'is not a list. Write it in square brackets: ["…", "…"]',
    "bool_type": "is neither true nor false. Write one of them, without quotes",
    "int_type": "is not a whole number. Write one without quotes: 12",
    "int_from_float": "is not a whole number. Write one without quotes: 12",
    "float_type": "is not a number. Write one without quotes: 1.5",
    "date_type": "is not a date. Write one without quotes: 2026-11-22",
    "date_from_datetime_inexact": "is not a date. Write one without a time: 2026-11-22",
    "model_type": "is not a table. Write it as [{key}] with its keys below",
    "dict_type": "is not a table. Write it as [{key}] with its keys below",
    "mapping_type": "is not a table. Write it as [{key}] with its keys below",
    "missing": "is missing. Add it",
    "string_too_short": "is empty. Write a value or delete the line",
    "string_pattern_mismatch": 'is not a country code. Write two capitals such as "FR"',
    "literal_error": "is none of the allowed values. Write one of: {expected}",
    "greater_than": "is too small. Write a number above {gt:g}",
    "greater_than_equal": "is too small. Write {ge:g} or more",
    "finite_number": "is not a number. Write one without quotes: 1.5",
    "less_than": "is too large. Write a number below {lt:g}",
    "less_than_equal": "is too large. Write {le:g} or less",
}


def sentence(problem: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong with which key, and what to write instead. Names no value of the file: it may be personal."""
    path = [part for part in problem["loc"] if part != "[key]"]
    key = ".".join(_as_key(part) for part in path)
    if problem["type"] == "extra_forbidden":
        return f"{key} is not a known key. {_nearest(path, model)}"
    expected = _EXPECTED.get(problem["type"])
    if expected is None:
        return f"{key} {problem['msg']}."
    return f"{key} {expected.format_map({'key': key, **problem.get('ctx', {})})}."


def _as_key(part: int | str) -> str:
    """The part as TOML writes it: in quotes where a bare key would be another one."""
    return str(part) if re.fullmatch(r"[A-Za-z0-9_-]+", str(part)) else f'"{part}"'


def _nearest(path: list[int | str], model: type[BaseModel]) -> str:
    known = _keys_at(path[:-1], model)
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}."


def _keys_at(path: list[int | str], model: Any) -> list[str]:
    """The known keys of the table at this path."""
    for part in path:
        is_section = isinstance(model, type) and issubclass(model, BaseModel)
        # else a mapping: what its values are
        model = model.model_fields[str(part)].annotation if is_section else get_args(model)[1]
        if get_origin(model) in (Union, UnionType):
            model = next(option for option in get_args(model) if option is not type(None))
    return list(model.model_fields)
