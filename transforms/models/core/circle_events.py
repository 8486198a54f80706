"""One row per event without guests and circle of the settings that its title names: 'Déjeuner Rotary', every week.

Nobody is met by it, and it is an occasion of its week. Circles whose settings say counts_alone = false are left out,
and what names nobody to meet: preparations, calls, tasks, absences and feasts.

grain: event_id, circle
references: event_id core.events

event_id         the event, past or future
circle           the circle, as the settings write it
is_first_circle  part of the first circle
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.names.untold import telling_part
from transforms.text import fold_text

SCHEMA = {"event_id": pl.String, "circle": pl.String, "is_first_circle": pl.Boolean}
reads = ("core.events", "raw.circles", "raw.circle_rules")

_NO_COMPANY = ("cancelled", "prep", "birthday", "call")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Titles hold the circle's name, or one of its labels, as whole words."""
    circles = frames["raw.circles"].filter("counts_alone").select("label", "is_first_circle")
    labels = frames["raw.circle_rules"].filter(pl.col("field") == "label").select(label="circle", name="value")
    names = pl.concat([circles.select("label", name="label"), labels]).join(circles, on="label").rows()
    known = [(f" {fold_text(name)} ", circle, is_first) for circle, name, is_first in names if fold_text(name)]
    found = {
        (event_id, circle, is_first)
        for event_id, summary, occasion in _alone(frames["core.events"]).rows()
        for title in [f" {fold_text(telling_part(summary, occasion))} "]
        for name, circle, is_first in known
        if name in title
    }
    return pl.DataFrame(sorted(found), schema=SCHEMA, orient="row")


def _alone(events: pl.DataFrame) -> pl.DataFrame:
    """Events that the owner goes to with nobody invited; whole days only where the title says what they are."""
    wanted = (
        pl.col("is_unattended")
        & ~pl.col("is_cancelled")
        & (pl.col("ego_answer").fill_null(1) > 0)
        & pl.col("summary").is_not_null()
        & ~pl.col("occasion").is_in(_NO_COMPANY)
        & ((pl.col("occasion") != "other") | ~pl.col("is_all_day"))
    )
    return events.filter(wanted).select("event_id", "summary", "occasion")
