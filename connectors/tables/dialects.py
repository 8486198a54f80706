"""The dialects of delimited files: what a header must hold to be one, and what each of its columns says.

One file `dialects/<id>.toml` for each export. Its form:

    id = "outlook_desktop"                  # the name of the file too
    kind = "contacts"                       # contacts, messages, events or owner: whose fields the columns name
    nulls = ["0/0/00"]                      # what the software writes where it has nothing
    footers = ["Grand Totals.*"]            # a record whose only filled cell is this, as a whole, is none (rule
    report_footer)
    [types]                                 # words for a value's type, in lower case, as vCard types
    "work fax" = ["work", "fax"]
    [leave_out.not_attending]               # records left out by a rule of this name: by what a column says
    "Attendee Status" = ["Not Attending"]
    [variants.fr]                           # one for each language or layout
    like = "outlook_desktop.en"             # starts with the columns of that variant; its signature counts too, so that
    this one wins where both fit
    all_of = ["Adresse de messagerie"]      # the signature: all of these columns
    any_of = ["Rue (bureau)"]               # and, where given, at least `at_least` (1) of these; of several lists, of
    each
    none_of = ["E-mail Type"]               # and none of these
    typical = ["Sexe"]                      # columns that count when they are there
    file_name = "export_.*"                 # and a file of this name only, without regard to case
    dates = "month_first"                   # how days are written where a column has no formats, or day_first. The
    file's values go before; where neither says, birthdays under English headers stay open
    [variants.fr.columns]
    "Prénom" = "given_name"                 # a field of records.CONTACTS; "field.part" for a part of it
    "Tél. mobile" = { field = "tels", types = ["cell"] }
    "E-mail # - Value" = "emails"           # "#": a running number; columns with the same number belong together
    "E-mail # - Label" = "emails.label"
    "Person - Phone - *" = "tels"           # "*": a word for the value's type
    "Titre" = [{ field = "honorific_prefixes", before = "Prénom" }, { field = "title" }]   # several readings: by what
    it holds, else the first that fits

`[says]`, in the dialect or a variant, states fields of messages and of the owner that no column does (act, direction,
organisation_kind), and `[says_by_name.given]` states them for files whose name holds that word. The `party` of a
message is the other person: whom the owner wrote to where the direction is outgoing, else the sender.

Keys of a column: field, types, pref, label, group (address parts that belong together; else their types), separator
(several values in one cell), nulls, formats (of a date), uid (the value is also the record's uid), before, after
(another column of the header), beside (one of these columns somewhere in the header), occurrence (the first, second …
of equal headers), of (somebody else: who bought or paid; used where nobody else is named, or it is the same person),
otherwise (used where no other column names the person). Columns are compared without regard to case and outer white
space.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from connectors.records import CONTACTS, OWNER_FACTS
from connectors.tables.dialect_files import shape_problems

FOLDER = Path(__file__).parent / "dialects"

TEXT_FIELDS = frozenset(name for name, dtype in CONTACTS.items() if str(dtype) == "String") - {"uid"}
VALUE_FIELDS = frozenset({"emails", "tels", "urls", "impps", "related"})
ADDRESS_PARTS = ("po_box", "extended_address", "street", "locality", "region", "postal_code", "country")
EVENT_TEXTS = frozenset({"summary", "description", "location"})
OWNER_TEXTS = frozenset(name for name, dtype in OWNER_FACTS.items() if str(dtype) == "String")
MESSAGE_TEXTS = frozenset({"conversation_id", "conversation_title", "subject", "folder", "status", "direction"})
_NOTHING: frozenset[str] = frozenset()
_NAME_PARTS = frozenset({"url", "given", "family"})
_FIELDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "contacts": {
        **dict.fromkeys(TEXT_FIELDS | {"categories", "connected_on", "extra"}, _NOTHING),
        **dict.fromkeys(VALUE_FIELDS, frozenset({"label"})),
        "emails": frozenset({"label", "display"}),
        "bday": frozenset({"year", "month", "day"}),
        "org": frozenset({"unit"}),
        "adrs": frozenset({*ADDRESS_PARTS, "whole", "label"}),
    },
    "messages": {
        **dict.fromkeys(MESSAGE_TEXTS | {"sent_at", "text", "is_draft", "extra"}, _NOTHING),
        **dict.fromkeys(("sender", "recipients", "party"), _NAME_PARTS),
    },
    "events": {
        **dict.fromkeys(
            EVENT_TEXTS
            | {"is_all_day", "organizer", "attendees", "categories", "is_private", "sensitivity", "show_as", "extra"},
            _NOTHING,
        ),
        **dict.fromkeys(("dtstart", "dtend"), frozenset({"date", "time"})),
    },
    "owner": dict.fromkeys(OWNER_TEXTS | {"extra"}, _NOTHING),
}
"""The fields a column may fill, by kind of dialect, each with the parts it may have."""


class DialectError(ValueError):
    """A dialect file that does not say what it should: a fault of the file, found when it is loaded.

    problems: one sentence each, without its full stop, the file named first.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


