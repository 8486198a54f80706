"""Countries in words, with the preposition each language wants: « au Portugal », "in the Netherlands"."""

from __future__ import annotations

from babel import Locale

_VOWELS = "AEÉIOUÎÔ"


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# French: masculine in spite of a final e; written without an article.
_FR_MASCULINE = _codes("MX KH MZ ZW SR BZ CD CG")
_FR_BARE = _codes("MC SG MT CY CU MG MU BH DJ HT TW HK MO SM BB GI YT PR ST WS TO TV NR RE GP MQ OM")
_FR_PLURAL = _codes("US NL AE PH SC MV KM BS FJ SB MH KY FO VI VG")
_EN_ARTICLE = _codes("US GB NL AE PH SC MV KM BS SB MH KY FO VI VG CF DO GM")
# CLDR's official names, where people say something else.
_SHORT = {("HK", "fr"): "Hong Kong", ("MO", "fr"): "Macao", ("HK", "en"): "Hong Kong", ("MO", "en"): "Macao"}


def country_name(code: str, language: str) -> str:
    """The country's name as `language` says it; the code itself when it is not a country's."""
    return _SHORT.get((code, language)) or str(Locale(language).territories.get(code, code))


def in_country(code: str, language: str) -> str:
    """« au Portugal », « en Italie », « aux États-Unis », « à Malte »; "in Portugal", "in the Netherlands"."""
    name = country_name(code, language)
    if language != "fr":
        return f"in the {name}" if code in _EN_ARTICLE else f"in {name}"
    if code in _FR_PLURAL:
        return f"aux {name}"
    if code in _FR_BARE:
        return f"à {name}"
    is_feminine = name.endswith("e") and code not in _FR_MASCULINE
    return f"en {name}" if is_feminine or name[0] in _VOWELS else f"au {name}"
