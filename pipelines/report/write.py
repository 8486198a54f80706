"""Writes the report of one week: report.{fr,en}.html, report.{fr,en}.md and report.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.report.facts import gather
from pipelines.report.facts.rows import Marts, of_week
from pipelines.report.layout import LANGUAGES, SECTIONS, marts_read
from pipelines.report.render import page
from pipelines.weeks import last_sunday


class MissingMarts(KeyError):
    """Marts that the sections read and the caller did not hand in."""


def write_report(marts: Mapping[str, pl.DataFrame], folder: Path, *, as_of: date | None = None) -> list[Path]:
    """Writes every file of the report into `folder`, which is made if need be; returns their paths in name order.

    marts: by full name (mart.tie_weeks), at least those of `marts_read()`. as_of: the day of the run; without it, the
    last day of the latest week in the marts. The same marts and day give the same bytes. Raises MissingMarts before
    anything is written, ValueError when neither the marts nor as_of say which week it is.
    """
    files = build(marts, as_of=as_of)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in sorted(files.items()):
        path = folder / name
        path.write_text(text, "utf-8", newline="\n")
        paths.append(path)
    return paths


def build(
    marts: Mapping[str, pl.DataFrame], *, as_of: date | None = None, sections_folder: Path = SECTIONS
) -> dict[str, str]:
    """The report's files by name, nothing written. Raises as write_report."""
    if missing := [name for name in marts_read(sections_folder) if name not in marts]:
        raise MissingMarts(f"The report reads {', '.join(missing)}, which it was not given.")
    week_end = reporting_week(marts, as_of)
    facts = gather(marts, week_end, as_of or week_end)
    rows = {name: of_week(marts, name, week_end) for name in marts_read(sections_folder)}
    files = {
        f"report.{language}.{form}": page(facts, rows, sections_folder, language, form)
        for language in LANGUAGES
        for form in ("html", "md")
    }
    return files | {"report.json": json.dumps(asdict(facts), ensure_ascii=False, indent=2, default=_iso) + "\n"}


def reporting_week(marts: Marts, as_of: date | None) -> date:
    """The last Sunday up to `as_of`; without it the latest week any mart holds.

    Raises ValueError when there is neither.
    """
    if as_of is not None:
        return last_sunday(as_of)
    ends = [frame["week_end"].max() for frame in marts.values() if frame.height]
    latest = max((end for end in ends if isinstance(end, date)), default=None)
    if latest is None:
        raise ValueError("The marts hold no week: pass as_of, the day of the run.")
    return latest


def _iso(value: object) -> str:
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in report.json")
