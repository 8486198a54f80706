"""The dialects of delimited files: what a header must hold to be one, and what each of its columns says.

One file `dialects/<id>.toml` for each export. Its form:

    id = "outlook_desktop"                  # the name of the file too
    kind = "contacts"                       # contacts, messages or owner: whose fields the columns name
    nulls = ["0/0/00"]                      # what the software writes where it has nothing
    [types]                                 # words for a value's type, in lower case, as vCard types
    "work fax" = ["work", "fax"]
    [variants.fr]                           # one for each language or layout
    all_of = ["Adresse de messagerie"]      # the signature: all of these columns
    any_of = ["Rue (bureau)"]               # and, where given, at least one of these
    [variants.fr.columns]
    "Prénom" = "given_name"                 # a field of records.CONTACTS; "field.part" for a part of it
    "Tél. mobile" = { field = "tels", types = ["cell"] }
    "E-mail # - Value" = "emails"           # "#": a running number; columns with the same number belong together
    "E-mail # - Label" = "emails.label"
    "Titre" = [{ field = "honorific_prefixes", before = "Prénom" }, { field = "title" }]   # a header that stands twice: first that fits

`[says]`, in the dialect or a variant, states fields of messages and of the owner that no column does (act, direction, organisation_kind), and
`[says_by_name.given]` states them for files whose name holds that word. The `party` of a message is the other person: whom the owner wrote to
where the direction is outgoing, else the sender.

Keys of a column: field, types, pref, label, group (address parts that belong together; else their types), separator (several values in one
cell), nulls, formats (of a date), uid (the value is also the record's uid), before, after (another column of the header), only_repeated.
Columns are compared without regard to case and outer white space.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from connectors.records import CONTACTS, OWNER_FACTS

FOLDER = Path(__file__).parent / "dialects"

TEXT_FIELDS = frozenset(name for name, dtype in CONTACTS.items() if str(dtype) == "String") - {"uid"}
VALUE_FIELDS = frozenset({"emails", "tels", "urls", "impps", "related"})
ADDRESS_PARTS = ("po_box", "extended_address", "street", "locality", "region", "postal_code", "country")
OWNER_TEXTS = frozenset(name for name, dtype in OWNER_FACTS.items() if str(dtype) == "String")
MESSAGE_TEXTS = frozenset({"conversation_id", "conversation_title", "subject", "folder", "status", "direction"})
_NOTHING: frozenset[str] = frozenset()
_NAME_PARTS = frozenset({"url", "given", "family"})
_FIELDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "contacts": {
        **dict.fromkeys(TEXT_FIELDS | {"categories", "connected_on", "extra"}, _NOTHING),
        **dict.fromkeys(VALUE_FIELDS, frozenset({"label"})),
        "org": frozenset({"unit"}),
        "adrs": frozenset({*ADDRESS_PARTS, "label"}),
    },
    "messages": {
        **dict.fromkeys(MESSAGE_TEXTS | {"sent_at", "text", "is_draft", "extra"}, _NOTHING),
        **dict.fromkeys(("sender", "recipients", "party"), _NAME_PARTS),
    },
    "owner": dict.fromkeys(OWNER_TEXTS | {"extra"}, _NOTHING),
}
"""The fields a column may fill, by kind of dialect, each with the parts it may have."""


class DialectError(ValueError):
    """A dialect file that does not say what it should: a fault of the file, found when it is loaded."""


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
    only_repeated: bool = False


@dataclass(frozen=True)
class Variant:
    """One language or layout of a dialect. columns: by `key` of the header, each with the readings it may have."""

    name: str
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    columns: Mapping[str, tuple[Column, ...]]
    says: Mapping[str, str]

    def signature_in(self, names: Sequence[str], file_name: str) -> list[str]:
        """The signature columns that a header holds, or none when it is not this variant."""
        present = {key(name) for name in names}
        required = [name for name in self.all_of if key(name) in present]
        optional = [name for name in self.any_of if key(name) in present]
        if len(required) < len(self.all_of) or (self.any_of and not optional):
            return []
        return required + optional


@dataclass(frozen=True)
class Dialect:
    id: str
    kind: str
    nulls: tuple[str, ...]
    types: Mapping[str, tuple[str, ...]]
    variants: tuple[Variant, ...]
    says: Mapping[str, str]
    says_by_name: Mapping[str, Mapping[str, str]]


@cache
def dialects() -> tuple[Dialect, ...]:
    """Every dialect of the folder, in name order."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.toml")))


