"""The weights of evidence: shipped ones as a prior, estimated on the book by expectation and maximisation."""

from __future__ import annotations

import polars as pl

from transforms.lexicon import rows

SCHEMA = pl.Schema(
    {
        "comparison": pl.String,
        "level": pl.String,
        "side": pl.String,
        "value": pl.Float64,
        "origin": pl.String,
        "people": pl.Int64,
    }
)
_ROUNDS = 8
_PRIOR_PAIRS = 60.0  # pairs that a shipped probability is worth against what the book shows
_GROWTH = 0.2  # a book that has grown or shrunk by more is another book
_OVERLAP, _NAMESAKES = 1.0, 0.03
_RARE = 0.1  # other bearers by chance, below which a name is rare
_PRIOR_PEOPLE = 200.0


def shipped() -> pl.DataFrame:
    """The shipped weights: comparison, level, match, other (null where the value's commonness tells), is_learned."""
    table = pl.DataFrame(rows("link_weights"))
    other = pl.col("other").replace("", None).cast(pl.Float64)
    return table.select(
        "comparison", "level", pl.col("match").cast(pl.Float64), other, is_learned=pl.col("is_learned") == "1"
    )


def still_fits(kept: pl.DataFrame, people: int) -> bool:
    """True when the stored weights are of all that is compared now, and of a book of about this size."""
    compared = {f"{comparison}/{level}/match" for comparison, level in shipped().select("comparison", "level").rows()}
    return compared <= set(kept["parameter"]) and abs(people - float(kept["people"][0])) <= _GROWTH * float(
        kept["people"][0]
    )


def stored(kept: pl.DataFrame) -> pl.DataFrame:
    """The weights as the state holds them."""
    parts = kept["parameter"].str.split("/")
    columns = {name: parts.list.get(place) for place, name in enumerate(("comparison", "level", "side"))}
    return (
        pl.DataFrame({**columns, "value": kept["value"], "people": kept["people"]})
        .with_columns(origin=pl.lit("kept"))
        .select(SCHEMA.names())
    )


def learned(
    prior: pl.DataFrame, comparisons: pl.DataFrame, surprises: pl.DataFrame, counts: pl.DataFrame, people: int
) -> pl.DataFrame:
    """The weights re-estimated. A level keeps its shipped value where the book says nothing. Returns rows of `SCHEMA`.

    comparisons: of pairs whose names may be one person's: their other levels are not what made them candidates. counts:
    per full name, profiles (how many different ones) and by_chance (how many bear it if given and family names are
    drawn apart).
    """
    people = max(people, 1)
    namesakes, chance = _namesakes(counts, people)
    weights, overlap = prior, _OVERLAP
    for _ in range(_ROUNDS if comparisons.height else 0):
        scored = _scored(comparisons, weights, surprises, (overlap, namesakes, chance))
        weights = _estimated(prior, scored)
    sides = [
        weights.select(
            "comparison", "level", side=pl.lit(side), value=side, origin=pl.lit("learned"), people=pl.lit(people)
        )
        for side in ("match", "other")
    ]
    book = pl.DataFrame(
        [
            ("prior", "", "match", overlap, "learned", people),
            ("namesakes", "beside", "other", namesakes, "learned", people),
            ("namesakes", "times", "other", chance, "learned", people),
        ],
        schema=SCHEMA,
        orient="row",
    )
    return (
        pl.concat([part.cast(dict(SCHEMA.items())) for part in (*sides, book)])
        .drop_nulls("value")
        .sort("comparison", "level", "side")
    )


def _namesakes(counts: pl.DataFrame, people: int) -> tuple[float, float]:
    """How many other people of the book bear the name of one of its people: beside chance, of a rare name.

    And times chance, of a common one. Told by the profiles the book holds, each of which is one person's. Families, and
    namesakes one collects, make the first; that Germans bear German names makes the second, since chance here draws
    given and family names apart. Shipped values count as seen on `_PRIOR_PEOPLE`.
    """
    profiles = pl.col("profiles").cast(pl.Float64)
    seen = float(counts.select(profiles.sum()).item() or 0.0)
    if not seen:
        return _NAMESAKES, 1.0
    scale = people / seen
    is_rare = pl.col("by_chance") < _RARE
    sums = counts.group_by(is_rare.alias("is_rare")).agg(
        seen=profiles.sum(),
        others=(profiles * (profiles - 1)).sum() * scale,
        by_chance=(profiles * pl.col("by_chance")).sum(),
    )
    rare, common = (
        {"seen": 0.0, "others": 0.0, "by_chance": 0.0} | next(iter(sums.filter(is_rare=kind).to_dicts()), {})
        for kind in (True, False)
    )
    beside = (_PRIOR_PEOPLE * _NAMESAKES + max(rare["others"] - rare["by_chance"], 0.0)) / (
        _PRIOR_PEOPLE + rare["seen"]
    )
    times = (_PRIOR_PEOPLE * _RARE + common["others"]) / (_PRIOR_PEOPLE * _RARE + common["by_chance"])
    return beside, max(times, 1.0)


def _scored(
    pairs: pl.DataFrame, weights: pl.DataFrame, surprises: pl.DataFrame, book: tuple[float, float, float]
) -> pl.DataFrame:
    """Each comparison with the probability that its pair is one person's: the reckoning of link.match_evidence."""
    pair = ["record_a", "record_b"]
    overlap, namesakes, chance = book
    bits = pairs.join(weights, on=["comparison", "level"]).with_columns(
        bits=pl.col("match").log(2) + pl.coalesce("surprise", -pl.col("other").log(2), 0.0)
    )
    is_name = pl.col("comparison").is_in(["given_name", "family_name", "former_name"])
    sums = bits.group_by(pair).agg(pl.col("bits").sum(), share=pl.col("match").filter(is_name).product())
    by_chance = pl.col("people") * 2.0 ** -(pl.col("given_name_surprise") + pl.col("family_name_surprise"))
    others = pl.max_horizontal(
        chance * by_chance + namesakes * pl.col("share"), pl.col("known_namesakes") * pl.col("share")
    )
    weight = pl.col("bits") + (overlap / pl.col("people")).log(2) - (others / by_chance).log(2)
    probabilities = sums.join(surprises, on=pair).select(*pair, probability=1 / (1 + 2.0 ** -weight.clip(-60, 60)))
    return bits.join(probabilities, on=pair)


def _estimated(prior: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    seen = scored.group_by("comparison", "level").agg(
        matches=pl.col("probability").sum(), others=(1 - pl.col("probability")).sum()
    )
    counts = prior.join(seen, on=["comparison", "level"], how="left").with_columns(
        pl.col("matches", "others").fill_null(0.0)
    )
    return counts.select(
        "comparison",
        "level",
        match=pl.when("is_learned").then(_share("match", "matches")).otherwise("match"),
        other=pl.when("is_learned").then(_share("other", "others")).otherwise("other"),
        is_learned="is_learned",
    ).sort("comparison", "level")


def _share(shipped_share: str, seen: str) -> pl.Expr:
    """Posterior mean of the share of a level: what the book shows, and the shipped share as so many pairs more."""
    total = pl.col(seen).filter(pl.col(shipped_share).is_not_null()).sum().over("comparison")
    return (pl.col(seen) + _PRIOR_PAIRS * pl.col(shipped_share)) / (total + _PRIOR_PAIRS)
