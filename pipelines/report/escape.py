"""Text from the data made safe for one form of the report: what a name holds is shown, never obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from pipelines.report.typography import clean

Escape = Callable[[object], Markup]

_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]|~#$])")
_MARKDOWN_LINK = re.compile(r"(?i)(://|\bwww\.)")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])(?=[-=\s]|$)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def html(value: object) -> Markup:
    """`value` for HTML text or a quoted attribute, on one line; Markup passes as it is."""
    return value if isinstance(value, Markup) else Markup.escape(clean(str(value)))


def markdown(value: object) -> Markup:
    """`value` for Markdown text or a table cell, on one line; Markup passes as it is.

    Entities rather than backslashes for < > &: every Markdown reader knows them.
    """
    if hasattr(value, "__html__"):
        return Markup(value)
    text = _MARKDOWN_SIGNS.sub(r"\\\1", clean(str(value)))
    text = _MARKDOWN_LINK.sub(lambda found: found[0].replace("://", ":\\//").replace(".", "\\."), text)
    text = _MARKDOWN_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)
    return Markup("".join(_ENTITIES.get(sign, sign) for sign in text))
