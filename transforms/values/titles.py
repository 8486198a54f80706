"""Job titles: the level and the function that a French or English title states."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from transforms.lexicon import table
from transforms.text import clean, fold_text

TITLES = pl.Schema({"title": pl.String, "seniority": pl.String, "function": pl.String})
SENIORITIES = ("owner", "c_level", "director", "manager", "staff", "other")
FUNCTIONS = (
    "general_management", "finance", "sales", "marketing", "hr", "it", "operations", "legal", "rnd", "communication",
    "purchasing", "other",
)  # fmt: skip

# the list in the lexicon → the level it stands for, in the order they are tried
_LEVELS = {
    "not_at_work": "other",
    "staff_first": "staff",
    "owner": "owner",
    "vice": "director",
    "c_level": "c_level",
    "director": "director",
    "manager": "manager",
    "staff": "staff",
}


def classify_titles(values: pl.Series) -> pl.DataFrame:
    """Seniority and function of each job title.

    values: titles as written, nulls allowed. Returns title, seniority, function (codelists of this module): same length
    and order; null for no title, 'other' for one the lexicon does not know. Source: transforms/data/titles.toml.
    """
    known = {value: _classify(value) for value in values.unique().drop_nulls()}
    return pl.DataFrame([(value, *known.get(value, (None, None))) for value in values], schema=TITLES, orient="row")


def states_level(text: str) -> bool:
    """True of a text that holds words of a level, as job titles do."""
    return _classify(text)[0] not in (None, "other")


def _classify(title: str) -> tuple[str | None, str | None]:
    text = _folded(title)
    if not text:
        return None, None
    seniority = next((level for key, level in _LEVELS.items() if _pattern("seniority", key).search(text)), "other")
    functions = table("titles")["function"]
    function = next((name for name in functions if _pattern("function", name).search(text)), "other")
    return seniority, function


def _folded(title: str) -> str:
    """The title folded; feminine and inclusive endings ('directeur·rice', 'chargé(e)') reduced to the first form."""
    text = clean(title).replace("’", "'")
    text = re.sub(r"[(\[·.•/-](?:e|ne|rice|trice|euse|ère|fe|se|e·s|es|le)[)\]]?(?=\W|$)", "", text)
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda found: found.group(0).replace(".", ""), text)
    return fold_text(text.replace("&", " and ").replace("+", " "))


@cache
def _pattern(group: str, key: str) -> re.Pattern[str]:
    phrases = sorted(table("titles")[group][key], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(_phrase(phrase) for phrase in phrases) + r")\b")


def _phrase(phrase: str) -> str:
    """'chief * officer': one to three words between; 'director*': the word and its continuations."""
    return r"(?: \w+){1,3} ".join(re.escape(part).replace(r"\*", r"\w*") for part in phrase.split(" * "))
