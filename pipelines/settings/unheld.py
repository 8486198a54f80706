"""What network.toml names and the network does not hold: a misprint there would look like an empty network."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from transforms.text import fold_text
from transforms.values.titles import FUNCTIONS
from warehouse.query import query

KEYS = {
    "sector": "sectors",
    "function": "functions",
    "seniority": "seniority",
    "organisation": "organisations",
    "place": "places",
    "person": "people",
}
"""The key of [plan] for each kind of target."""

_TARGETS = """
select plan_targets.axis, plan_targets.value
from mart.plan_targets
anti join mart.person_traits using (axis, folded)
order by all
"""
_HELD = """
select distinct 'sector' as axis, sector as value from mart.contacts where sector is not null
union all select distinct 'organisation', organisation from mart.contacts where organisation is not null
union all select distinct 'place', city from mart.contacts where city is not null
order by all
"""
_EMPTY_CIRCLES = """
select settings.label
from raw.circles as settings
inner join core.circles as built using (label)
anti join core.person_circles on built.circle_id = person_circles.circle_id
order by all
"""
_LABELS = "select distinct label from staging.contact_labels order by all"


def unheld(built: Path) -> list[str]:
    """One sentence for each target of the plan that nobody meets and each circle that nobody is in.

    With the nearest that there is; of people by their place in the list, since a sentence names nobody.
    """
    return [*_targets(built), *_circles(built)]


def _targets(built: Path) -> Iterator[str]:
    held = list(query(built, _HELD).rows)
    for axis, value in query(built, _TARGETS).rows:
        if axis == "person":
            yield (
                "network.toml, [plan], people: somebody named there is nobody of the network, or goes by another name. "
                "Look with entregent who."
            )
        elif axis == "function" and value not in FUNCTIONS:
            yield f'network.toml, [plan], functions: "{value}" is none. There are: {", ".join(FUNCTIONS)}.'
        else:
            near = _nearest(value, [other for kind, other in held if kind == axis])
            yield f'network.toml, [plan], {KEYS[axis]}: nobody of the network fits "{value}".{near}'


def _circles(built: Path) -> Iterator[str]:
    labels = [label for (label,) in query(built, _LABELS).rows]
    for (label,) in query(built, _EMPTY_CIRCLES).rows:
        yield f'network.toml, [circles."{label}"]: nobody is in this circle.{_nearest(label, labels)}'


def _nearest(value: str, held: list[str]) -> str:
    by_key = {fold_text(other): other for other in held}
    near = difflib.get_close_matches(fold_text(value), by_key, n=1, cutoff=0.6)
    return f' The nearest that it holds: "{by_key[near[0]]}".' if near else ""
