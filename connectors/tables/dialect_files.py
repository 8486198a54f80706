"""The shape of a dialect file: which keys it has, and of what kind their values are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

_EXPECTED: Mapping[str, str] = {
    "list_type": 'is no list. Write it in square brackets: ["…", "…"]',
    "string_type": 'is no text. Write it in double quotes: "…"',
    "int_type": "is no whole number. Write one without quotes: 2",
    "bool_type": "is neither true nor false. Write one of them, without quotes",
    "dict_type": "is no table. Write its keys below it, or in braces",
    "mapping_type": "is no table. Write its keys below it, or in braces",
    "model_type": "is no table. Write its keys below it, or in braces",
    "literal_error": "is none of the allowed values. Write one of: {expected}",
    "greater_than_equal": "is too small. Write {ge} or more",
    "extra_forbidden": "is not known",
    "missing": "is missing",
}


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error})") from error
    return text


class _Shape(BaseModel):
    """Unknown keys are problems, and nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ColumnShape(_Shape):
    """What one column says, where it is more than the name of a field."""

    field: str
    types: list[str] = []
    pref: int | None = None
    label: str | None = None
    group: str = ""
    separator: str | None = None
    nulls: list[str] = []
    formats: list[str] = []
    uid: bool = False
    before: str = ""
    after: str = ""
    beside: list[str] = []
    occurrence: int = 0
    of: str = ""
    otherwise: bool = False


class VariantShape(_Shape):
    """One language or layout."""

    like: str = ""
    all_of: list[str] = []
    any_of: list[Any] = []
    at_least: Annotated[int, Field(ge=1)] = 1
    none_of: list[str] = []
    typical: list[str] = []
    file_name: Annotated[str, AfterValidator(_pattern)] = ""
    dates: Literal["day_first", "month_first"] | None = None
    columns: dict[str, Any] = {}
    says: dict[str, str] = {}


class DialectShape(_Shape):
    """A whole dialect file."""

    id: str
    kind: str
    nulls: list[str] = []
    footers: list[str] = []
    types: dict[str, list[str]] = {}
    leave_out: dict[str, dict[str, list[str]]] = {}
    variants: dict[str, VariantShape]
    says: dict[str, str] = {}
    says_by_name: dict[str, dict[str, str]] = {}


def shape_problems(told: Mapping[str, Any]) -> list[str]:
    """What is wrong with the shape of a dialect file, one sentence without its full stop for each key.

    told: the file as TOML gives it. Names keys and what they may be, and no value.
    """
    problems = _problems(DialectShape, told, "")
    variants = told.get("variants")
    for name, variant in variants.items() if isinstance(variants, dict) else ():
        if isinstance(variant, dict):
            problems += _column_problems(name, variant)
    return problems


def _column_problems(name: str, variant: Mapping[str, Any]) -> list[str]:
    columns, groups = variant.get("columns"), variant.get("any_of")
    problems = []
    for header, value in columns.items() if isinstance(columns, dict) else ():
        for reading in value if isinstance(value, list) else [value]:
            if not isinstance(reading, str):
                problems += _problems(ColumnShape, reading, f'variants.{name}.columns."{header}"')
    for group in groups if isinstance(groups, list) else ():
        is_group = isinstance(group, list) and all(isinstance(column, str) for column in group)
        if not isinstance(group, str) and not is_group:
            problems.append(f"variants.{name}.any_of {_EXPECTED['list_type']}")
    return problems


def _problems(shape: type[_Shape], value: Any, place: str) -> list[str]:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        return [_sentence(problem, place) for problem in error.errors()]
    return []


def _sentence(problem: ErrorDetails, place: str) -> str:
    where = ".".join(part for part in (place, *map(str, problem["loc"])) if part)
    expected = _EXPECTED.get(problem["type"])
    if expected is None:
        return f"{where} {str(problem['ctx']['error']) if 'ctx' in problem else problem['msg']}"
    return f"{where} {expected.format_map(problem.get('ctx', {}))}"
