"""One row per week and contact worth a word again in it, by score, with the five that are shown.

Shown: the best scores, at most two people of each circle. Then, from the bottom, somebody gives place to the best who
fits the plan in full, until two of the five do (three when the plan is late: pace below 0.8); then a more trusted one
to the best less trusted one (trust below 0.5), until two of the five are such, as long as no match that the plan needs
would leave. Those who fit the plan in full stand first.

grain: week_end, rank

week_end                 Sunday that ends the week
rank                     1 for the highest score, the person id deciding between equals
is_shown                 one of the (at most) five shown
shown_rank               place among those shown: who fits the plan in full first, then by score; null for the others
fits_plan                fits the plan's targets in full; false without a plan
is_touched_within_28_days  had an interaction in the 28 days after the week; null while they are not over and there was
                         none
reason                   what the report words, in its order, separated by commas: meals or meetings, sector,
                         only_in_country or only_in_organisation; last_seen when there is nothing else
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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

reads = (
    "mart.recontact_candidates",
    "mart.categories",
    "mart.plan_matches",
    "mart.plan_progress",
    "core.interactions",
    "core.weeks",
)

SHOWN = 5
PER_CIRCLE = 2
LESS_TRUSTED = 2
TRUST_CUT = 0.5 - 1e-9
MATCHES, MATCHES_WHEN_LATE = 2, 3
LATE = 0.8 - 1e-9
"""Pace of the plan below which it is late, as in mart.plan_progress."""
OUTCOME_DAYS = 28
CHOICE = {"week_end": pl.Date, "person_id": pl.String, "shown_rank": pl.Int64}


@dataclass(frozen=True)
class Candidate:
    """What the choice looks at. circles: ids of the person's circles, none when unclassified."""

    person_id: str
    trust: float
    circles: frozenset[str]
    fits_plan: bool = False

    @property
    def is_less_trusted(self) -> bool:
        return self.trust < TRUST_CUT


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """All candidates ranked week by week, the shown ones marked."""
    plans = frames["mart.plan_progress"].select("week_end", "has_plan", "pace")
    matches = frames["mart.plan_matches"].select("person_id", "is_full_match")
    ranked = (
        frames["mart.recontact_candidates"]
        .join(matches, on="person_id", how="left")
        .join(plans, on="week_end", how="left")
        .with_columns(fits_plan=(pl.col("is_full_match") & pl.col("has_plan")).fill_null(False))
        .sort(["week_end", "score", "person_id"], descending=[False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("week_end"))
    )
    kept = [name for name in frames["mart.recontact_candidates"].columns if name != "week_end"]
    return (
        ranked.join(_shown(ranked, frames["mart.categories"]), on=["week_end", "person_id"], how="left")
        .join(_outcomes(ranked, frames["core.interactions"], frames["core.weeks"]), on=["week_end", "person_id"])
        .with_columns(is_shown=pl.col("shown_rank").is_not_null(), reason=_reason())
        .select("week_end", "rank", "is_shown", "shown_rank", "fits_plan", "is_touched_within_28_days", "reason", *kept)
        .sort("week_end", "rank")
    )


def choose(ranked: Sequence[Candidate], needed: int = MATCHES) -> list[str]:
    """Person ids of those shown, who fits the plan first, then best first: at most five, two of a circle.

    ranked: candidates, best first; needed: how many are to fit the plan, where there are such. Of the five two are less
    trusted, where there are such and the plan can spare the others.
    """
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) < SHOWN and _fits(candidate, chosen):
            chosen.append(candidate)
    chosen = _swapped_until(chosen, ranked, needed, lambda one: one.fits_plan, lambda one, _: not one.fits_plan)
    chosen = _swapped_until(
        chosen,
        ranked,
        LESS_TRUSTED,
        lambda one: one.is_less_trusted,
        lambda one, rest: not one.is_less_trusted and (not one.fits_plan or sum(x.fits_plan for x in rest) >= needed),
    )
    order = {candidate.person_id: place for place, candidate in enumerate(ranked)}
    return [one.person_id for one in sorted(chosen, key=lambda one: (not one.fits_plan, order[one.person_id]))]


