"""Lines that name a user of a service: a telephone number there is a TEL too, a user name stands beside its address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import polars as pl

from connectors.vcf.properties import PHONE_SERVICES

_PROPERTIES = (
    *("IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE", "URL", "X-MS-IMADDRESS", "X-KADDRESSBOOK-X-IMADDRESS"),
    *(f"X-{service}" for service in PHONE_SERVICES),
)
_SERVICES = "|".join(PHONE_SERVICES)
# What stands in the line or its parameters where it may hold what is sought here.
_TELLING = rf"(?i)x-apple:|tel:|sms:|X-USER=|wa\.me/|\+\d|{_SERVICES}"
_USER = re.compile(r"(?:^|;)X-USER=([^;]+)")
_SCHEME = re.compile(
    rf"(?i)^(?:(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|t\.me/)"
    rf"|(?:{_SERVICES}|x-apple|tel|sms|callto|xmpp|facetime-audio):(?://(?:send/?\?phone=|p/|chat\?number=|add\?number=)?)?)"
)
_JID = re.compile(r"(?i)@(?:s\.whatsapp\.net|c\.us)$")
_NUMBER = re.compile(r"\+?[\d\s().\-/]{6,24}")
_INTERNATIONAL = re.compile(
    r"[1-9]\d{10,14}"
)  # a number of these services is written with its country, often without +

_Line = dict[str, Any]


def with_services(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of `lines.prepared`, and one more for each telephone number and user name that a service goes by.

    A number becomes a TEL with the service among its types; X-USER stands in for a value that is missing, and beside
    an address.
    """
    may_tell = pl.concat_str("text", "params_text", "label", separator=";", ignore_nulls=True).str.contains(_TELLING)
    is_telling = pl.col("name").is_in(_PROPERTIES) & (may_tell | pl.col("name").str.contains(rf"^X-(?:{_SERVICES})$"))
    telling = lines.filter(is_telling)
    if telling.is_empty():
        return lines
    said = [row for line in telling.to_dicts() for row in _said(line)]
    services = pl.DataFrame(said, schema=lines.schema, orient="row")
    return pl.concat([lines.filter(~is_telling.fill_null(False)), services]).sort("row", maintain_order=True)


def _said(line: _Line) -> list[_Line]:
    said = [line]
    user = _USER.search(line["params_text"] or "")
    if user and "SOCIALPROFILE" in line["name"] and user[1].lower() not in (line["text"] or "").lower():
        named = line | {"text": user[1], "value": user[1]}
        said = [line, named] if line["text"] else [named]
    number = next((number for number in map(_number, said) if number), None)
    return [*said, line | {"name": "TEL", "text": number, "value": number, "types": _types(line)}] if number else said


def _number(line: _Line) -> str | None:
    """The telephone number in a line; null where it holds another name of the user.

    Digits alone are a number of a service that goes by these; others (ICQ) count their users so.
    """
    text = unquote(line["text"] or "").strip()
    bare = _JID.sub("", _SCHEME.sub("", text)).strip().partition("&")[0]
    digits = re.sub(r"\D", "", bare)
    if not _NUMBER.fullmatch(bare) or len(digits) < 6:
        return None
    if bare.startswith("+"):
        return bare
    if not re.search(rf"(?i){_SERVICES}|wa\.me/|tel:|sms:|@s\.", _named(line)):
        return None
    return f"+{digits}" if _INTERNATIONAL.fullmatch(digits) else bare


def _named(line: _Line) -> str:
    return ";".join([line["name"], line["text"] or "", line["label"] or "", *line["types"]])


def _types(line: _Line) -> list[str]:
    service = re.search(rf"(?i){_SERVICES}", _named(line))
    return list(dict.fromkeys([*line["types"], *([service[0].lower()] if service else [])]))