@dataclass(frozen=True)
class Column:
    """What one column of a dialect says."""

    field: str
    part: str = ""
    types: tuple[str, ...] = ()
    pref: int | None = None
    label: str | None = None
    group: str = ""
    separator: str | None = None
    nulls: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    uid: bool = False
    before: str = ""
    after: str = ""
    beside: tuple[str, ...] = ()
    occurrence: int = 0
    of: str = ""
    otherwise: bool = False


@dataclass(frozen=True)
class Variant:
    """One language or layout of a dialect.

    Signature columns by `key`; columns: by `key` of the header, each with the readings it may have.
    """

    name: str
    all_of: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...]
    at_least: int
    none_of: tuple[str, ...]
    typical: tuple[str, ...]
    file_name: str
    is_day_first: bool | None  # None: it does not say
    columns: Mapping[str, tuple[Column, ...]]
    says: Mapping[str, str]

    def signature_in(self, names: Mapping[str, str], file_name: str) -> tuple[str, ...]:
        """The signature columns that a header holds, or none when it is not this variant.

        names: the header's, by their key.
        """
        if (
            not (self.all_of or self.any_of)
            or not all(name in names for name in self.all_of)
            or any(name in names for name in self.none_of)
        ):
            return ()
        if any(sum(name in names for name in group) < self.at_least for group in self.any_of):
            return ()
        if self.file_name and not re.fullmatch(self.file_name, file_name.rpartition("/")[2], re.IGNORECASE):
            return ()
        return tuple(names[name] for name in self.signature if name in names)

    @property
    def signature(self) -> tuple[str, ...]:
        """Every column by which a file is known as of this variant, the ones it must have first."""
        return tuple(dict.fromkeys([*self.all_of, *(name for group in self.any_of for name in group), *self.typical]))


@dataclass(frozen=True)
class Dialect:
    id: str
    kind: str
    nulls: tuple[str, ...]
    footers: tuple[str, ...]
    types: Mapping[str, tuple[str, ...]]
    leave_out: Mapping[str, Mapping[str, tuple[str, ...]]]
    variants: tuple[Variant, ...]
    says: Mapping[str, str]
    says_by_name: Mapping[str, Mapping[str, str]]


@cache
def dialects() -> tuple[Dialect, ...]:
    """Every dialect of the folder, in name order."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def load(path: Path) -> Dialect:
    """The dialect of one file. Raises DialectError, naming file and column, on anything it does not know."""
    return dialect_of(written(path), path.name)


def written(path: Path) -> dict[str, Any]:
    """What a dialect file says, as it says it. Raises DialectError when it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DialectError(f"{path.name}: is not TOML in UTF-8 ({error})") from error


