"""No value is looked at again from each of its places: the longest there are cost milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from connectors.bounds import LONGEST_VALUE
from connectors.ics.rule_texts import rule_parts
from tests.attack.attacks import FILLINGS
from transforms.names.beside import bare_name
from transforms.names.parsing import parse_name
from transforms.values.called_off import called_off
from transforms.values.emails import address_in
from transforms.values.organisations import organisation_key

READERS: dict[str, Callable[[str], object]] = {
    "called_off": called_off,
    "organisation_key": organisation_key,
    "bare_name": lambda text: bare_name(text, [{"orlivel"}]),
    "parse_name": parse_name,
    "address_in": address_in,
    "rule_parts": rule_parts,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_long_value_is_read_at_once(reader: str) -> None:
    """Of each kind of filling; 25 milliseconds and more where a run of blanks is looked at from each of its places."""
    read = READERS[reader]
    read("Anna")  # what is loaded once
    for name, filling in FILLINGS.items():
        text = "x" + (filling * LONGEST_VALUE)[: LONGEST_VALUE - 2] + "x"
        started = time.process_time()
        for number in range(10):
            read(f"{number}{text}")
        assert time.process_time() - started < 0.15, name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna Meier < anna@meier.example >", "anna@meier.example"),
        ("<a@b.example> <c@d.example>", "c@d.example"),
        ("Anna <anna@meier.example> (work)", "anna@meier.example"),
        ("Anna <anna@meier.example", "anna <anna@meier.example"),
        ("<anna meier@meier.example>", "anna meier@meier.example"),
    ],
)
def test_the_address_in_the_last_brackets_counts(text: str, address: str) -> None:
    """Where it is one, and the brackets are closed."""
    assert address_in(text) == address
