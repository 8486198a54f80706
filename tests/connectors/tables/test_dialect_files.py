"""What is wrong with a dialect file is said, all of it at once, whatever stands in it."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.tables.dialects import DialectError, dialect_of

GOOD: dict[str, Any] = {
    "id": "x",
    "kind": "contacts",
    "variants": {"en": {"all_of": ["Name"], "columns": {"Name": "formatted_name"}}},
}


def variant(**keys: Any) -> dict[str, Any]:
    return {**GOOD, "variants": {"en": {**GOOD["variants"]["en"], **keys}}}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({**GOOD, "nulls": "0/0/00"}, "nulls is no list"),
        ({**GOOD, "nulls": 5}, "nulls is no list"),
        ({**GOOD, "types": ["cell"]}, "types is no table"),
        ({**GOOD, "types": {"cell": "work"}}, "types.cell is no list"),
        ({**GOOD, "leave_out": {"rule": ["a"]}}, "leave_out.rule is no table"),
        ({**GOOD, "kind": ["contacts"]}, "kind is no text"),
        ({**GOOD, "variants": ["en"]}, "variants is no table"),
        ({**GOOD, "variants": {"en": "x"}}, "variants.en is no table"),
        (variant(all_of="Name"), "variants.en.all_of is no list"),
        (variant(any_of=[["A"], 3]), "variants.en.any_of is no list"),
        (variant(at_least="two"), "variants.en.at_least is no whole number"),
        (variant(columns=["Name"]), "variants.en.columns is no table"),
        (variant(columns={"Name": 3}), 'variants.en.columns."Name" is no table'),
        (variant(columns={"Name": {"field": "title", "uid": "yes"}}), "uid is neither true nor false"),
        (variant(columns={"Name": {"field": "title", "size": 3}}), "size is not known"),
        (variant(file_name="export_("), "variants.en.file_name is no regular expression"),
        (variant(says={"act": 3}), "variants.en.says.act is no text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_what_to_write(told: dict[str, Any], words: str) -> None:
    """Not taken letter by letter, and no fault of the program."""
    with pytest.raises(DialectError) as caught:
        dialect_of(told, "x.toml")
    assert any(problem.startswith("x.toml: ") and words in problem for problem in caught.value.problems)


def test_all_problems_are_told_at_once() -> None:
    """Of keys, of shapes, and of columns that name no field."""
    with pytest.raises(DialectError) as caught:
        dialect_of({**variant(dates="sunday", colums={}), "nulz": []}, "x.toml")
    assert len(caught.value.problems) == 3
    with pytest.raises(DialectError) as caught:
        dialect_of(variant(columns={"A": "shoe_size", "B": "hat_size"}), "x.toml")
    assert len(caught.value.problems) == 2


def test_a_good_file_is_a_dialect() -> None:
    """With what it leaves unsaid at its default."""
    assert dialect_of(GOOD, "x.toml").variants[0].all_of == ("name",)
