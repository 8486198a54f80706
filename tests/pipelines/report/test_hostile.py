"""Names that try to be markup: shown, never obeyed, in either form."""

from __future__ import annotations

import json
import tomllib
from html import unescape

import polars as pl
import pytest

from pipelines.report import build
from pipelines.report.escape import html, markdown
from pipelines.report.paste import toml_string
from tests.pipelines.report.marts import AS_OF, SCHEMAS, Marts, full, with_rows, with_values

SCRIPT = "<script>alert(1)</script>"
NAMES = [
    SCRIPT,
    "a | b",
    "*gras* _souligné_ `code`",
    "deux\nlignes\r\n# titre",
    "\u202eétronruot\u200f",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "[a](javascript:x)",
]
NAMED = ("display_name", "organisation", "label", "links", "statement", "value", "source", "row_value")


def hostile(name: str) -> Marts:
    """The believable week with every name in it replaced."""
    marts = full()
    for mart, schema in SCHEMAS.items():
        names = {column: name for column in NAMED if schema.get(column) == pl.String}
        if names:
            marts = with_values(marts, mart, **names)
    return marts


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_text_in_html(name: str) -> None:
    """No tag, attribute or template comes of it, and it cannot turn the line round."""
    page = build(hostile(name), as_of=AS_OF)["report.fr.html"]
    assert "<script" not in page
    assert "<img" not in page
    assert "{{" in page or "{{" not in name
    assert "49" not in unescape(page).split("<bdi>")[1].split("</bdi>")[0]
    assert not any(sign in page for sign in "\u202e\u200f")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_keeps_the_markdown_tables_and_lists_whole(name: str) -> None:
    """The lines are as many and of the same kind as with plain names."""
    shape = [_kind(line) for line in build(hostile("Ada Ferrand"), as_of=AS_OF)["report.fr.md"].splitlines()]
    assert [_kind(line) for line in build(hostile(name), as_of=AS_OF)["report.fr.md"].splitlines()] == shape


def _kind(line: str) -> tuple[str, int]:
    return line[:2], line.replace("\\|", "").count("|")


def test_the_figures_file_keeps_names_as_they_are() -> None:
    """JSON has an escaping of its own; what reads it sees the name."""
    facts = json.loads(build(hostile(SCRIPT), as_of=AS_OF)["report.json"])
    assert facts["reconnect"][0]["display_name"] == SCRIPT


def test_a_channel_that_is_no_address_makes_no_link() -> None:
    """Only telephone, mail and LinkedIn addresses become links, and what they hold cannot leave the attribute."""
    row = full()["mart.recontact_weeks"].to_dicts()[0]
    person = {key: value for key, value in row.items() if key != "week_end"}
    as_profile = with_rows(
        full(),
        "mart.recontact_weeks",
        tuple((person | {"best_channel": "linkedin", "best_value": "javascript:alert(1)"}).values()),
    )
    as_mail = with_rows(
        full(),
        "mart.recontact_weeks",
        tuple((person | {"best_channel": "email_work", "best_value": 'a@b.example" onclick="x'}).values()),
    )
    assert "javascript:" not in build(as_profile, as_of=AS_OF)["report.fr.html"]
    assert 'onclick="' not in build(as_mail, as_of=AS_OF)["report.fr.html"]


@pytest.mark.parametrize(
    "value",
    ['un "nom"', "une\\barre", "deux\nlignes", "\u202eretourné", "tab\tet \x7f suppression", "saut\u2028de ligne"],
)
def test_a_pasted_value_is_read_back_by_toml_as_it_was(value: str) -> None:
    """The rule has to match what the data holds, on one line that shows what it is."""
    written = toml_string(value)
    assert tomllib.loads(f"a = {written}") == {"a": value}
    assert len(written.splitlines()) == 1
    assert "\u202e" not in written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b", "a \\| b"),
        ("<b>", "&lt;b&gt;"),
        ("1. premier", "1\\. premier"),
        ("- tiret", "\\- tiret"),
        ("www.site.example", "www\\.site.example"),
        ("http://x.example", "http:\\//x.example"),
        ("7.2 cercles", "7.2 cercles"),
        ("+33 1 99 00", "+33 1 99 00"),
        ("Jean-Luc d'Arc", "Jean-Luc d'Arc"),
    ],
)
def test_markdown_signs_are_escaped_where_they_would_mean_something(text: str, expected: str) -> None:
    """An ordinary name stays readable."""
    assert markdown(text) == expected


def test_html_text_is_on_one_line_without_control_characters() -> None:
    """A name pasted from a spreadsheet may hold anything."""
    assert html("Ada\x00\n  Ferrand\t") == "Ada Ferrand"
