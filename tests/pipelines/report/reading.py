"""The report's pages read as a person would: their text, by section."""

from __future__ import annotations

import re
from html import unescape

from pipelines.report import build
from tests.pipelines.report.marts import AS_OF, Marts

_CHART = re.compile(r"<figure.*?</figure>", re.DOTALL)
_SECTION = re.compile(r'<section id="(\w+)".*?</section>', re.DOTALL)


def section(marts: Marts, name: str, language: str = "fr", form: str = "html") -> str:
    """The text of one section in words, tags and runs of white space taken away; charts without their drawing."""
    page = build(marts, as_of=AS_OF)[f"report.{language}.{form}"]
    return next(text(found[0]) for found in _SECTION.finditer(page) if found[1] == name)


def text(html: str) -> str:
    """What is read of a piece of HTML; no-break spaces made plain so that sentences can be compared."""
    bare = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)))
    return re.sub(r" ([,.)])", r"\1", " ".join(bare.replace("( ", "(").split()))


def first_page_words(html: str) -> list[str]:
    """The words of page 1 outside its charts, a number with its unit being one."""
    page = html[html.index("<main") : html.index("</main>")]
    bare = unescape(re.sub(r"<[^>]+>", " ", _CHART.sub("", page)))
    return [word for word in re.split(r"[ \n]+", bare) if re.search(r"\w", word)]
