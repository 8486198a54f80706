"""One row per job title or organisation that exports word differently, with what two wordings of one have in common.

grain: text

text          as a card or a row writes it
title         folded: 'Chargée d’œuvre' is 'chargee d oeuvre'
organisation  without legal form, site and words like 'groupe' too: 'Łódź SA' and 'LODZ S.A.' are 'lodz'
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text, map_unique
from transforms.values.organisations import organisation_keys

reads = ("staging.job_texts",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each title and employer that was worded otherwise in another export, with its keys."""
    texts = frames["staging.job_texts"]["text"].sort()
    return pl.DataFrame(
        {
            "text": texts,
            "title": map_unique(texts, fold_text).fill_null(""),
            "organisation": organisation_keys(texts).fill_null(""),
        }
    )
