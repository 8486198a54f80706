"""core.known_names: what a person is looked up by."""

from __future__ import annotations

import polars as pl

from tests.support.sql import run_model


def test_every_name_of_a_person_can_be_looked_up() -> None:
    """The one shown and those of the records, folded; records of what is no person have none."""
    names = run_model(
        "core.known_names",
        {
            "core.persons": pl.DataFrame({"person_id": ["karl"], "display_name": ["Karl Weiß"]}),
            "link.person_records": pl.DataFrame({"record_id": ["a", "b", "c"], "person_id": ["karl", "karl", "firm"]}),
            "link.records": pl.DataFrame(
                {"record_id": ["a", "b", "c"], "display_name": ["Karl Weiss-Lebœuf", None, "Zorglub SA"]}
            ),
        },
    )
    assert names.rows() == [
        ("karl", "Karl Weiss-Lebœuf", "karl weiss leboeuf"),
        ("karl", "Karl Weiß", "karl weiss"),
    ]
