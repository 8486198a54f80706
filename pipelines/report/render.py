"""From facts to the pages: one set of section templates, rendered as HTML and as Markdown in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.report import charts, escape, paste
from pipelines.report.facts import circles
from pipelines.report.facts.rows import Row
from pipelines.report.facts.shape import Calendar, Cooling, Figure, NamedPerson, Report, Source
from pipelines.report.facts.week import value as figure_value
from pipelines.report.layout import SECTIONS, Section, sections
from pipelines.report.reasons import contact, reason
from pipelines.report.trend_chart import trend_lines
from pipelines.report.words import Words

_NO_FIGURE = Figure(*(None,) * len(fields(Figure)))
_TEMPLATES = Path(__file__).parent / "templates"
_ESCAPES = {"html": escape.html, "md": escape.markdown}
_TOO_MANY_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


@cache
def _environment(form: str, folder: Path) -> Environment:
    """Autoescape is always on; `finalize` escapes for the form before Jinja does, which leaves Markup alone."""
    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES, folder]),
        autoescape=True,
        finalize=_ESCAPES[form],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["raw"] = Markup
    # Code keeps its white space; a fence of Markdown shows it as it is.
    environment.filters["as_code"] = Markup.escape if form == "html" else Markup
    return environment


def page(facts: Report, rows: Mapping[str, Sequence[Row]], folder: Path, language: str, form: str) -> str:
    """The whole report as `form` (html or md) in `language`, of the sections of a folder.

    rows: the rows of the week by mart name: a section that shows a mart as it is needs no facts made for it.
    """
    environment = _environment(form, folder)
    shown_sections = sections(folder)
    words = Words(language, _ESCAPES[form], () if folder == SECTIONS else shown_sections)
    context = _context(facts, words, environment.get_template(f"blocks.{form}.jinja"))
    context["numbers"] = {section.id: section.head.numbers for section in shown_sections}
    shown = [
        _shown(section, context | {"rows": {name: rows[name] for name in section.head.reads}}, environment, words)
        for section in shown_sections
    ]
    text = environment.get_template(f"page.{form}.jinja").render(**context, sections=shown)
    return _tidied(text) if form == "md" else text


def _shown(section: Section, context: Mapping[str, Any], environment: Environment, words: Words) -> Row:
    return {
        "id": section.id,
        "page": section.head.page,
        "columns": section.head.columns,
        "title": words.text(f"{section.id}.title"),
        "body": Markup(environment.get_template(section.template.name).render(**context).strip()),
    }


def _context(facts: Report, words: Words, blocks: Any) -> dict[str, Any]:
    return {
        "report": facts,
        "w": words,
        "t": words.text,
        "out": blocks.make_module({"w": words, "t": words.text}),
        "value": lambda name: figure_value(facts.figures, name),
        "whole": lambda name: _whole(figure_value(facts.figures, name)),
        "figure_of": lambda name: facts.figures.get(name, _NO_FIGURE),
        "has_occasions": any(week.meals or week.events for week in facts.occasion_history),
        "has_met": any(state.n for state in facts.states if state.state != "never_met"),
        "names": lambda people, most: _names(people, most, words),
        "headline": lambda population, axis: circles.headline(facts.diversity, population, axis),
        "has_interval": circles.has_interval,
        "withheld": _withheld(facts.calendar, words),
        "settings_tried": circles.one_setting_moved(facts.sensitivity),
        "source_label": lambda source: _source_label(source, facts.sources, words),
        "source_name": lambda source: _source_name(source, facts.sources, words),
        "reason": lambda person: reason(person, words),
        "contact": lambda person: contact(person, words),
        "chart_of_occasions": lambda: charts.occasion_bars(
            facts.occasion_history, facts.planned_occasions_per_week, words
        ),
        "chart_of_states": lambda: charts.state_bar(facts.states, words),
        "chart_of_circles": lambda most: charts.circle_bars(circles.charted_circles(facts.circles, most), words),
        "chart_of_trend": lambda: trend_lines(facts.trend, words),
        "plan_lines": lambda: paste.plan_lines(words, facts.as_of),
        "circle_lines": lambda: paste.circle_lines(words, facts.unclassified),
    }


def _names(people: Sequence[NamedPerson | Cooling], most: int, words: Words) -> Markup:
    """The first names of a list that may be long, and how many more there are."""
    shown = [words.name(person.display_name) for person in people[:most]]
    if len(people) <= most:
        return words.join(shown)
    return words.text("list.more", names=words.join_comma(shown), n=len(people) - most)


def _source_label(source: Source, sources: Sequence[Source], words: Words) -> str:
    """What the source is to its owner; with its file's name where two are alike."""
    label = words.source(source.dialect, source.source)
    return label if _is_alone(source, sources, words) else f"{label} ({words.short_name(source.source)})"


def _source_name(source: Source, sources: Sequence[Source], words: Words) -> str:
    """As the label, in the fewest words: the file's name alone where two are alike."""
    if _is_alone(source, sources, words):
        return words.source(source.dialect, source.source)
    return words.short_name(source.source)


def _is_alone(source: Source, sources: Sequence[Source], words: Words) -> bool:
    label = words.source(source.dialect, source.source)
    return sum(words.source(other.dialect, other.source) == label for other in sources) == 1


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _withheld(calendar: Calendar, words: Words) -> Markup | None:
    """The sentence that says why figures are withheld; none when they are not."""
    return words.text(f"withheld.{calendar.reason}", n=calendar.age_days) if calendar.is_withheld else None


def _tidied(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return _TOO_MANY_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"