def load(path: Path) -> Dialect:
    """The dialect of one file. Raises DialectError, naming file and column, on anything it does not know."""
    told = tomllib.loads(path.read_text("utf-8"))
    unknown = set(told) - {"id", "kind", "nulls", "types", "variants", "says", "says_by_name"}
    if unknown or told.get("id") != path.stem or told.get("kind") not in _FIELDS or not told.get("variants"):
        kinds = ", ".join(_FIELDS)
        raise DialectError(f'{path.name}: needs id = "{path.stem}", a kind ({kinds}) and [variants.…]; does not know {sorted(unknown)}')
    return Dialect(
        id=told["id"],
        kind=told["kind"],
        nulls=tuple(told.get("nulls", ())),
        types={word: tuple(types) for word, types in told.get("types", {}).items()},
        variants=tuple(_variant(path.name, told["kind"], name, value) for name, value in told["variants"].items()),
        says=told.get("says", {}),
        says_by_name=told.get("says_by_name", {}),
    )


def key(name: str) -> str:
    """A header as it is compared: NFC, without case, outer white space or white space in a row."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def plan(variant: Variant, names: Sequence[str]) -> list[tuple[Column | None, str]]:
    """For each column of a header what it says (None: the variant does not know it), and the running number in its name ('' when it has none)."""
    keys = [key(name) for name in names]
    return [_reading(variant, keys, place) for place in range(len(keys))]


def _reading(variant: Variant, keys: Sequence[str], place: int) -> tuple[Column | None, str]:
    name, number = keys[place], ""
    if name not in variant.columns:
        match = re.search(r"\d+", name)
        if match is None:
            return None, ""
        name, number = name[: match.start()] + "#" + name[match.end() :], match.group()
    readings = variant.columns.get(name, ())
    return next((column for column in readings if _fits(column, keys, place)), None), number


def _fits(column: Column, keys: Sequence[str], place: int) -> bool:
    if column.only_repeated and keys.count(keys[place]) == 1:
        return False
    if column.before and key(column.before) not in keys[place + 1 :]:
        return False
    return not column.after or key(column.after) in keys[:place]


def _variant(file: str, kind: str, name: str, told: Mapping[str, Any]) -> Variant:
    unknown = set(told) - {"all_of", "any_of", "columns", "says"}
    if unknown or not told.get("all_of") or not told.get("columns"):
        raise DialectError(f"{file}: [variants.{name}] needs all_of and columns; does not know {sorted(unknown)}")
    columns = {
        key(header): tuple(_column(file, kind, header, reading) for reading in (value if isinstance(value, list) else [value]))
        for header, value in told["columns"].items()
    }
    return Variant(name, tuple(told["all_of"]), tuple(told.get("any_of", ())), columns, told.get("says", {}))


def _column(file: str, kind: str, header: str, told: str | Mapping[str, Any]) -> Column:
    values: dict[str, Any] = {"field": told} if isinstance(told, str) else dict(told)
    unknown = set(values) - {known.name for known in fields(Column)} | ({"part"} & set(values))
    if unknown:
        raise DialectError(f"{file}: column {header!r} does not know {sorted(unknown)}")
    field, _, part = str(values.pop("field", "")).partition(".")
    if field not in _FIELDS[kind] or (part and part not in _FIELDS[kind][field]) or (field == "adrs" and not part):
        raise DialectError(f"{file}: column {header!r}: {field!r} with part {part!r} is no field of {kind}")
    keywords: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Column(field, part, **keywords)
