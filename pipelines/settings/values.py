"""What single values of network.toml may be.

Kinds of text and numbers, each with the sentence for a value that is none.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

RULE_FIELDS = ("label", "organisation", "domain", "city")
OCCASIONS = (
    "cancelled", "prep", "ceremony", "training", "client_event", "breakfast", "lunch", "dinner", "seminar",
    "networking", "drinks", "coffee", "internal", "birthday", "call", "meeting", "other",
)  # fmt: skip


_NOT_OF_DUCKDB = ("right/", "posix/", "localtime", "posixrules")
"""Zones that Linux has beside those of the world: DuckDB does not know them, and the first count leap seconds."""


def _time_zone(name: str) -> str:
    try:
        if name.startswith(_NOT_OF_DUCKDB):
            raise ValueError(name)
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("zone", 'is not a time zone. Write one such as "Europe/Paris"') from error
    return name


def _phone_region(code: str) -> str:
    import phonenumbers  # slow to import, and only runs need it

    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise PydanticCustomError("region", 'is not a country code. Write two capitals such as "FR"')
    return code


def _address(address: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+|https?://\S*linkedin\.com/in/\S+", address, re.IGNORECASE):
        form = 'Write one such as "claire@entreprise.example" or "https://www.linkedin.com/in/claire"'
        raise PydanticCustomError("address", f"is neither an e-mail address nor a LinkedIn profile. {form}")
    return address.lower()


def _iso_week(week: str) -> str:
    match = re.fullmatch(r"(\d{4})-W(\d{2})", week)
    if not match or not _is_week(int(match[1]), int(match[2])):
        raise PydanticCustomError("week", 'is not an ISO week. Write one such as "2026-W32"')
    return week


def _is_week(year: int, week: int) -> bool:
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        return False
    return True


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError(
            "pattern", 'is not a regular expression. Write one such as "\\\\bresto\\\\b"'
        ) from error
    return pattern


def _rule(rule: str) -> str:
    field, separator, value = rule.partition("=")
    if not separator or field.strip() not in RULE_FIELDS or not value.strip():
        raise PydanticCustomError(
            "rule", f'is not a rule. Write one such as "organisation=Acme": {", ".join(RULE_FIELDS)}'
        )
    return rule


def _occasion(name: str) -> str:
    if name not in OCCASIONS:
        raise PydanticCustomError("occasion", f"is not an occasion. Write one of: {', '.join(OCCASIONS)}")
    return name


def _circle_name(label: str) -> str:
    if not label.strip():
        raise PydanticCustomError("label", "is a circle without a name. Give it one or delete the table")
    return label


def _after_start(deadline: date, others: ValidationInfo) -> date:
    if deadline <= others.data.get("start", date.min):
        raise PydanticCustomError("order", "is not after plan.start. Write a later day")
    return deadline


def above(lesser: str, *, or_equal: bool = False) -> AfterValidator:
    """A number of [measures] that stands above another, which is read before it.

    Where that one is wrong itself, nothing is said.
    """

    def check(value: float, others: ValidationInfo) -> float:
        bound = others.data.get(lesser)
        if bound is not None and (value < bound or (value == bound and not or_equal)):
            relation = "below" if or_equal else "not above"
            raise PydanticCustomError("order", f"is {relation} measures.{lesser}. Write a greater number")
        return value

    return AfterValidator(check)


Text = Annotated[str, Field(min_length=1)]
Texts = tuple[Text, ...]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=999_999)]
Days = Annotated[int, Field(ge=1, le=3650)]
Positive = Annotated[float, Field(gt=0)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
PhoneRegion = Annotated[str, AfterValidator(_phone_region)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Address = Annotated[str, AfterValidator(_address)]
IsoWeek = Annotated[str, AfterValidator(_iso_week)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Rule = Annotated[str, AfterValidator(_rule)]
Occasion = Annotated[str, AfterValidator(_occasion)]
CircleName = Annotated[str, AfterValidator(_circle_name)]
Deadline = Annotated[date, AfterValidator(_after_start)]
