"""One row per week, population and axis: into how many groups of equal size its people would fall (Hill numbers).

People without a group on the axis are left out of the shares; the coverage and two bounds tell what they could change.
The change on the week before is tested by a paired bootstrap over the people of both weeks: for the reporting week
only, and for active ties only, since who is known is counted in full and no sample of anything.

grain: week_end, population, axis

week_end      Sunday that ends the week
population    active (active and cooling ties) or known (contacts known by then)
axis          circle, sector, seniority, country or organisation
n             people in the population
n_classified  of these, with a group on the axis
coverage      n_classified / n (0-1); null when n is 0
d0            number of groups
d1            exp of the entropy: effective number of groups; this and all that follows is null when nobody is
              classified
d2            1 / sum of squared shares
d2_unbiased   (n - 1) / (n x sum of squared shares - 1) with n classified: d2 without the bias of few people; null where
              no two of them share a group
d0_rarefied   groups to be expected among as many people as the smallest sufficient week of the population has on the
              axis (Hurlbert): what can be compared between weeks of different sizes; null when insufficient
low90         lower end of the 90 % interval of d1, closed form on the log scale with the bias corrected
high90        upper end
evenness      (d1 - 1) / (d0 - 1); null with one group
blau          1 - sum of squared shares
iqv           blau x K / (K - 1), K = 6 levels for seniority, else d0; 0 when K is 1
lowest_d1     d1 if all unclassified people were in the biggest group
highest_d1    d1 if each of them were a group of its own
status        ok, or insufficient: fewer than diversity_minimum classified, or coverage below coverage_minimum
delta_low     5 % quantile of the resampled change of d1 on the week before; null but for active ties in the reporting
              week
delta_high    95 % quantile
change        up, down or stable (the interval holds 0); null when not tested, or insufficient in one of the two weeks
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from transforms.rarefaction import rarefied
from transforms.resampling import resampled_change
from transforms.values.titles import SENIORITIES

reads = (
    "mart.category_weeks",
    "mart.state_weeks",
    "mart.present_states",
    "mart.categories",
    "mart.evaluation_weeks",
    "raw.measures",
)

POPULATIONS = {"active": ["active", "cooling"], "known": ["active", "cooling", "dormant", "lost", "never_met"]}
AXES = ("circle", "sector", "seniority", "country", "organisation")
KEY = ["week_end", "population", "axis"]
CHANGES = {
    "week_end": pl.Date,
    "population": pl.String,
    "axis": pl.String,
    "delta_low": pl.Float64,
    "delta_high": pl.Float64,
}
COLUMNS = [
    *KEY,
    "n",
    "n_classified",
    "coverage",
    "d0",
    "d1",
    "d2",
    "d2_unbiased",
    "d0_rarefied",
    "low90",
    "high90",
    "evenness",
    "blau",
    "iqv",
    "lowest_d1",
    "highest_d1",
    "status",
    "delta_low",
    "delta_high",
    "change",
]


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The diversity of each population on each axis in each week."""
    measured = _with_status(
        _measured(_populations(frames["mart.state_weeks"]), frames["mart.category_weeks"]), frames["raw.measures"]
    )
    measured = measured.join(
        rarefied(measured.filter(pl.col("status") == "ok"), frames["mart.category_weeks"]), on=KEY, how="left"
    )
    axes = _comparable(measured, frames["mart.evaluation_weeks"])
    changes = _changes(axes, frames["mart.present_states"], frames["mart.categories"])
    return _with_change(measured, changes).select(COLUMNS).sort(KEY)


def _populations(states: pl.DataFrame) -> pl.DataFrame:
    """week_end, population, axis, n: every combination, people or none."""
    counts = [
        states.filter(pl.col("state").is_in(members))
        .group_by("week_end")
        .agg(n=pl.col("n").sum())
        .with_columns(population=pl.lit(name))
        for name, members in POPULATIONS.items()
    ]
    axes = pl.DataFrame({"axis": AXES}, schema={"axis": pl.String})
    return pl.concat(counts).join(axes, how="cross")


