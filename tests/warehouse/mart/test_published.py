"""mart.published: what was said of each week, and when it was revised."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from tests.support.sql import rows, run_model

SUNDAY = date(2026, 11, 22)
PUBLISHED = {
    "week_end": pl.Date, "figure": pl.String, "value": pl.Float64, "config_hash": pl.String, "version": pl.String,
    "published_at": pl.Datetime("us"),
}  # fmt: skip


def test_a_later_value_of_the_same_week_is_a_revision() -> None:
    """The same value under other settings is none."""
    first, second, third = (datetime(2026, 11, day) for day in (22, 23, 24))
    published = rows(
        PUBLISHED,
        (SUNDAY, "known", 400.0, "a", "0.1", first),
        (SUNDAY, "known", 400.0, "b", "0.1", second),
        (SUNDAY, "known", 401.0, "b", "0.1", third),
        (SUNDAY, "pace", None, "a", "0.1", first),
    )
    result = run_model("mart.published", {"raw.published": published})
    assert result.select("figure", "published_at", "is_revision").rows() == [
        ("known", first, False), ("known", second, False), ("known", third, True), ("pace", first, False),
    ]  # fmt: skip
