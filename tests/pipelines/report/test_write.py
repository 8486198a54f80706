"""What write_report makes, of what, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest

from pipelines.report import MissingMarts, build, marts_read, write_report
from pipelines.report.facts.shape import schema
from pipelines.report.layout import SECTIONS, BadSection, sections
from pipelines.report.write import reporting_week
from tests.pipelines.report import marts
from warehouse.models import parse_header

WAREHOUSE = Path(__file__).parents[3] / "warehouse"
SCHEMA = json.loads((SECTIONS.parent / "report.schema.json").read_text("utf-8"))


def test_five_files_are_written_into_a_folder_made_for_them(tmp_path: Path) -> None:
    """Two languages in two forms, and the figures as JSON."""
    paths = write_report(marts.full(), tmp_path / "reports" / "2026-W47", as_of=marts.AS_OF)
    assert [path.name for path in paths] == [
        "report.en.html",
        "report.en.md",
        "report.fr.html",
        "report.fr.md",
        "report.json",
    ]
    assert all(path.read_text("utf-8").strip() for path in paths)


def test_a_missing_mart_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """All the marts that are missing are named at once."""
    given = {name: frame for name, frame in marts.full().items() if name not in ("mart.tie_weeks", "mart.figures")}
    with pytest.raises(MissingMarts, match=r"mart\.figures, mart\.tie_weeks"):
        write_report(given, tmp_path / "reports", as_of=marts.AS_OF)
    assert not (tmp_path / "reports").exists()


def test_the_hand_made_marts_are_all_that_the_sections_read() -> None:
    """A section that reads another mart has to be given one here."""
    assert set(marts_read()) == set(marts.SCHEMAS)


@pytest.mark.parametrize("mart", marts.SCHEMAS)
def test_the_hand_made_marts_have_the_columns_of_the_warehouse(mart: str) -> None:
    """What these tests render is what the warehouse builds: same names, same order."""
    sql = WAREHOUSE / "sql" / "mart" / f"{mart.split('.')[1]}.sql"
    text = sql.read_text("utf-8") if sql.exists() else import_module(f"transforms.models.{mart}").__doc__ or ""
    assert ["week_end", *marts.SCHEMAS[mart]] == list(parse_header(text).columns)


@pytest.mark.parametrize(
    ("as_of", "week_end"), [(date(2026, 11, 22), date(2026, 11, 22)), (date(2026, 11, 28), date(2026, 11, 22))]
)
def test_the_reporting_week_ends_on_the_last_sunday_up_to_the_day_of_the_run(as_of: date, week_end: date) -> None:
    """A run on Saturday the 28th reports the week that ended on Sunday the 22nd."""
    assert reporting_week({}, as_of) == week_end


def test_without_a_day_the_latest_week_of_the_marts_is_reported() -> None:
    """The marts know their week."""
    assert reporting_week(marts.full(), None) == marts.WEEK_END


def test_marts_without_a_week_need_the_day_of_the_run() -> None:
    """Nothing is guessed from the clock."""
    with pytest.raises(ValueError, match="pass as_of"):
        reporting_week({}, None)


def test_the_schema_file_is_that_of_the_facts() -> None:
    """Written by python -m tests.documents: neither can say what the other does not."""
    assert schema() == SCHEMA


@pytest.mark.parametrize("made", [marts.full, marts.empty])
def test_the_figures_file_keeps_to_its_schema(made: object) -> None:
    """report.json is what report.schema.json says, for a believable week and for an empty network."""
    assert callable(made)
    facts = json.loads(build(made(), as_of=marts.AS_OF)["report.json"])
    jsonschema.validate(facts, SCHEMA)


def test_the_figures_file_carries_counts_beside_shares() -> None:
    """A share can be checked: its numerator, denominator and coverage stand with it; people carry their id."""
    facts = json.loads(build(marts.full(), as_of=marts.AS_OF)["report.json"])
    assert facts["figures"]["reachable"] == {
        "value": 1102.0, "previous": 1099.0, "change": "up", "numerator": 1102, "denominator": 1248, "coverage": 0.883,
        "note": None,
    }  # fmt: skip
    assert [person["person_id"] for person in facts["reconnect"]] == ["r01", "r02", "r03", "r04", "r05"]
    assert (facts["week"], facts["as_of"]) == ("2026-W47", "2026-11-23")


def test_the_order_of_the_marts_rows_does_not_matter() -> None:
    """Frames come from a database without an order."""
    upside_down = {name: frame.reverse() for name, frame in marts.full().items()}
    assert build(upside_down, as_of=marts.AS_OF) == build(marts.full(), as_of=marts.AS_OF)


def test_other_weeks_in_the_marts_do_not_leak_into_the_week() -> None:
    """The next week's names are not in this one's report."""
    later = marts.frame("mart.bridge_weeks", (1, "x", "Venue Plus-Tard", 9.0, 9, None), week_end=date(2026, 11, 29))
    given = {**marts.full(), "mart.bridge_weeks": marts.full()["mart.bridge_weeks"].vstack(later)}
    assert "Plus-Tard" not in "".join(build(given, as_of=marts.AS_OF).values())


OWN = """{#
page = 1
reads = ["mart.bridge_weeks"]

[numbers]
people = 2

[fr]
title = "Le mien"
who = "Ponts : {n}"

[en]
title = "Mine"
who = "Bridges: {n}"
#}
{{ out.paragraph(t("own.who", n=rows["mart.bridge_weeks"] | length)) }}
{{ out.bullets(rows["mart.bridge_weeks"][:numbers.own.people] | map(attribute="display_name") | list) }}
"""


def test_a_section_is_one_file(tmp_path: Path) -> None:
    """Its place, what it reads, how much it shows, its words in both languages and its template."""
    (tmp_path / "001_own.jinja").write_text(OWN, "utf-8")
    files = build(marts.full(), as_of=marts.AS_OF, sections_folder=tmp_path)
    assert "<li>Noé Kerbrat</li>" in files["report.fr.html"]
    assert "## Le mien\n\nPonts" in files["report.fr.md"]
    assert "## Mine\n\nBridges: 3\n\n- Bérengère Astruc\n- Noé Kerbrat\n" in files["report.en.md"]


def test_a_section_beside_the_others_stands_where_its_number_says(tmp_path: Path) -> None:
    """After the week and before the plan; nothing else changes."""
    shutil.copytree(SECTIONS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "011_own.jinja").write_text(OWN, "utf-8")
    files = build(marts.full(), as_of=marts.AS_OF, sections_folder=tmp_path)
    for language in ("fr", "en"):
        ids = re.findall(r'<section id="(\w+)"', files[f"report.{language}.html"])
        assert ids[:3] == ["week", "own", "objective"]


@pytest.mark.parametrize(
    ("name", "text", "sentences"),
    [
        ("001_own.jinja", OWN.replace("page = 1", "page = 3\ncolumn = 1"), ["001_own.jinja: page", "column"]),
        ("001_own.jinja", OWN.replace('title = "Mine"\n', ""), [r"\[en\] has no title, which \[fr\] has"]),
        ("001_own.jinja", OWN.replace("[numbers]", "[numbers"), ["its head is no TOML"]),
        ("001_own.jinja", "{{ out }}", ["begin it with its head"]),
        ("own.jinja", OWN, ["name it ORDER_ID.jinja"]),
    ],
)
def test_a_section_that_says_too_little_or_too_much_is_named(
    tmp_path: Path, name: str, text: str, sentences: list[str]
) -> None:
    """The sentences say which file and all that is wrong."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadSection) as refused:
        sections(tmp_path)
    assert all(re.search(sentence, str(refused.value)) for sentence in sentences)
