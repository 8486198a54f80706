"""Birthdays as cards write them: those in no form of RFC 6350 told in one of them, where they say a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

import polars as pl

UNREADABLE = "The birthday of a card is no day that can be read; the rest of the card was."
UNDECIDED = (
    "The birthday of a card may have its day or its month first, and no other of the file tells; the rest of the card"
    " was read. Write it as year-month-day and export again."
)

_TIME = r"(?:[T ]+\d{1,2}:?\d{2}.*|(?:Z|[+-]\d{2}:?\d{2}))?"
_YEAR_FIRST = re.compile(
    rf"(?:(\d{{4}})-?(\d{{2}})-?(\d{{2}})|(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}})){_TIME}", re.IGNORECASE
)
_YEARLESS = re.compile(rf"--(\d{{2}})-?(\d{{2}}){_TIME}|--(\d{{1,2}})-(\d{{1,2}})", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
# German, Swiss, Nordic, Italian: with dots the day stands first
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}|\d{2}))?(?:[T ]+\d{1,2}:\d{2}.*)?")
_EITHER_WAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?(?:[T ]+\d{1,2}:\d{2}.*)?")
_DAY_NAMED = re.compile(
    r"(?:\w+,?\s+)??(\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?[\s-]*(?:de |of )?([^\W\d]{3,})\.?"
    r"(?:,?[\s-]*(?:de |del )?(\d{4}))?"
)
_MONTH_NAMED = re.compile(r"(?:\w+,?\s+)??([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_STANDARD = re.compile(r"\d{4}(?:\d{4}|-\d{2}-\d{2})|--\d{2}-?\d{2}")
_INSTANT = re.compile(r"\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?Z", re.IGNORECASE)
_NOTHING = re.compile(r"(?:[0\W]|T(?=[\d:]))*Z?")  # Outlook writes 0/0/00 for none
_OMITTED_YEARS = (0, 1, 1604)  # Apple writes 1604, Google 0000, .NET 0001 for a birthday without a year

_MONTHS = (
    "jan january janvier januar janner enero ene gen gennaio",
    "feb february fev fevr fevrier februar febrero febbraio",
    "mar march mars marz maerz marzo mrz",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio",
    "jun june juin juni junio giu giugno",
    "jul july juil juillet juli julio lug luglio",
    "aug august aou aout ago agosto",
    "sep sept september septembre septiembre setiembre settembre set",
    "oct october octobre okt oktober octubre ott ottobre",
    "nov november novembre noviembre",
    "dec december decembre dez dezember dic diciembre dicembre",
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}


def read_birthdays(written: pl.Series) -> pl.DataFrame:
    """What each text says, in the order given.

    Returns bday: 1980-05-04, --05-04 without a year, as written where it is of the standard, a UTC time (whose day
    hangs on the time zone) or cannot be read; reason: why it cannot, null otherwise. Where 05/04/1980 may be read
    either way, the file's other birthdays decide, when all that tell say the same.
    """
    texts = written.unique().drop_nulls().to_list()
    is_day_first = _is_day_first(texts)
    known = {text: _read(text, is_day_first) for text in texts}
    rows = [known[text] if text is not None else (None, None) for text in written]
    return pl.DataFrame(rows, schema={"bday": pl.String, "reason": pl.String}, orient="row")


def _read(text: str, is_day_first: bool | None) -> tuple[str | None, str | None]:
    bare = text.strip().rstrip(";").strip()
    if _NOTHING.fullmatch(bare):
        return None, None
    if _INSTANT.fullmatch(bare) and not re.search(r"T00:?00", bare, re.IGNORECASE):
        return (bare, None) if _iso(*_year_first(bare) or ()) else (text, UNREADABLE)
    parts = _parts(bare)
    if parts is None and (either := _EITHER_WAY.fullmatch(bare)):
        one, two, year = int(either[1]), int(either[2]), _year(either[3])
        if one <= 12 and two <= 12 and one != two and is_day_first is None:
            return text, UNDECIDED
        is_turned = two > 12 or (one <= 12 and not is_day_first)
        parts = (year, one, two) if is_turned else (year, two, one)
    day = _iso(*parts) if parts else None
    if not day:
        return text, UNREADABLE
    is_standard = _STANDARD.fullmatch(text) and text.replace("-", "") == day.replace("-", "")
    return (text if is_standard else day), None


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year (0 where there is none), month and day of a text that can be read in one way only."""
    for form, read in _FORMS:
        if (found := form.fullmatch(text)) and (parts := read(found)):
            return parts
    return None


def _year_first(text: str) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return year, month, day


def _yearless(found: re.Match[str]) -> tuple[int, int, int]:
    month, day = (int(part) for part in found.groups() if part)
    return 0, month, day


def _named(year: str | None, name: str, day: str) -> tuple[int, int, int] | None:
    month = _month(name)
    return (int(year or 0), month, int(day)) if month else None


def _month(word: str) -> int | None:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return _MONTH.get("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _year(text: str | None) -> int:
    """The year, 0 where it is not told in full: 12 may be of this century or of the last."""
    return int(text) if text and len(text) == 4 else 0


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int] | None]], ...] = (
    (_YEAR_FIRST, lambda found: _year_first(found[0])),
    (_YEARLESS, _yearless),
    (_EAST_ASIAN, lambda found: (int(found[1] or 0), int(found[2]), int(found[3]))),
    (_DOTTED, lambda found: (_year(found[3]), int(found[2]), int(found[1]))),
    (_DAY_NAMED, lambda found: _named(found[3], found[2], found[1])),
    (_MONTH_NAMED, lambda found: _named(found[3], found[1], found[2])),
)


def _iso(year: int = 0, month: int = 0, day: int = 0) -> str | None:
    has_year = year not in _OMITTED_YEARS
    try:
        date(year if has_year else 2000, month, day)
    except ValueError:
        return None
    return f"{year:04}-{month:02}-{day:02}" if has_year else f"--{month:02}-{day:02}"


def _is_day_first(texts: Iterable[str]) -> bool | None:
    """What the birthdays of the file tell that can be read in one way only; null where none does, or they differ."""
    found = [either for text in texts if (either := _EITHER_WAY.fullmatch(text.strip().rstrip(";").strip()))]
    orders = {int(either[1]) > 12 for either in found if (int(either[1]) > 12) != (int(either[2]) > 12)}
    return orders.pop() if len(orders) == 1 else None
