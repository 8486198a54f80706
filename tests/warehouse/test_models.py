"""Headers, what a model reads, and the order of the graph."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from tests.support.small import counting_module, model
from warehouse.errors import ModelError
from warehouse.models import Reference, needed, ordered, parse_header, python_model, sql_models
from warehouse.parse import reads_of

HEADER = """
One row per contact record
that a file holds.

grain: record_id, week_end

record_id     source/key of the record
week_end      the Sunday; one of
              core.weeks
references: record_id staging.contacts
references: week_end core.weeks.week_end
"""


def test_a_header_says_grain_columns_and_references() -> None:
    """Continuation lines belong to the column above them."""
    header = parse_header(HEADER)
    assert header.description == "One row per contact record that a file holds."
    assert header.grain == ("record_id", "week_end")
    assert dict(header.columns) == {
        "record_id": "source/key of the record",
        "week_end": "the Sunday; one of core.weeks",
    }
    assert header.references == (
        Reference("record_id", "staging.contacts", "record_id"),
        Reference("week_end", "core.weeks", "week_end"),
    )


def test_a_table_of_one_row_has_no_grain() -> None:
    """`grain: -` says so."""
    assert parse_header("One row.\n\ngrain: -\n\nn  number of people").grain == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One row per x.\n\nx  the x", "exactly one line 'grain:"),
        ("grain: x\n\nx  the x", "does not say what one row is"),
        ("One row per x.\n\ngrain: y\n\nx  the x", "describes no column y"),
        ("One row per x.\n\ngrain: x\n\nx  the x\nx  again", "describes x twice"),
        ("One row per x.\n\ngrain: x\n\nx  the x\nreferences: x core", "a references line reads"),
    ],
)
def test_an_unfit_header_is_told_in_a_sentence(text: str, sentence: str) -> None:
    """Each thing a header must say is asked for by name."""
    with pytest.raises(ValueError, match=sentence):
        parse_header(text)


@pytest.mark.parametrize(
    ("select", "tables"),
    [
        ("select x from core.events", {"core.events"}),
        ("with recent as (from core.events) select x from recent", {"core.events"}),
        ("with recent as (with older as (from core.weeks) from older) select x from recent", {"core.weeks"}),
        ("select x from core.events union all select x from mart.ties", {"core.events", "mart.ties"}),
        ("select (select max(x) from core.weeks) as x from core.events", {"core.events", "core.weeks"}),
        ("select x from core.events where x in (select x from core.weeks)", {"core.events", "core.weeks"}),
        (
            "select x from core.events where exists (select 1 from core.weeks where weeks.x = events.x)",
            {"core.events", "core.weeks"},
        ),
        (
            "select x from core.events, lateral (select y from core.weeks where weeks.x = events.x)",
            {"core.events", "core.weeks"},
        ),
        ("select x from core.events left join (select x from core.weeks) using (x)", {"core.events", "core.weeks"}),
        (
            (
                "with recursive chain as (select 1 as x union all select x + 1 from chain inner join core.events using "
                "(x)) from chain"
            ),
            {"core.events"},
        ),
        ("select list_transform([1], lambda x: x + (select count(*) from core.weeks)) as x", {"core.weeks"}),
        ("select x from core.events order by (select max(x) from core.weeks)", {"core.events", "core.weeks"}),
        ("select x from core.events asof join core.weeks on events.x >= weeks.x", {"core.events", "core.weeks"}),
        (
            "select x, row_number() over (partition by (select 1 from core.weeks)) from core.events qualify x > 1",
            {"core.events", "core.weeks"},
        ),
        ("select unnest(x) from generate_series(1, 3) as series (x)", set()),
    ],
)
def test_reads_are_found_at_any_depth(select: str, tables: set[str]) -> None:
    """Common table expressions are no tables; whatever a subquery reads is."""
    assert reads_of(select).tables == tables


def test_parameters_are_found() -> None:
    """A date after $ is a parameter wherever it stands."""
    assert reads_of("with w as (select $as_of::date as d) select d from w").parameters == {"as_of"}


def test_a_long_chain_of_unions_is_read() -> None:
    """The depth of a statement is no limit."""
    assert reads_of(" union all ".join(f"select x from core.t{number}" for number in range(300))).tables == {
        f"core.t{number}" for number in range(300)
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("select x from events", "reads events without naming a layer"),
        ("select 1; select 2", "holds 2 statements"),
        ("create table x as select 1", "not one bare SELECT"),
        ("selec 1", "not one bare SELECT"),
        ("select x from 'contacts.csv'", "without naming a layer"),
        (
            "select x from core.events where local_date < current_date",
            "it names current_date, which differs from run to run",
        ),
        ("select x from core.events where local_date < today() or random() < 0.5", "it names random, today, which"),
        ("select getvariable('week') as x", "it names getvariable"),
    ],
)
def test_a_text_that_is_no_model_is_told_in_a_sentence(text: str, sentence: str) -> None:
    """A model is one SELECT from tables of a layer."""
    with pytest.raises(ValueError, match=sentence):
        reads_of(text)


def test_all_unfit_files_are_told_at_once(tmp_path: Path) -> None:
    """Each sentence begins with the file."""
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.sql").write_text("select 1 as x", "utf-8")
    (tmp_path / "core" / "b.sql").write_text("/* One row.\n\ngrain: -\n\nx  the x\n*/ selec 1", "utf-8")
    with pytest.raises(ModelError) as raised:
        sql_models(tmp_path)
    assert [problem.split(":")[0] for problem in raised.value.problems] == [
        "warehouse/sql/core/a.sql",
        "warehouse/sql/core/b.sql",
    ]


def test_a_python_model_is_named_by_its_place() -> None:
    """The last package is the layer, the module the table."""
    found = python_model(counting_module())
    assert (found.name, found.reads, list(found.header.columns)) == (
        "core.initials",
        frozenset({"staging.contacts"}),
        ["initial", "people"],
    )


def test_a_module_without_reads_is_told_in_a_sentence() -> None:
    """The sentence says what is missing."""
    module = ModuleType("transforms.models.core.empty")
    module.__doc__ = "One row.\n\ngrain: -\n\nx  the x"
    module.__dict__["build"] = lambda frames: pl.DataFrame()
    with pytest.raises(ModelError, match="missing here: reads"):
        python_model(module)


def test_models_come_after_what_they_read(tmp_path: Path) -> None:
    """The order hangs on what is read, not on names."""
    models = [
        model(tmp_path, "core.a", "select x from core.z", "x"),
        model(tmp_path, "core.z", "select x from staging.m", "x"),
        model(tmp_path, "staging.m", "select 1 as x from raw.contacts", "x"),
        model(tmp_path, "core.b", "select 1 as x", "x"),
    ]
    assert [each.name for each in ordered(models, ["raw.contacts"])] == ["core.b", "staging.m", "core.z", "core.a"]


@pytest.mark.parametrize(
    ("name", "select", "sentence"),
    [
        ("core.x", "select 1 as x from core.nowhere", r"it reads core\.nowhere, which no model makes"),
        (
            "core.x",
            "select 1 as x from raw.contacts",
            r"it reads raw\.contacts, but core may read only staging, link, core and the settings",
        ),
        ("mart.x", "select 1 as x from staging.m", r"it reads staging\.m, but mart may read only core, mart"),
        ("core.x", "select 1 as x from raw.person_register", r"raw\.person_register, but core may read only"),
        ("staging.x", "select $as_of as x", r"names \$as_of, which only core\.weeks may"),
        ("core.weeks", "select $week as x", r"the parameter \$week; the only one is \$as_of"),
        ("attic.x", "select 1 as x", "attic is no layer; the layers are staging, link, core, mart, main"),
    ],
)
def test_a_model_that_breaks_a_rule_of_the_house_is_told_in_a_sentence(
    tmp_path: Path, name: str, select: str, sentence: str
) -> None:
    """What a layer may read, and who may name the day, is held here."""
    models = [model(tmp_path, "staging.m", "select 1 as x", "x"), model(tmp_path, name, select, "x")]
    with pytest.raises(ModelError, match=sentence):
        ordered(models, ["raw.contacts", "raw.settings", "raw.person_register"])


def test_settings_are_read_by_any_layer_and_the_register_by_linking(tmp_path: Path) -> None:
    """What the user decided is no layer of its own."""
    models = [
        model(tmp_path, "mart.x", "select 1 as x from raw.settings", "x"),
        model(tmp_path, "link.x", "select 1 as x from raw.person_register", "x"),
        model(tmp_path, "core.weeks", "select $as_of as x", "x"),
    ]
    assert len(ordered(models, ["raw.settings", "raw.person_register"])) == 3


def test_all_problems_of_the_graph_are_told_at_once(tmp_path: Path) -> None:
    """Two models, two sentences."""
    models = [
        model(tmp_path, "core.x", "select 1 as x from core.a", "x"),
        model(tmp_path, "core.y", "select 1 as x from core.b", "x"),
    ]
    with pytest.raises(ModelError) as raised:
        ordered(models, [])
    assert len(raised.value.problems) == 2


def test_a_circle_names_its_models(tmp_path: Path) -> None:
    """Two models that wait for each other cannot be built."""
    models = [
        model(tmp_path, "core.x", "select 1 as x from core.y", "x"),
        model(tmp_path, "core.y", "select 1 as x from core.x", "x"),
    ]
    with pytest.raises(ModelError, match=r"in a circle: core\.[xy] → core\.[xy] → core\.[xy]"):
        ordered(models, [])


def test_a_model_made_twice_is_refused(tmp_path: Path) -> None:
    """A SQL file and a Python module of one name would hide each other."""
    twice = [
        model(tmp_path, "core.initials", "select 'a' as initial, 1 as people", "initial, people"),
        python_model(counting_module()),
    ]
    with pytest.raises(ModelError, match=r"makes core\.initials too"):
        ordered([*twice, model(tmp_path, "staging.contacts", "select 1 as x", "x")], [])


def test_a_reference_to_a_column_nobody_makes_is_refused(tmp_path: Path) -> None:
    """A check that could never fail would be worse than none."""
    models = [
        model(tmp_path, "core.x", "select 1 as x", "x", more="references: x core.y"),
        model(tmp_path, "core.y", "select 1 as z", "z"),
    ]
    with pytest.raises(ModelError, match=r"its header refers to core\.y\.x, which no model makes"):
        ordered(models, [])


def test_a_model_is_needed_with_all_it_reads(tmp_path: Path) -> None:
    """So that a part of the warehouse can be built alone; tables nobody makes are left to the state."""
    reads = {"staging.a": "raw.files", "staging.b": "staging.a", "core.c": "staging.b"}
    models = [model(tmp_path, name, f"select x from {table}", "x") for name, table in reads.items()]
    assert sorted(found.name for found in needed(models, ["staging.b"])) == ["staging.a", "staging.b"]
