"""What a run says at its end: the receipt of each file, the headline figures, and where the report lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from pipelines.importing.outcome import Import
from pipelines.sources.sentences import NEW_SOURCE
from pipelines.terminal.printing import aligned
from pipelines.weekly import Outcome

_COLUMNS = ("found", "kept", "repeated", "rejected", "ignored")

HEADLINES: Mapping[str, str] = {
    "known": "people known",
    "reachable": "reachable by phone or e-mail",
    "active_ties": "active ties",
    "new_ties": "new ties this week",
    "revived": "ties revived",
    "fell_dormant": "ties fallen dormant",
    "occasions": "networking occasions",
    "d1": "effective number of circles",
    "pace": "pace of the plan (1 = on time)",
}
_NO_VALUE: Mapping[str | None, str] = {
    "calendar_old": "withheld: the calendar ends before the week; export it again into the inbox",
    "owner_unknown": "withheld: your own address is not known; see below",
    "no_calendar": "withheld: no calendar; drop one (.ics) into the inbox",
    "first_week": "from the second week on",
    "insufficient": "too few people of a known circle; the report says what to add",
    "no_plan": "no plan in network.toml; the report shows one to paste",
}


def summary(outcome: Outcome, as_of: date) -> list[str]:
    """The lines for standard output."""
    year, week, _ = outcome.week_end.isocalendar()
    first = outcome.week_end - timedelta(days=6)
    return [
        *_receipt_lines(outcome.imported.imports),
        *_continued_lines(outcome.imported.imports),
        *_ignored_lines(outcome.imported.ignored),
        *_withheld_lines(outcome.imported.imports),
        "",
        f"Week {year}-W{week:02} ({first:%-d %b} to {outcome.week_end:%-d %b %Y}), as of {as_of}",
        *_figure_lines(outcome),
        "",
        (
            f"Report: {_as_typed(outcome.report)}/report.{outcome.language}.html (and "
            f"report.{_other(outcome.language)}.html, .md, report.json)"
        ),
    ]


def _as_typed(path: Path) -> Path:
    """Below the current folder, the way there."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _other(language: str) -> str:
    return "en" if language == "fr" else "fr"


def _receipt_lines(imports: Sequence[Import]) -> list[str]:
    """found = kept + repeated + rejected + ignored, file by file."""
    if not imports:
        return ["The inbox is empty: the network is rebuilt from what was imported before."]
    rows = [[_name(done), _taken_for(done), *_numbers(done)] for done in imports]
    return aligned([["file", "taken for", *_COLUMNS], *rows], left=2)


def _numbers(done: Import) -> list[str]:
    return [str(getattr(done.receipt, column)) if done.receipt else "-" for column in _COLUMNS]


def _name(done: Import) -> str:
    return done.name if done.files == 1 else f"{done.name} ({done.files} files)"


def _taken_for(done: Import) -> str:
    if done.is_copy:
        return "a copy"
    when = (
        " (unchanged)"
        if done.is_unchanged
        else " (earlier run)"
        if done.is_absent
        else " (new source)"
        if done.brought == NEW_SOURCE
        else ""
    )
    return (done.recognition.dialect or done.recognition.kind) + when


def _continued_lines(imports: Sequence[Import]) -> list[str]:
    """What the newer exports brought, if any."""
    lines = [f"{done.name} continues {done.brought}" for done in imports if done.brought not in ("", NEW_SOURCE)]
    return ["", *lines] if lines else []


def _ignored_lines(ignored: Mapping[str, int]) -> list[str]:
    """Files that are no exports, by the rule they fell under."""
    if not ignored:
        return []
    rules = ", ".join(f"{rule.replace('_', ' ')}: {files}" for rule, files in ignored.items())
    files = sum(ignored.values())
    return [f"{files} other file{'' if files == 1 else 's'} left alone ({rules})"]


def _withheld_lines(imports: Sequence[Import]) -> list[str]:
    """Values of kept records that are stored nowhere, by rule: the text of messages."""
    withheld: Counter[str] = Counter()
    for done in imports:
        withheld.update(done.receipt.withheld_rules if done.receipt else {})
    rules = ", ".join(f"{rule.replace('_', ' ')}: {values}" for rule, values in sorted(withheld.items()))
    return [f"Read over and not stored ({rules})"] if rules else []


def _figure_lines(outcome: Outcome) -> list[str]:
    rows = {row["figure"]: row for row in outcome.figures.iter_rows(named=True)}
    lines = []
    for figure, words in HEADLINES.items():
        if figure not in rows:
            continue
        value, note = rows[figure]["value"], rows[figure]["note"]
        shown = "-" if value is None else f"{value:.1f}" if figure in ("d1", "pace") else f"{value:.0f}"
        lines.append(f"{shown:>7}  {words}" + (f" ({_NO_VALUE[note]})" if value is None and note in _NO_VALUE else ""))
    return lines


def warnings(outcome: Outcome) -> list[str]:
    """The lines for standard error: what the user should know, with what to do."""
    imported = outcome.imported
    return [
        *(sentence for done in imported.imports for sentence in done.sentences),
        *imported.sentences,
        *outcome.sentences,
    ]
