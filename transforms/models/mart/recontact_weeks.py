"""One row per contact worth a word again in the reporting week, in the order of the score, with the five that are
shown.

Shown: the best scores, at most two people of each circle; then, from the bottom, a more trusted one gives place to the
best less
trusted one (trust below 0.5) that fits, until two of the five are such.

grain: week_end, rank

week_end                 Sunday that ends the reporting week
rank                     1 for the highest score, the person id deciding between equals
is_shown                 one of the (at most) five shown
person_id                contact
display_name             name
organisation             present organisation; null when unknown
score                    100 x fourth root of trust x novelty x objective x reachability (0-100)
trust                    peak strength / (peak strength + strong_threshold) (0-1)
novelty                  half: 1 - share of the best represented of its circles among active ties; half: 1 - clustering
                         (0-1)
objective                0.25 + 0.75 x share of the plan's criteria met; 1 without a target
reachability             1 telephone and e-mail, 0.75 one of them, 0.4 LinkedIn or post only
state                    cooling, dormant or lost
days_since_contact       days since the last interaction, to the day of evaluation
last_contact_date        last interaction day
meals                    past interactions at a meal, coffee or drinks
usual_meal               kind of meal most often shared, the latest of equals; null without one
usual_meals              past interactions of that kind
usual_meal_first_year    year of the first of them; null without one
usual_meal_last_year     year of the last of them; null without one
meetings                 past interactions of other kinds, messages left out
first_year               year of the first interaction
last_year                year of the last interaction
sector                   sector; null when unknown
country                  ISO code; null when unknown
best_channel             best valid channel
best_value               its value
is_only_in_country       no other contact is known to be in that country
is_only_in_organisation  no other contact is known to be in that organisation
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

reads = ("mart.recontact_candidates", "mart.categories")

SHOWN = 5
PER_CIRCLE = 2
LESS_TRUSTED = 2
TRUST_CUT = 0.5 - 1e-9


@dataclass(frozen=True)
class Candidate:
    """What the choice looks at. circles: ids of the person's circles, none when unclassified."""

    person_id: str
    trust: float
    circles: frozenset[str]

    @property
    def is_less_trusted(self) -> bool:
        return self.trust < TRUST_CUT


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """All candidates ranked, the shown ones marked."""
    ranked = frames["mart.recontact_candidates"].sort(["score", "person_id"], descending=[True, False])
    shown = choose(_candidates(ranked, frames["mart.categories"]))
    columns = [name for name in ranked.columns if name != "week_end"]
    return ranked.with_columns(
        rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        is_shown=pl.col("person_id").is_in(shown),
    ).select("week_end", "rank", "is_shown", *columns)


def choose(ranked: Sequence[Candidate]) -> list[str]:
    """Person ids of those shown, best first: at most five, two of a circle, and two less trusted where there are such.

    ranked: candidates, best first.
    """
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) < SHOWN and _fits(candidate, chosen):
            chosen.append(candidate)
    while sum(one.is_less_trusted for one in chosen) < LESS_TRUSTED:
        swapped = _swapped(chosen, ranked)
        if swapped is None:
            break
        chosen = swapped
    order = {candidate.person_id: place for place, candidate in enumerate(ranked)}
    return sorted((one.person_id for one in chosen), key=order.__getitem__)


def _swapped(chosen: Sequence[Candidate], ranked: Sequence[Candidate]) -> list[Candidate] | None:
    """The choice with its lowest possible trusted member replaced by the best less trusted candidate that fits."""
    taken = {one.person_id for one in chosen}
    newcomers = [one for one in ranked if one.is_less_trusted and one.person_id not in taken]
    for leaving in reversed([one for one in chosen if not one.is_less_trusted]):
        rest = [one for one in chosen if one is not leaving]
        for newcomer in newcomers:
            if _fits(newcomer, rest):
                return [*rest, newcomer]
    return None


def _fits(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    held = Counter(circle for one in chosen for circle in one.circles)
    return all(held[circle] < PER_CIRCLE for circle in candidate.circles)


def _candidates(ranked: pl.DataFrame, categories: pl.DataFrame) -> list[Candidate]:
    circles = dict(
        categories.filter(pl.col("axis") == "circle").group_by("person_id").agg(pl.col("category").sort()).iter_rows(),
    )
    return [
        Candidate(person_id, trust, frozenset(circles.get(person_id, ())))
        for person_id, trust in ranked.select("person_id", "trust").iter_rows()
    ]