def dialect_of(told: Mapping[str, Any], file: str) -> Dialect:
    """The dialect that a file of this name says.

    Raises DialectError with every problem of the file: key or column, what is wrong, what may stand there.
    """
    if problems := [f"{file}: {problem}" for problem in (*_head_problems(told, file), *shape_problems(told))]:
        raise DialectError(*problems)
    variants: dict[str, Variant] = {}
    for name, value in told["variants"].items():
        try:
            variants[name] = _variant(file, told["kind"], name, value, variants)
        except DialectError as error:
            problems += error.problems
    if problems:
        raise DialectError(*problems)
    return Dialect(
        id=told["id"],
        kind=told["kind"],
        nulls=tuple(told.get("nulls", ())),
        footers=tuple(told.get("footers", ())),
        types={word: tuple(types) for word, types in told.get("types", {}).items()},
        leave_out={
            rule: {key(name): tuple(values) for name, values in said.items()}
            for rule, said in told.get("leave_out", {}).items()
        },
        variants=tuple(variants.values()),
        says=told.get("says", {}),
        says_by_name=told.get("says_by_name", {}),
    )


def _head_problems(told: Mapping[str, Any], file: str) -> list[str]:
    """What is wrong with the values of id, kind and variants, where their shape is right."""
    stem, kinds = file.removesuffix(".toml"), ", ".join(_FIELDS)
    is_right = told.get("id") == stem and str(told.get("kind")) in _FIELDS and bool(told.get("variants"))
    return [] if is_right else [f'needs id = "{stem}", a kind ({kinds}) and [variants.…]']


def key(name: str) -> str:
    """A header as it is compared: NFC, without case, outer white space or white space in a row.

    One apostrophe for all.
    """
    return " ".join(unicodedata.normalize("NFC", name).replace("\u2019", "'").casefold().split())


def _variant(file: str, kind: str, name: str, told: Mapping[str, Any], before: Mapping[str, Variant]) -> Variant:
    parent = _parent(file, name, told["like"], before) if "like" in told else None
    if not (told.get("columns") or parent):
        raise DialectError(f"{file}: [variants.{name}] needs columns")
    any_of = told.get("any_of", [])
    groups = any_of if any_of and isinstance(any_of[0], list) else [any_of] if any_of else []
    columns = _columns(file, kind, told.get("columns", {}))
    none_of = _keys(told.get("none_of", ()))
    is_day_first = told["dates"] == "day_first" if "dates" in told else parent.is_day_first if parent else None
    return Variant(
        name=name,
        all_of=_keys(told.get("all_of", ())),
        any_of=tuple(_keys(group) for group in groups),
        at_least=told.get("at_least", 1),
        none_of=none_of,
        typical=(
            *_keys(told.get("typical", ())),
            *(name for name in (parent.signature if parent else ()) if name not in none_of),
        ),
        file_name=told.get("file_name", ""),
        is_day_first=is_day_first,
        columns={**(parent.columns if parent else {}), **columns},
        says=told.get("says", {}),
    )


def _parent(file: str, name: str, like: str, before: Mapping[str, Variant]) -> Variant:
    """The variant that another one is like: `dialect.variant`, of another file, or of this one and further up."""
    dialect, _, variant = like.partition(".")
    path = FOLDER / f"{dialect}.toml"
    known = (
        before
        if path.name == file and variant in before
        else {one.name: one for one in load(path).variants}
        if path.exists()
        else {}
    )
    if variant not in known:
        raise DialectError(f"{file}: [variants.{name}] is like {like}, which there is not")
    return known[variant]


def _keys(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(key(name) for name in names)


def _columns(file: str, kind: str, told: Mapping[str, Any]) -> dict[str, tuple[Column, ...]]:
    """The readings of each column by its key. Raises DialectError with every column that names no field."""
    columns: dict[str, tuple[Column, ...]] = {}
    problems: list[str] = []
    for header, value in told.items():
        try:
            readings = value if isinstance(value, list) else [value]
            columns[key(header)] = tuple(_column(file, kind, header, reading) for reading in readings)
        except DialectError as error:
            problems += error.problems
    if problems:
        raise DialectError(*problems)
    return columns


def _column(file: str, kind: str, header: str, told: str | Mapping[str, Any]) -> Column:
    values: dict[str, Any] = {"field": told} if isinstance(told, str) else dict(told)
    field, _, part = str(values.pop("field", "")).partition(".")
    if field not in _FIELDS[kind] or (part and part not in _FIELDS[kind][field]) or (field == "adrs" and not part):
        raise DialectError(f"{file}: column {header!r}: {field!r} with part {part!r} is no field of {kind}")
    keywords: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Column(field, part, **keywords)
