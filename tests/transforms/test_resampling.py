"""The paired bootstrap of a change of diversity."""

from __future__ import annotations

import polars as pl
import pytest

from transforms import resampling
from transforms.resampling import resampled_change

MEMBERS = {"person_id": pl.String, "is_now": pl.Boolean, "is_before": pl.Boolean}
GROUPS = {"person_id": pl.String, "category": pl.String, "weight": pl.Float64}


def people(stay: int, come: int, go: int) -> pl.DataFrame:
    rows = [(True, True)] * stay + [(True, False)] * come + [(False, True)] * go
    return pl.DataFrame([(f"p{number:03}", *row) for number, row in enumerate(rows)], schema=MEMBERS, orient="row")


def groups(members: pl.DataFrame, circles: int = 5) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, f"c{int(name[1:]) % circles}", 1.0) for name in members["person_id"]], schema=GROUPS, orient="row"
    )


def test_the_same_people_do_not_change() -> None:
    """Drawn for both weeks at once, they give the same number each time."""
    members = people(60, 0, 0)
    assert resampled_change(members, groups(members), [1]) == (0.0, 0.0)


def test_an_exchange_without_a_change_holds_zero() -> None:
    """Five of sixty replaced by people of the same circles."""
    members = people(55, 5, 5)
    low, high = resampled_change(members, groups(members), [1])
    assert low is not None
    assert high is not None
    assert low < 0 < high


def test_a_seed_gives_the_same_interval_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does the size of the chunks it is computed in change it."""
    members = people(50, 5, 3)
    expected = resampled_change(members, groups(members), [739577, 0])
    assert resampled_change(members.reverse(), groups(members).reverse(), [739577, 0]) == expected
    monkeypatch.setattr(resampling, "CHUNK_CELLS", 100)
    assert resampled_change(members, groups(members), [739577, 0]) == expected


def test_nobody_classified_has_no_change() -> None:
    """Nothing to compare."""
    members = people(5, 0, 0)
    assert resampled_change(members, groups(members).clear(), [1]) == (None, None)
    assert resampled_change(members.clear(), groups(members), [1]) == (None, None)
