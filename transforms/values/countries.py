"""Countries by the names people write."""

from __future__ import annotations

from functools import cache

from babel import Locale

from transforms.text import fold_text

_LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt")
_ALSO = {
    "usa": "US", "etats unis d amerique": "US", "united states of america": "US", "uk": "GB", "england": "GB",
    "angleterre": "GB", "scotland": "GB",
    "ecosse": "GB", "grande bretagne": "GB", "great britain": "GB", "hollande": "NL", "holland": "NL", "uae": "AE",
    "eau": "AE",
    "republique tcheque": "CZ", "czech republic": "CZ", "cote d ivoire": "CI", "ivory coast": "CI", "russie": "RU",
    "russia": "RU",
    "hong kong": "HK", "macao": "MO",
}  # fmt: skip


def country_code(name: str | None) -> str:
    """ISO 3166 code of a country named in one of seven European languages, or by its code; empty when not known.

    Source: CLDR.
    """
    folded = fold_text(name)
    return _codes().get(folded, "")


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        for code, label in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                codes[fold_text(label)] = code
                codes[code.lower()] = code
    return codes | _ALSO
