"""Circle diversity, the first circle, structure, and what to classify."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.report.facts.rows import Marts, Row, of_week, one, share, weeks_back

CIRCLES_SHOWN = 5
TREND_WEEKS = 13
_WITHOUT_WEEK = "week_end"


def diversity(marts: Marts, week_end: date) -> list[Row]:
    """One row per population (active, known) and axis (circle, sector, seniority, country, organisation)."""
    return [_rest(row) for row in of_week(marts, "mart.diversity_weeks", week_end, "population", "axis")]


def headline(rows: list[Row], population: str = "active", axis: str = "circle") -> Row | None:
    """The row of one population and axis; null when the mart has none."""
    return next((row for row in rows if row["population"] == population and row["axis"] == axis), None)


def has_interval(row: Row) -> bool:
    """Does the interval hold the effective number? Corrected for bias, it can lie above the plain one when groups are
    many and people few.
    """
    low, high, value = row["low90"], row["high90"], row["d1"]
    return None not in (low, high, value) and bool(low <= value <= high)


def circles(marts: Marts, week_end: date) -> list[Row]:
    """The circles, biggest share of active ties first."""
    rows = of_week(marts, "mart.circle_weeks", week_end)
    ordered = sorted(
        rows, key=lambda row: (-(row["share_of_active"] or 0), -(row["share_of_known"] or 0), row["circle_id"])
    )
    return [_rest(row) for row in ordered]


def charted_circles(rows: list[Row]) -> list[Row]:
    """label, active, known (shares) of the biggest circles, the others added up under a null label."""
    shown, others = (rows, []) if len(rows) <= CIRCLES_SHOWN + 1 else (rows[:CIRCLES_SHOWN], rows[CIRCLES_SHOWN:])
    bars: list[Row] = [
        {"label": row["label"], "active": row["share_of_active"] or 0.0, "known": row["share_of_known"] or 0.0}
        for row in shown
    ]
    if others:
        bars.append(
            {
                "label": None,
                "active": sum(row["share_of_active"] or 0.0 for row in others),
                "known": sum(row["share_of_known"] or 0.0 for row in others),
            }
        )
    return bars


def first_circle(marts: Marts, week_end: date) -> Row:
    """The E–I pair with its counts, and the share beyond the first circle by people and by attention (null without
    active ties).
    """
    row = _rest(one(marts, "mart.first_circle_weeks", week_end) or {})
    return {
        "ei_people": row.get("ei_people"),
        "ei_attention": row.get("ei_attention"),
        "people_beyond": row.get("people_beyond"),
        "people_within": row.get("people_within"),
        "attention_beyond": row.get("attention_beyond"),
        "attention_within": row.get("attention_within"),
        "share_of_people_beyond": _share_beyond(row, "people"),
        "share_of_attention_beyond": _share_beyond(row, "attention"),
        "weak_share": row.get("weak_share"),
    }


def _share_beyond(row: Row, what: str) -> float | None:
    beyond, within = row.get(f"{what}_beyond"), row.get(f"{what}_within")
    return None if beyond is None or within is None else share(beyond, beyond + within)


def structure(marts: Marts, week_end: date) -> list[Row]:
    """size, effective_size, efficiency, constraint, hierarchy of the last 13 weeks that have them, oldest first."""
    weeks = weeks_back(week_end, TREND_WEEKS)
    found = marts["mart.structure_weeks"].filter(pl.col("week_end").is_in(weeks)).sort("week_end")
    return found.select("week_end", "size", "effective_size", "efficiency", "constraint", "hierarchy").to_dicts()


def unclassified(marts: Marts, week_end: date) -> list[Row]:
    """The assignments to a circle that would classify most people, at most ten.

    Rank, field, value, people, cumulative_share.
    """
    return [_rest(row) for row in of_week(marts, "mart.unclassified", week_end, "rank")[:10]]


def sensitivity(marts: Marts, week_end: date) -> list[Row]:
    """Strong and weak ties under other half-lives and thresholds."""
    return [_rest(row) for row in of_week(marts, "mart.sensitivity", week_end, "half_life_days", "strong_threshold")]


def one_setting_moved(rows: list[Row]) -> list[Row]:
    """Of the sensitivity rows, the settings in force and those that differ from them in one value.

    Under the settings in force nobody changes class; where that is true of several, the middle of those tried is taken.
    """
    usual_half_life, usual_threshold = (_middle(rows, name) for name in ("half_life_days", "strong_threshold"))
    base = min(
        rows,
        key=lambda row: (
            row["people_changing_class"],
            abs(row["half_life_days"] - usual_half_life),
            abs(row["strong_threshold"] - usual_threshold),
        ),
        default=None,
    )
    if base is None:
        return []
    return [
        row
        for row in rows
        if row["half_life_days"] == base["half_life_days"] or row["strong_threshold"] == base["strong_threshold"]
    ]


def _middle(rows: list[Row], name: str) -> float:
    values = sorted({float(row[name]) for row in rows})
    return values[len(values) // 2] if values else 0.0


def _rest(row: Row) -> Row:
    return {key: item for key, item in row.items() if key != _WITHOUT_WEEK}
