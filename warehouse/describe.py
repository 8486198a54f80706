"""The page that says what each table of the warehouse holds, from the headers of the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from warehouse.models import LAYERS, Model, Reference

HOLDS: Mapping[str, str] = {
    "main": "Views for questions of your own; no layer to know.",
    "mart": "What the weekly report reads: every table has `week_end` first, a Sunday.",
    "core": "People, circles, organisations, events and who met whom, once each.",
    "link": "Which records are the same person.",
    "staging": "What the files say, made comparable: one form for names, addresses, telephone numbers and times.",
}
"""The layers in the order in which a reader meets them."""


def describe(models: Iterable[Model]) -> str:
    """The page in Markdown: layers, then tables by name, with columns, grain, references and what each is made from."""
    models = sorted(models, key=lambda model: model.name)
    lines = [
        "# The warehouse",
        "",
        (
            "What each table of `network.duckdb` holds. "
            "This page is written from the models' own headers, which the file also keeps as comments."
        ),
        "Each layer reads the ones before it: " + " → ".join(["raw", *LAYERS]) + ".",
    ]
    for layer, holds in HOLDS.items():
        lines += ["", f"## {layer}", "", holds]
        for model in models:
            if model.layer == layer:
                lines += _section(model)
    return "\n".join(lines) + "\n"


def _section(model: Model) -> Iterator[str]:
    header = model.header
    yield from ("", f"### {model.name}", "", header.description, "")
    yield from ("| column | holds |", "|---|---|")
    for name, text in header.columns.items():
        yield f"| `{name}` | {text.replace('|', chr(92) + '|')} |"
    yield ""
    yield f"Told apart by: {', '.join(f'`{name}`' for name in header.grain)}." if header.grain else "Always one row."
    if header.references:
        yield f"Refers to: {', '.join(_arrow(reference) for reference in header.references)}."
    if model.reads:
        yield f"Made from: {', '.join(f'`{name}`' for name in sorted(model.reads))} (`{model.origin}`)."


def _arrow(reference: Reference) -> str:
    return f"`{reference.column}` → `{reference.table}.{reference.target}`"