def _measured(populations: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Adds the Hill numbers, their interval and bounds."""
    share = pl.col("weight") / pl.col("n_classified")
    shares = (
        weights.filter(pl.col("weight") > 0)
        .with_columns(n_classified=pl.col("weight").sum().over(KEY))
        .with_columns(p=share)
        .with_columns(entropy=-(pl.col("p") * pl.col("p").log()).sum().over(KEY))
    )
    summed = shares.group_by(KEY).agg(
        n_classified=pl.col("weight").sum(),
        d0=pl.len().cast(pl.Int64),
        entropy=pl.col("entropy").first(),
        squares=(pl.col("p") ** 2).sum(),
        # about its mean, not as a difference of squares, which leaves 1e-8 of noise where all shares are equal
        log_variance=(pl.col("p") * (pl.col("p").log() + pl.col("entropy")) ** 2).sum(),
        weight_logs=(pl.col("weight") * pl.col("weight").log()).sum(),
        biggest=pl.col("weight").max(),
    )
    joined = populations.join(summed, on=KEY, how="left")
    return (
        _with_bounds(joined.with_columns(pl.col("n_classified").fill_null(0.0), pl.col("d0").fill_null(0)))
        .with_columns(
            coverage=pl.when(pl.col("n") > 0).then(pl.col("n_classified") / pl.col("n")),
            d1=pl.col("entropy").exp(),
            d2=1 / pl.col("squares"),
            d2_unbiased=_d2_unbiased(),
            blau=1 - pl.col("squares"),
            **_interval(),
        )
        .with_columns(evenness=pl.when(pl.col("d0") > 1).then((pl.col("d1") - 1) / (pl.col("d0") - 1)), iqv=_iqv())
    )


def _interval() -> dict[str, pl.Expr]:
    """The 90 % interval: ln d1 + (d0 - 1)/2n ± 1.645 sqrt(sum p (ln p + H)² / n).

    A usual bootstrap covers far too little for d1.
    """
    classified = pl.col("n_classified")
    centre = pl.col("entropy") + (pl.col("d0") - 1) / (2 * classified)
    spread = 1.645 * (pl.col("log_variance") / classified).sqrt()
    known = pl.col("entropy").is_not_null()
    return {
        "low90": pl.when(known).then((centre - spread).exp()),
        "high90": pl.when(known).then((centre + spread).exp()),
    }


def _d2_unbiased() -> pl.Expr:
    people = pl.col("n_classified")
    repeats = people * pl.col("squares") - 1
    return pl.when((people > 1) & (repeats > 1e-9)).then((people - 1) / repeats)


def _iqv() -> pl.Expr:
    size = pl.when(pl.col("axis") == "seniority").then(len(SENIORITIES)).otherwise(pl.col("d0"))
    spread = pl.when(size > 1).then(pl.col("blau") * size / (size - 1)).otherwise(0.0)
    return pl.when(pl.col("blau").is_not_null()).then(spread)


def _with_bounds(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds lowest_d1 and highest_d1.

    Ln d1 = ln n - (sum of w ln w)/n, the unclassified in the biggest group or each alone.
    """
    total = pl.max_horizontal(pl.col("n").cast(pl.Float64), pl.col("n_classified"))
    grown = pl.col("biggest") + total - pl.col("n_classified")
    lowest = pl.col("weight_logs") - pl.col("biggest") * pl.col("biggest").log() + grown * grown.log()
    return frame.with_columns(
        lowest_d1=(total.log() - lowest / total).exp(),
        highest_d1=(total.log() - pl.col("weight_logs") / total).exp(),
    )


def _with_status(measured: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    limits = measures.row(0, named=True)
    enough = (pl.col("n_classified") >= limits["diversity_minimum"] - 1e-9) & (
        pl.col("coverage") >= limits["coverage_minimum"] - 1e-9
    )
    return measured.with_columns(status=pl.when(enough).then(pl.lit("ok")).otherwise(pl.lit("insufficient")))


def _comparable(measured: pl.DataFrame, weeks: pl.DataFrame) -> list[str]:
    """Axes on which active ties are sufficient in the reporting week and the one before, where changes are not
    withheld.
    """
    reporting = weeks.filter(pl.col("week_end") == pl.col("week_end").max(), ~pl.col("is_withheld"))
    pair = pl.concat([reporting["week_end"], reporting["previous_week_end"].drop_nulls()])
    sufficient = measured.filter(
        pl.col("population") == "active", pl.col("week_end").is_in(pair.implode()), pl.col("status") == "ok"
    )
    return [axis for axis in AXES if sufficient.filter(pl.col("axis") == axis).height == 2]


def _changes(axes: Sequence[str], states: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """week_end, population, axis, delta_low, delta_high of the resampled change of d1 on each of these axes."""
    members = states.select(
        "person_id",
        is_now=pl.col("state").is_in(POPULATIONS["active"]),
        is_before=pl.col("previous_state").is_in(POPULATIONS["active"]).fill_null(False),
    ).filter(pl.col("is_now") | pl.col("is_before"))
    found = []
    for axis in axes:
        week_end = states["week_end"][0]
        change = resampled_change(
            members, categories.filter(pl.col("axis") == axis), (week_end.toordinal(), AXES.index(axis))
        )
        found.append((week_end, "active", axis, *change))
    return pl.DataFrame(found, schema=CHANGES, orient="row")


def _with_change(measured: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    change = (
        pl.when(pl.col("delta_low") > 1e-9)
        .then(pl.lit("up"))
        .when(pl.col("delta_high") < -1e-9)
        .then(pl.lit("down"))
        .when(pl.col("delta_low").is_not_null())
        .then(pl.lit("stable"))
    )
    return measured.join(changes, on=KEY, how="left").with_columns(change=change)