def _swapped_until(
    chosen: Sequence[Candidate],
    ranked: Sequence[Candidate],
    wanted: int,
    is_wanted: Callable[[Candidate], bool],
    may_leave: Callable[[Candidate, Sequence[Candidate]], bool],
) -> list[Candidate]:
    """The choice, from the bottom one after the other replaced by the best candidate wanted that fits.

    Until as many are such as wanted, or no swap is left. may_leave: whether one may, by who stays.
    """
    while sum(map(is_wanted, chosen)) < wanted:
        taken = {one.person_id for one in chosen}
        newcomers = [one for one in ranked if is_wanted(one) and one.person_id not in taken]
        rests = [(leaving, [one for one in chosen if one is not leaving]) for leaving in reversed(chosen)]
        swaps = (
            [*rest, newcomer]
            for leaving, rest in rests
            for newcomer in newcomers
            if may_leave(leaving, [*rest, newcomer]) and _fits(newcomer, rest)
        )
        swapped = next(swaps, None)
        if swapped is None:
            break
        order = {candidate.person_id: place for place, candidate in enumerate(ranked)}
        chosen = sorted(swapped, key=lambda one: order[one.person_id])
    return list(chosen)


def _fits(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    held = Counter(circle for one in chosen for circle in one.circles)
    return all(held[circle] < PER_CIRCLE for circle in candidate.circles)


def _reason() -> pl.Expr:
    """What speaks for a word with somebody, of what the row holds."""
    is_only_there = pl.col("is_only_in_country") & pl.col("country").is_not_null()
    parts = pl.concat_str(
        pl.when(pl.col("usual_meal").is_not_null())
        .then(pl.lit("meals"))
        .when(pl.col("meetings") > 0)
        .then(pl.lit("meetings")),
        pl.when(pl.col("sector").is_not_null()).then(pl.lit("sector")),
        pl.when(is_only_there)
        .then(pl.lit("only_in_country"))
        .when(pl.col("is_only_in_organisation") & pl.col("organisation").is_not_null())
        .then(pl.lit("only_in_organisation")),
        separator=",",
        ignore_nulls=True,
    )
    return pl.when(parts != "").then(parts).otherwise(pl.lit("last_seen"))


def _shown(ranked: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """week_end, person_id, shown_rank of those shown."""
    circles: dict[str, list[str]] = dict(
        categories.filter(pl.col("axis") == "circle").group_by("person_id").agg(pl.col("category").sort()).iter_rows(),
    )
    chosen: list[tuple[date, str, int]] = []
    for people in ranked.partition_by("week_end", maintain_order=True):
        week_end, pace = people.select("week_end", "pace").row(0)
        candidates = [
            Candidate(person_id, trust, frozenset(circles.get(person_id, ())), fits_plan)
            for person_id, trust, fits_plan in people.select("person_id", "trust", "fits_plan").iter_rows()
        ]
        shown = choose(candidates, MATCHES_WHEN_LATE if pace is not None and pace < LATE else MATCHES)
        chosen += [(week_end, person_id, place) for place, person_id in enumerate(shown, 1)]
    return pl.DataFrame(chosen, schema=CHOICE, orient="row")


def _outcomes(ranked: pl.DataFrame, interactions: pl.DataFrame, weeks: pl.DataFrame) -> pl.DataFrame:
    """week_end, person_id, is_touched_within_28_days."""
    days = interactions.select("person_id", day="interaction_date").unique().sort("day")
    following = ranked.select("week_end", "person_id", day=pl.col("week_end") + timedelta(days=1)).sort("day")
    touched_on = pl.col("touched_on")
    last_day = pl.col("week_end") + timedelta(days=OUTCOME_DAYS)
    is_touched = (touched_on <= last_day).fill_null(False)
    is_over = last_day <= weeks["as_of"].max()
    return following.join_asof(
        days.with_columns(touched_on="day"), on="day", by="person_id", strategy="forward", check_sortedness=False
    ).select("week_end", "person_id", is_touched_within_28_days=pl.when(is_touched | is_over).then(is_touched))
