"""The sections of the report, each one file in sections/, found by its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SECTIONS = Path(__file__).parent / "sections"


@dataclass(frozen=True)
class Section:
    """One section of the report.

    page: 1 or 2; order: within the whole report; columns: 1 of the page's two columns or both; reads: the marts whose
    rows of the week its template finds in `rows`; title: a wording key, or the title by language; template: a file of
    templates/sections/ or, with `body`, the template itself.
    """

    id: str
    order: int
    page: int
    columns: int
    reads: tuple[str, ...]
    title: str | Mapping[str, str]
    template: str | None
    body: str | None


class BadSection(ValueError):
    """A file of sections/ that does not describe a section: says which file and what is wrong."""


def sections(folder: Path = SECTIONS) -> list[Section]:
    """Every section of `folder`, in the order of the report. Raises BadSection."""
    found = [_section(path) for path in sorted(folder.glob("*.toml"))]
    return sorted(found, key=lambda section: (section.page, section.order, section.id))


def marts_read(folder: Path = SECTIONS) -> list[str]:
    """Every mart that some section reads, by full name: what the caller hands to write_report."""
    return sorted({name for section in sections(folder) for name in section.reads})


def _section(path: Path) -> Section:
    said = tomllib.loads(path.read_text("utf-8"))
    try:
        section = Section(
            id=said.pop("id"),
            order=said.pop("order"),
            page=said.pop("page"),
            columns=said.pop("columns", 1),
            reads=tuple(said.pop("reads", ())),
            title=said.pop("title"),
            template=said.pop("template", None),
            body=said.pop("body", None),
        )
    except KeyError as missing:
        raise BadSection(
            f"{path.name} has no {missing.args[0]}: a section has id, order, page, title and template or body."
        ) from missing
    if said:
        raise BadSection(
            f"{path.name} has an unknown key {min(said)}: take it away, or spell it as the other sections do."
        )
    if (section.template is None) == (section.body is None):
        raise BadSection(f"{path.name} has to name either a template or a body, and only one of them.")
    return section
