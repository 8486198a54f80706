"""Lines that say in one program's own way what vCard has a property for, put in the words of vCard."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from connectors.content.lines import unescape

_ANDROID = re.compile(r"vnd\.android\.cursor\.item/(nickname|contact_event|relation);")
# ContactsContract.CommonDataKinds.Relation and .Event of Android: the numbers of the types.
_RELATIONS: tuple[str, ...] = ("assistant", "brother", "child", "domestic partner", "father", "friend", "manager")
_RELATIONS += ("mother", "parent", "partner", "referred by", "relative", "sister", "spouse")
_EVENTS = {"1": "ANNIVERSARY", "3": "BDAY"}
_PART = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)
_NAME_OF_CARD = re.compile(r"(?im)^(FN|N)(?:;[^:\n]*)?:(.*)$")

_Line = dict[str, Any]


def with_standard_names(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of `lines.prepared`, Android's own properties and cards within a line said as vCard says them."""
    is_own = pl.col("name").is_in(("X-ANDROID-CUSTOM", "AGENT"))
    own = lines.filter(is_own)
    if own.is_empty():
        return lines
    said = pl.DataFrame([row for line in own.to_dicts() for row in _said(line)], schema=lines.schema, orient="row")
    return pl.concat([lines.filter(~is_own), said]).sort("row", maintain_order=True)


def _said(line: _Line) -> list[_Line]:
    if line["name"] == "AGENT":
        return _agent(line)
    return [line | _android(line["value"])]


def _android(value: str) -> _Line:
    """What changes in the line: `vnd.android.cursor.item/relation;name;type;label;…` is a RELATED."""
    found = _ANDROID.match(value)
    if not found:
        return {}
    text, kind, label, *_ = [*(unescape(part).strip() for part in _PART.findall(value[found.end() :])[::2]), "", "", ""]
    if found[1] == "relation":
        relation = _RELATIONS[int(kind) - 1] if kind.isdecimal() and 0 < int(kind) <= len(_RELATIONS) else label.lower()
        return {
            "name": "RELATED",
            "text": text or None,
            "types": [relation] if relation else [],
            "label": label or None,
        }
    name = "NICKNAME" if found[1] == "nickname" else _EVENTS.get(kind)
    return {"name": name, "text": text or None, "value": text} if name else {}


def _agent(line: _Line) -> list[_Line]:
    """The line as RELATED; one that holds a card as it is, and the name of that card as RELATED."""
    text = line["text"] or ""
    related = line | {"name": "RELATED", "types": list(dict.fromkeys([*line["types"], "agent"]))}
    if not text.upper().startswith("BEGIN:VCARD"):
        return [related]
    names = {name.upper(): value.strip() for name, value in reversed(_NAME_OF_CARD.findall(text))}
    family, given = [*names.get("N", "").split(";"), "", ""][:2]
    name = unescape(names.get("FN") or f"{given.strip()} {family.strip()}".strip())
    return [line, related | {"text": name}] if name else [line]
