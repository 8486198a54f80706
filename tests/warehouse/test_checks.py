"""What a built warehouse must hold before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.small import AS_OF, SCHEMAS, SETTINGS, add_contacts, make_state, model
from warehouse.build import build
from warehouse.models import Model
from warehouse.state import State


def failures(folder: Path, *models: Model) -> tuple[str, ...]:
    """What the build of these models reports."""
    return build(folder / "next.duckdb", make_state(folder / "state.duckdb"), models, SETTINGS, AS_OF).failures


def test_a_sound_model_has_no_failures(tmp_path: Path) -> None:
    """Unique grain, no null in it, the columns of the header."""
    assert (
        failures(
            tmp_path, model(tmp_path, "core.x", "from (values (1, 'a'), (2, null)) as rows (x, y)", "x, y", grain="x")
        )
        == ()
    )


@pytest.mark.parametrize(
    ("select", "columns", "grain", "sentence"),
    [
        ("from (values (1), (1), (2)) as rows (x)", "x", "x", "core.x has several rows for one (x): 1 times."),
        (
            "from (values (1, 1), (1, 1), (1, 2)) as rows (x, y)",
            "x, y",
            "x, y",
            "core.x has several rows for one (x, y): 1 times.",
        ),
        ("from (values (1), (null)) as rows (x)", "x", "x", "core.x.x is null in 1 rows; it is part of the grain."),
        ("from (values (1), (2)) as rows (x)", "x", "-", "core.x has 2 rows; its header says it always has one."),
        ("select 1 as x where false", "x", "-", "core.x has 0 rows; its header says it always has one."),
        (
            "select 1 as x, 2 as y",
            "x",
            "x",
            "warehouse/sql/core/x.sql: its columns are not those of its header: y not described.",
        ),
        (
            "select 1 as x",
            "x, y",
            "y",
            "warehouse/sql/core/x.sql: its columns are not those of its header: y described but not made.",
        ),
        (
            "select 1 as y, 2 as x",
            "x, y",
            "x",
            "warehouse/sql/core/x.sql: its columns are not those of its header: the order differs.",
        ),
    ],
)
def test_a_table_that_breaks_its_header_is_told_in_a_sentence(
    tmp_path: Path, select: str, columns: str, grain: str, sentence: str
) -> None:
    """Grain and columns are promises; each broken one is reported and the others are still checked."""
    if "described but not made" in sentence:
        grain = "x"
    assert failures(tmp_path, model(tmp_path, "core.x", select, columns, grain=grain)) == (sentence,)


def test_a_view_is_checked_too(tmp_path: Path) -> None:
    """What people who do not know the layers read keeps its promises as well."""
    models = [
        model(tmp_path, "core.x", "select 1 as x", "x"),
        model(tmp_path, "main.y", "from core.x union all from core.x", "x", grain="x"),
    ]
    assert failures(tmp_path, *models) == ("main.y has several rows for one (x): 1 times.",)


def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    """Values that the other table lacks are counted; null refers to nothing and is fine.

    The other table may be built later.
    """
    models = [
        model(
            tmp_path,
            "core.a",
            "from (values (1, 1), (2, 7), (3, null)) as rows (x, person_a)",
            "x, person_a",
            "x",
            "references: person_a core.b.person_id",
        ),
        model(tmp_path, "core.b", "from (values (1)) as rows (person_id)", "person_id", "person_id"),
    ]
    assert failures(tmp_path, *models) == ("core.a.person_a has 1 values that core.b.person_id does not have.",)


def test_a_receipt_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    """Found was counted by another code path: three cards in the file, two accounted for.

    Receipts of older files are past.
    """
    with State.open(tmp_path / "state.duckdb", SCHEMAS) as state:
        add_contacts(state, "Eva Roy", sha256="aa", found=9)
        add_contacts(state, "Eva Roy", "Karim Haddad", sha256="bb", found=3)
    result = build(tmp_path / "next.duckdb", state.path, [], SETTINGS, AS_OF)
    assert result.failures == (
        "phone.vcf: 3 contacts found, but 2 kept + 0 repeated + 0 rejected + 0 ignored do not make 3.",
    )
