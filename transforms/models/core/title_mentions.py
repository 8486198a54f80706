"""One row per event without guests whose title names one contact, or several it cannot choose between.

grain: event_id
references: event_id core.events
references: person_id core.identities

event_id    the event
person_id   the one contact that the title fits; null when several do, which is for the user to settle
fit         full (given and family name), given or family (one name alone, of a single contact met in the settings'
            window)
candidates  number of contacts it fits
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.names.in_titles import TitledEvent, mentions
from transforms.names.title_index import Contact
from transforms.text import fold_text
from transforms.values.occasions import user_rules

SCHEMA = {"event_id": pl.String, "person_id": pl.String, "fit": pl.String, "candidates": pl.Int64}
reads = (
    "core.events",
    "core.identities",
    "core.person_names",
    "core.person_places",
    "core.person_positions",
    "core.attendances",
    "core.weeks",
    "raw.measures",
    "raw.occasion_rules",
    "staging.own_names",
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Empty when the settings turn inference off, or no own address is known."""
    measures = frames["raw.measures"].row(0, named=True)
    as_of = frames["core.weeks"].filter("is_reporting")["as_of"].item()
    if not measures["infer_from_titles"]:
        return pl.DataFrame(schema=SCHEMA)
    events = [TitledEvent(*row) for row in _candidates(frames["core.events"]).rows()]
    is_shown = pl.col("is_contact") & ~pl.col("is_ego") & ~pl.col("is_suppressed")
    shown = frames["core.person_names"].join(frames["core.identities"].filter(is_shown), on="person_id", how="semi")
    people = shown.join(
        frames["core.person_positions"].select("person_id", "organisation"), on="person_id", how="left"
    ).sort("person_id")
    counted = frames["core.events"].filter("is_counted").select("event_id")
    met = frames["core.attendances"].join(counted, on="event_id").join(people.select("person_id"), on="person_id")
    rows = mentions(
        events,
        [Contact(*row) for row in people.select("person_id", "given_name", "family_name", "organisation").rows()],
        met.filter(pl.col("local_date") <= as_of).select("person_id", "local_date").rows(),
        towns=frames["core.person_places"]["city"].drop_nulls().unique(),
        own_names=_own_names(frames),
        rules=user_rules(frames["raw.occasion_rules"].sort("position").select("occasion", "pattern").rows()),
        window_days=measures["name_window_days"],
        as_of=as_of,
    )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("event_id")


def _own_names(frames: Mapping[str, pl.DataFrame]) -> list[list[str]]:
    """The folded words of the owner's names: of the settings, and as cards and calendars write them."""
    owner = frames["core.identities"].filter("is_ego")
    written = frames["core.person_names"].join(owner, on="person_id", how="semi")["display_name"].drop_nulls()
    words = [fold_text(name).split() for name in written if "@" not in name]
    return [*frames["staging.own_names"]["words"].to_list(), *(name for name in words if len(name) > 1)]


def _candidates(events: pl.DataFrame) -> pl.DataFrame:
    """Events that a title may speak for.

    Preparing or cancelling is not meeting; a day is one only where its title says so (birthdays, leave).
    """
    is_meeting = ~pl.col("occasion").is_in(["birthday", "prep", "cancelled"])
    says_something = pl.col("occasion") != "other"
    wanted = (
        pl.col("is_unattended") & ~pl.col("is_cancelled") & (pl.col("ego_answer") > 0) & pl.col("summary").is_not_null()
    )
    meetings = events.filter(wanted & is_meeting & (says_something | ~pl.col("is_all_day")))
    return meetings.sort("starts_at", "event_id").select("event_id", "summary", "local_date")
