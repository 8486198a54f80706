"""How single programs write what a cell holds: several values between colons, a link after a name, a firm before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from connectors.tables.builders.cells import Spare, columns_for, shadow
from connectors.tables.plan import Placed
from connectors.tables.shapes import says_yes

_COLONS = ":::"  # Google's, between the values of contacts that it has merged
_APART = ("org", "title", "adrs")
_NOTION_LINK = r"\s*\(https?://(?:[\w-]+\.)*notion\.(?:so|site|com)/[^()\s]*\)"


def taken_apart(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.DataFrame, Sequence[Placed]]:
    """Each further organisation, title and part of an address of a cell in a column of its own, numbered so that what
    stands in the same place belongs together.
    """
    members = [placed for placed in plan if placed.column and placed.column.field in _APART]
    counts = {placed.group: 0 for placed in members}
    for placed in members:
        further = cells[placed.cells].str.count_matches(_COLONS, literal=True).max()
        counts[placed.group] = max(counts[placed.group], int(further) if isinstance(further, int) else 0)
    result = list(plan)
    for placed in members:
        if not (number := counts[placed.group]):
            continue
        pieces = cells[placed.cells].str.split(_COLONS).list.eval(pl.element().str.strip_chars())
        names = [placed.cells, *(f"{placed.cells} {place}" for place in range(1, number + 1))]
        cells = cells.with_columns(_piece(pieces, place, placed).alias(name) for place, name in enumerate(names))
        result += [
            replace(placed, cells=name, number=f"{placed.number}{_COLONS}{place}")
            for place, name in enumerate(names)
            if place
        ]
    return cells, result


def _piece(pieces: pl.Series, place: int, placed: Placed) -> pl.Series:
    """One value of each cell; a label that stands there once is that of all."""
    is_label = placed.column is not None and placed.column.part == "label"
    values = pieces.list.get(place, null_on_oob=True)
    once = pieces.list.first().to_frame("only").select(pl.when(pieces.list.len() == 1).then("only"))["only"]
    table = pl.DataFrame({"value": values.fill_null(once) if is_label else values})
    return table.select(pl.when(pl.col("value") != "").then("value"))["value"]


def without_links(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.DataFrame, list[Spare]]:
    """The cells of known columns without the link to a page of its own that Notion writes after each name, which are
    spare as written. Of several firms or jobs the first.
    """
    spare: list[Spare] = []
    for placed in plan:
        is_linked = cells[placed.cells].str.contains(_NOTION_LINK).fill_null(False)
        if placed.column is None or placed.column.field in ("extra", "note") or not is_linked.any():
            continue
        following = r".*" if placed.column.field in ("org", "title") else ""
        bare = cells[placed.cells].str.replace_all(f"(?s){_NOTION_LINK}{following}", "").str.strip_chars()
        cells, before = shadow(cells, placed, is_linked)
        cells = cells.with_columns(pl.coalesce(placed.cells, pl.when(is_linked & (bare != "")).then(bare)))
        spare.append(before)
    return cells, spare


def with_kinds(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.DataFrame:
    """The cells with "org" where a column says that the row is a company, and nothing where it says that it is none.

    Whole names then stand without the firm in front of them, as Odoo writes them ("Altavia, Zoé Lefèvre").
    """
    kinds = columns_for(plan, "kind")
    if not kinds:
        return cells
    cells = cells.with_columns(
        pl.when(says_yes(cells[placed.cells])).then(pl.lit("org")).alias(placed.cells) for placed in kinds
    )
    own = [placed.cells for placed in columns_for(plan, "org", "")]
    for placed in columns_for(plan, "formatted_name"):
        known = cells.filter(pl.col(kinds[0].cells) == "org")[placed.cells].drop_nulls().unique().to_list()
        cells = cells.with_columns(_without_firm(cells, placed.cells, own, known, kinds[0].cells))
    return cells


def _without_firm(cells: pl.DataFrame, name: str, own: Sequence[str], known: Sequence[str], kind: str) -> pl.Series:
    firms = cells.select("position", firm=pl.coalesce(*own, pl.lit(None, dtype=pl.String)))["firm"]
    found = []
    for whole, firm, is_firm in zip(cells[name], firms, cells[kind], strict=True):
        front, _, rest = (whole or "").rpartition(", ")
        found.append(rest if front and not is_firm and front in (firm, *known) else whole)
    return pl.Series(name, found, dtype=pl.String)
