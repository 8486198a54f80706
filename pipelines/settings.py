"""One frozen Settings from network.toml; all that is wrong with the file is said at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from pipelines.errors import UserError
from pipelines.own_tables import OwnTables, own_tables
from pipelines.settings_problems import sentence

CircleKind = Literal["family", "friends", "school", "employer", "client", "club", "professional", "other"]
Seniority = Literal["owner", "c_level", "director", "manager", "staff", "other"]
FIRST_CIRCLE_KINDS: frozenset[str] = frozenset({"family", "friends", "school", "employer"})
DEFAULT_GAP_DAYS: Mapping[str, int] = {
    "employer": 30, "friends": 60, "client": 60, "club": 60, "family": 90, "school": 90, "professional": 120, "other": 120,
}  # fmt: skip

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
        raise PydanticCustomError("pattern", 'is not a regular expression. Write one such as "\\\\bresto\\\\b"') from error
    return pattern


def _rule(rule: str) -> str:
    field, separator, value = rule.partition("=")
    if not separator or field.strip() not in RULE_FIELDS or not value.strip():
        raise PydanticCustomError("rule", f'is not a rule. Write one such as "organisation=Acme": {", ".join(RULE_FIELDS)}')
    return rule


def _occasion(name: str) -> str:
    if name not in OCCASIONS:
        raise PydanticCustomError("occasion", f"is not an occasion. Write one of: {', '.join(OCCASIONS)}")
    return name


def _label(label: str) -> str:
    if not label.strip():
        raise PydanticCustomError("label", "is a circle without a name. Give it one or delete the table")
    return label


def _after_start(deadline: date, others: ValidationInfo) -> date:
    if deadline <= others.data.get("start", date.min):
        raise PydanticCustomError("order", "is not after plan.start. Write a later day")
    return deadline


def _above(lesser: str, *, or_equal: bool = False) -> AfterValidator:
    """A number of [measures] that stands above another, which is read before it. Where that one is wrong itself, nothing is said."""

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


class Section(BaseModel):
    """A table of network.toml: unknown keys are errors, nothing is coerced, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Owner(Section):
    names: Texts = ()
    addresses: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    organisations: Texts = ()


class Circle(Section):
    kind: CircleKind = "other"
    labels: Texts = ()
    rules: tuple[Annotated[str, AfterValidator(_rule)], ...] = ()
    first_circle: bool | None = None
    default_gap_days: Days | None = None


class Means(Section):
    meal: Annotated[float, Field(ge=0)] | None = None
    event: Annotated[float, Field(ge=0)] | None = None
    new_people: Annotated[float, Field(ge=0)] | None = None
    reconnect: Annotated[float, Field(ge=0)] | None = None


class Plan(Section):
    statement: Text
    start: date
    deadline: Annotated[date, AfterValidator(_after_start)]
    target_people: Annotated[int, Field(ge=1, le=999_999)]
    sectors: Texts = ()
    functions: Texts = ()
    seniority: tuple[Seniority, ...] = ()
    organisations: Texts = ()
    places: Texts = ()
    people: Texts = ()
    circle_mix: Mapping[str, Share] = {}
    share_beyond_first_circle: Share | None = None
    leave_weeks: tuple[Annotated[str, AfterValidator(_iso_week)], ...] = ()
    per_week: Means = Means()


class Organisation(Section):
    sector: Text | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class Source(Section):
    dialect: Text | None = None
    source: Text | None = None
    columns: Mapping[str, str] = {}


class Measures(Section):
    """Each convention of the measures by its name; docs/metrics.md says what each does."""

    half_life_days: Days = 180
    strong_threshold: Annotated[float, Field(gt=0)] = 4.0
    mass_event_size: Annotated[int, Field(ge=2, le=999_999)] = 30
    small_event_size: Annotated[int, Field(ge=2, le=999_999)] = 8
    meal_factor: Annotated[float, Field(gt=0)] = 1.5
    series_factor: Annotated[float, Field(gt=0)] = 0.5
    series_free: Count = 3
    tentative_answer: Share = 0.5
    minimum_hours: Annotated[float, Field(gt=0)] = 0.25
    message_hours: Annotated[float, Field(gt=0)] = 0.25
    maximum_hours: Annotated[float, Field(gt=0, validate_default=True), _above("minimum_hours", or_equal=True)] = 4.0
    all_day_hours: Annotated[float, Field(gt=0)] = 2.0
    active_ratio: Annotated[float, Field(gt=0)] = 1.5
    cooling_ratio: Annotated[float, Field(gt=0, validate_default=True), _above("active_ratio")] = 3.0
    dormant_ratio: Annotated[float, Field(gt=0, validate_default=True), _above("cooling_ratio")] = 8.0
    encounter_gap_days: Days = 3
    prior_gap_weight: Annotated[float, Field(gt=0)] = 3.0
    shortest_gap_days: Days = 30
    longest_gap_days: Annotated[Days, Field(validate_default=True), _above("shortest_gap_days", or_equal=True)] = 365
    diversity_minimum: Count = 20
    coverage_minimum: Share = 0.6
    left_censor_days: Count = 28
    planned_days: Days = 30
    name_window_days: Days = 400
    infer_from_titles: bool = True


class Settings(Section):
    language: Literal["fr", "en"] = "fr"
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "Europe/Paris"
    phone_region: Annotated[str, AfterValidator(_phone_region)] = "FR"
    owner: Owner = Owner()
    circles: Mapping[Annotated[str, AfterValidator(_label)], Circle] = {}
    plan: Plan | None = None
    organisations: Mapping[str, Organisation] = {}
    occasions: Mapping[Annotated[str, AfterValidator(_occasion)], tuple[Annotated[str, AfterValidator(_pattern)], ...]] = {}
    sources: Mapping[str, Source] = {}
    measures: Measures = Measures()
    _own_tables: OwnTables = PrivateAttr(OwnTables())

    @property
    def own_tables(self) -> OwnTables:
        """The tables that the owner describes: in files of the folder dialects, and by columns of [sources]."""
        return self._own_tables


def read_settings(path: Path) -> Settings:
    """The settings of a home. Raises UserError with every problem of the file: key, what is wrong, what to write instead."""
    try:
        written = _tuples(tomllib.loads(path.read_text("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path.name} is not TOML: {error}. Strings stand in double quotes, lists in square brackets.") from error
    except RecursionError as error:
        raise UserError(f"{path.name} has lists or tables within each other hundreds of levels deep. No setting has more than three.") from error
    try:
        settings = Settings.model_validate(written)
        settings._own_tables = own_tables(path.parent, settings.sources)
        return settings
    except ValidationError as error:
        raise UserError(*(f"{path.name}: {sentence(problem, Settings)}" for problem in error.errors())) from error


def _tuples(value: Any) -> Any:
    """TOML arrays as tuples, since strict models keep lists and tuples apart."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return value
