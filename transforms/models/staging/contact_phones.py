"""One row per telephone number of a contact record, repeated spellings of one number left out.

grain: record_id, ordinal

record_id  source/key of the record
ordinal    1 is the number the record prefers
raw        value as written
types      types the record gives, lower case
e164       number in E.164 form; null when not valid
subtype    mobile, fixed_line, fixed_line_or_mobile, toll_free, …; null when not valid
region     country of the number, ISO 3166; null when not valid or of no country
extension  extension behind a switchboard, digits
is_valid   the number can exist
reason     why it is not valid, or what was put right; null otherwise
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.raw_lists import exploded, ordered
from transforms.values.phones import normalise_phones

reads = ("raw.contacts", "raw.settings")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    settings = frames["raw.settings"]
    values = exploded(frames["raw.contacts"], "tels")
    normal = normalise_phones(values["raw"], settings["phone_region"][0] if settings.height else "FR").drop("raw")
    return ordered(values.hstack(normal), pl.coalesce("e164", "raw")).select(
        "record_id", "ordinal", "raw", "types", *normal.columns
    )
