"""Whether a record says that its person died."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from transforms.lexicon import words
from transforms.text import fold_text

CROSSES = "†✝✞✟"
"""Signs beside the name of somebody dead."""

_CROSS = re.compile(f"[{CROSSES}]")
_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_LABEL = re.compile(r"(?i)(?:^|;)(?:X-ABLABEL|LABEL|TYPE)=([^;]+)")
_DATED = ("X-ABDATE", "X-ANDROID-CUSTOM")  # properties of a day whose label says of what


def says_dead(
    names: Iterable[str | None], standing: Iterable[str | None], properties: Iterable[Mapping[str, str | None]]
) -> bool:
    """True where a cross or a word between brackets stands beside a name, or a property gives a day or place of death.

    names: the texts of the name; standing: job titles and groups, of which a whole one counts; properties: name, params
    and value of what has no column of its own.
    """
    return (
        any(_is_marked(name) for name in names if name)
        or any(fold_text(text) in words("deaths", "states") for text in standing)
        or any(_tells(prop["name"] or "", prop["params"] or "", prop["value"] or "") for prop in properties)
    )


def is_death(text: str) -> bool:
    """True of what stands in brackets after the name of somebody dead: '† 2021', 'décédée', 'died 2021'."""
    said = re.sub(r"[\d\s]+", " ", fold_text(text)).strip()
    return bool(_CROSS.search(text)) or said in words("deaths", "states") | words("deaths", "dates")


def _is_marked(name: str) -> bool:
    return bool(_CROSS.search(name)) or any(
        found[1].strip() and is_death(found[1]) for found in _BRACKETED.finditer(name)
    )


def _tells(name: str, params: str, value: str) -> bool:
    said = fold_text(value)
    if not re.sub(r"[0\s]", "", said) or said in words("deaths", "living"):
        return False
    header = fold_text(name.upper().removeprefix("X-"))
    if header in words("deaths", "dates") | words("deaths", "states"):
        return True
    dates = words("deaths", "dates") | words("deaths", "states")
    if name in _DATED:
        labels = [found[1] for found in _LABEL.finditer(params)] + (value.split(";") if name != "X-ABDATE" else [])
        return any(fold_text(label) in dates for label in labels)
    return header.endswith((" label", " type")) and said in dates
