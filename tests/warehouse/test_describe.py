"""The page about the tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.small import model, three_models
from warehouse.describe import HOLDS, describe
from warehouse.models import LAYERS


def test_the_page_says_what_each_table_and_column_holds(tmp_path: Path) -> None:
    """A table's section has its description, columns, grain, references and where it comes from."""
    select = "select 'a' as initial, 1 as n from core.initials"
    page = describe(
        [
            *three_models(tmp_path),
            model(tmp_path, "core.letters", select, "initial, n", "initial", "references: initial core.initials"),
        ]
    )
    assert (
        """
### core.letters

One row per thing.

| column | holds |
|---|---|
| `initial` | what initial holds |
| `n` | what n holds |

Told apart by: `initial`.
Refers to: `initial` → `core.initials.initial`.
Made from: `core.initials` (`warehouse/sql/core/letters.sql`).
"""
        in page
    )


def test_views_for_everybody_come_first(tmp_path: Path) -> None:
    """A reader with a question need not know the layers."""
    page = describe(three_models(tmp_path))
    assert page.index("### main.initials") < page.index("### core.initials") < page.index("### staging.contacts")


def test_every_layer_is_on_the_page() -> None:
    """A new layer must say what it holds."""
    assert set(HOLDS) == set(LAYERS)


def test_a_bar_in_a_description_does_not_end_the_cell(tmp_path: Path) -> None:
    """exact|by stays in one cell."""
    plain = model(tmp_path, "core.x", "select 1 as x", "x")
    barred = replace(plain, header=replace(plain.header, columns={"x": "exact|by"}))
    assert "| `x` | exact\\|by |" in describe([barred])
