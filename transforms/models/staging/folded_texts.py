"""One row per text that is compared whatever its case, accents and script: names of people, and where they live.

grain: text

text    as a card, a calendar or a message writes it
folded  in plain lower-case letters and digits, words separated by one space; empty when nothing of it is left
words   the words of folded, in alphabetical order
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text

reads = (
    "staging.contacts",
    "staging.contact_addresses",
    "staging.event_attendees",
    "staging.message_parties",
)

_SCHEMA = pl.Schema({"text": pl.String(), "folded": pl.String(), "words": pl.List(pl.String)})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each name, street, town and postal code, with its folded form."""
    contacts, addresses = frames["staging.contacts"], frames["staging.contact_addresses"]
    attendees = frames["staging.event_attendees"]
    texts = pl.concat(
        [
            contacts["display_name"],
            contacts["family_name"],
            addresses["street"],
            addresses["postal_code"],
            addresses["locality"],
            attendees["cn"],
            attendees["address"].filter(attendees["address"].str.starts_with("name:")).str.strip_prefix("name:"),
            frames["staging.message_parties"]["name"],
        ]
    )
    rows = [(text, folded := fold_text(text), sorted(folded.split())) for text in texts.drop_nulls().unique().sort()]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
