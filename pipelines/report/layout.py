"""The sections of the report, each one file of sections/, found by its place.

A file is named ORDER_ID.jinja. It begins with its head, TOML within a comment of Jinja, and goes on as its template:
page (1 or 2), columns (of the page's two: 1 or both), reads (the marts it shows), numbers (of what it shows at most),
and its words, [fr] and [en], title among them: `t("ID.key")` says them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

SECTIONS = Path(__file__).parent / "sections"
LANGUAGES = ("fr", "en")

_NAME = re.compile(r"(\d+)_([a-z_]+)\.jinja")
_HEAD = re.compile(r"\{#\n(.*?)\n#\}\n", re.DOTALL)


class Head(BaseModel):
    """What a section says of itself, beside its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: Literal[1, 2]
    columns: Literal[1, 2] = 1
    reads: tuple[str, ...] = ()
    numbers: Mapping[str, int] = {}
    fr: Mapping[str, Any]
    en: Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One section of the report. order: within the whole report; template: its file."""

    id: str
    order: int
    template: Path
    head: Head

    def words(self, language: str) -> dict[str, str]:
        """Its words by dotted key, the id first."""
        return dict(flattened({self.id: self.head.fr if language == "fr" else self.head.en}))


class BadSection(ValueError):
    """A file of sections/ that does not describe a section: says which file, and all that is wrong."""


@cache
def sections(folder: Path = SECTIONS) -> tuple[Section, ...]:
    """Every section of `folder`, in the order of the report. Raises BadSection."""
    found = [_section(path) for path in sorted(folder.glob("*.jinja"))]
    return tuple(sorted(found, key=lambda section: (section.head.page, section.order, section.id)))


def marts_read(folder: Path = SECTIONS) -> list[str]:
    """Every mart that some section reads, by full name: what the caller hands to write_report."""
    return sorted({name for section in sections(folder) for name in section.head.reads})


def flattened(texts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested tables of texts as pairs of a dotted key and a text."""
    for key, value in texts.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _section(path: Path) -> Section:
    name, head = _NAME.fullmatch(path.name), _HEAD.match(path.read_text("utf-8"))
    if name is None or head is None:
        raise BadSection(
            f"{path.name} is no section: name it ORDER_ID.jinja, and begin it with its head, "
            "{# on a line, TOML, and #} on a line."
        )
    try:
        read = Head.model_validate(tomllib.loads(head[1]))
    except tomllib.TOMLDecodeError as error:
        raise BadSection(f"{path.name}: its head is no TOML: {error}") from error
    except ValidationError as error:
        problems = [_problem(path, one["loc"], one["msg"]) for one in error.errors()]
        raise BadSection("\n".join(problems)) from error
    if problems := [f"{path.name}: {problem}" for problem in _problems_of_words(read)]:
        raise BadSection("\n".join(problems))
    return Section(name[2], int(name[1]), path, read)


def _problem(path: Path, place: Sequence[int | str], message: str) -> str:
    return f"{path.name}: {'.'.join(map(str, place))}: {message}"


def _problems_of_words(head: Head) -> list[str]:
    """What the words lack: a title, or a key that the other language has."""
    said = {"fr": set(head.fr), "en": set(head.en)}
    lacking = [
        f"[{language}] has no {key}, which [{other}] has"
        for language, other in (LANGUAGES, LANGUAGES[::-1])
        for key in sorted(said[other] - said[language])
    ]
    return lacking + ([] if "title" in said["fr"] | said["en"] else ["it has no title, neither in [fr] nor in [en]"])
