"""What the user wrote in network.toml, as the tables that models read: settings, plan and circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pipelines.settings.settings import DEFAULT_GAP_DAYS, FIRST_CIRCLE_KINDS, Plan, Settings
from transforms.values.countries import country_code


def settings_tables(settings: Settings) -> dict[str, pl.DataFrame]:
    """The settings as raw tables, by table name; every table exists, whether it has rows or not."""
    owner, circles = settings.owner, settings.circles
    return {
        "settings": pl.DataFrame(
            [{"time_zone": settings.time_zone, "phone_region": settings.phone_region, "language": settings.language}]
        ),
        "measures": pl.DataFrame([settings.measures.model_dump()]),
        "own_addresses": _table({"address": pl.String}, [(address,) for address in dict.fromkeys(owner.addresses)]),
        "own_names": _table({"name": pl.String}, [(name,) for name in owner.names]),
        "own_organisations": _table(
            {"organisation": pl.String, "is_present": pl.Boolean},
            [(name, place == 0) for place, name in enumerate(owner.organisations)],
        ),
        "circles": _table(
            {
                "label": pl.String,
                "kind": pl.String,
                "is_first_circle": pl.Boolean,
                "default_gap_days": pl.Int32,
                "counts_alone": pl.Boolean,
            },
            [
                (
                    label,
                    circle.kind,
                    circle.kind in FIRST_CIRCLE_KINDS if circle.first_circle is None else circle.first_circle,
                    circle.default_gap_days or DEFAULT_GAP_DAYS[circle.kind],
                    circle.counts_alone,
                )
                for label, circle in circles.items()
            ],
        ),
        "circle_rules": _table(
            {"circle": pl.String, "field": pl.String, "value": pl.String}, list(_circle_rules(settings))
        ),
        "organisation_sectors": _table(
            {"organisation": pl.String, "sector": pl.String, "country": pl.String},
            [
                (name, organisation.sector, organisation.country)
                for name, organisation in settings.organisations.items()
            ],
        ),
        "occasion_rules": _table(
            {"occasion": pl.String, "pattern": pl.String, "position": pl.Int32},
            [
                (occasion, pattern, position)
                for position, (occasion, pattern) in enumerate(
                    (occasion, pattern) for occasion, patterns in settings.occasions.items() for pattern in patterns
                )
            ],
        ),
        **_plan_tables(settings.plan),
    }


def _table(schema: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(schema), orient="row")


def _circle_rules(settings: Settings) -> list[tuple[str, str, str]]:
    rules = []
    for label, circle in settings.circles.items():
        rules += [(label, "label", other) for other in circle.labels]  # its own label is a rule by staging.circle_rules
        for rule in circle.rules:
            field, _, value = rule.partition("=")
            rules.append((label, field.strip(), value.strip()))
    return rules


def _plan_tables(plan: Plan | None) -> dict[str, pl.DataFrame]:
    axes = {
        "sector": "sectors",
        "function": "functions",
        "seniority": "seniority",
        "organisation": "organisations",
        "place": "places",
        "person": "people",
    }
    means = plan.per_week.model_dump(exclude_none=True) if plan else {}
    return {
        "plan": _table(
            {
                "statement": pl.String,
                "start_date": pl.Date,
                "deadline": pl.Date,
                "target_people": pl.Int32,
                "share_beyond_first_circle": pl.Float64,
            },
            [(plan.statement, plan.start, plan.deadline, plan.target_people, plan.share_beyond_first_circle)]
            if plan
            else [],
        ),
        "plan_targets": _table(
            {"axis": pl.String, "value": pl.String},
            [
                (axis, _target(axis, value))
                for axis, key in axes.items()
                for value in (getattr(plan, key) if plan else ())
            ],
        ),
        "plan_means": _table({"mean": pl.String, "planned": pl.Float64}, list(means.items())),
        "circle_mix": _table({"circle": pl.String, "share": pl.Float64}, list(plan.circle_mix.items()) if plan else []),
        "leave_weeks": _table({"iso_week": pl.String}, [(week,) for week in plan.leave_weeks] if plan else []),
    }


def _target(axis: str, value: str) -> str:
    """The value as people carry it: a country by its ISO code, whatever its name is written in."""
    return country_code(value) or value if axis == "place" else value
