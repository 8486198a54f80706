"""Which source each export is put into.

A source is one account of one dialect. An export continues the source of its dialect that it is an edition of
(editions.py); otherwise it starts a new one. `[sources]` of network.toml settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from pipelines.sources.editions import Likeness, Verdict, likeness
from pipelines.sources.exports import Export, Origin
from pipelines.sources.file_names import source_name
from pipelines.sources.held import Held, Place, exports_of, origin_of
from pipelines.sources.ordering import in_order
from warehouse.raw import ORIGIN


@dataclass(frozen=True)
class Continued:
    """An export that this run put into a source.

    is_new: it starts it; may_continue: the source that it may be an edition of, which only the user can tell.
    """

    export: str
    source: str
    is_new: bool
    may_continue: str | None = None


@dataclass(frozen=True)
class Assignment:
    """Where exports were put.

    sources: by file, the source it came to; keys: by kind and place of a record, the key that its source knows it by;
    doubts: by file, the source that it may be an edition of.
    """

    continued: Sequence[Continued] = ()
    sources: Mapping[Origin, str] = field(default_factory=dict)
    keys: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    doubts: Mapping[Origin, str | None] = field(default_factory=dict)


def is_to_assign(files: pl.DataFrame, pins: Mapping[str, str]) -> pl.Series:
    """Which files came since the last run, or are put elsewhere by the user.

    files: rows of raw.files, those that came since without an export; pins: source by file, folder or export.
    """
    pinned = _pinned(files, files["export"].is_null(), pins)
    return pl.Series(
        [
            row["export"] is None or pinned.get(origin_of(row)) not in (None, row["source"])
            for row in files.iter_rows(named=True)
        ],
        dtype=pl.Boolean,
    )


def _pinned(files: pl.DataFrame, is_waiting: pl.Series, pins: Mapping[str, str]) -> dict[Origin, str]:
    """The source that the user gives to files. is_waiting: which have none yet.

    Of several contents of one name, those in the source of the last: what it took the place of may be another book.
    """
    rows = files.with_columns(is_waiting=is_waiting).iter_rows(named=True)
    named = [row for row in rows if row["file"] in pins or row["export"] in pins]
    last = {row["file"]: row for row in sorted(named, key=lambda row: (row["away_since"] is None, row["imported_at"]))}
    return {
        origin_of(row): pins.get(row["file"]) or pins[row["export"]]
        for row in named
        if row is last[row["file"]]
        or (row["source"] == last[row["file"]]["source"] and not last[row["file"]]["is_waiting"])
    }


def assigned(held: Held, files: pl.DataFrame, is_touched: pl.Series, pins: Mapping[str, str]) -> Assignment:
    """A source for each export that came since the last run, oldest first, and for those that the user puts elsewhere.

    files: rows of raw.files, each with its export; is_touched: which of them; pins: source by file, folder or export.
    """
    pinned = _pinned(files, held.files["export"].is_null(), pins)
    names = set(files.filter(~is_touched)["source"])
    done = _Done(names)
    for (kind, _), of_dialect in files.group_by("kind", "dialect", maintain_order=True):
        touched = of_dialect.join(files.filter(is_touched).select(ORIGIN), on=ORIGIN, how="semi", maintain_order="left")
        if touched.height:
            settled = of_dialect.join(touched, on=ORIGIN, how="anti", maintain_order="left")
            _assign(held, str(kind), settled, touched, pinned, done)
    return Assignment(done.continued, done.sources, done.keys, done.doubts)


@dataclass
class _Done:
    """What was decided so far. names: of all sources."""

    names: set[str]
    continued: list[Continued] = field(default_factory=list)
    sources: dict[Origin, str] = field(default_factory=dict)
    keys: defaultdict[str, dict[Place, str]] = field(default_factory=lambda: defaultdict(dict))
    doubts: dict[Origin, str | None] = field(default_factory=dict)


def _assign(
    held: Held, kind: str, settled: pl.DataFrame, touched: pl.DataFrame, pins: Mapping[Origin, str], done: _Done
) -> None:
    """The sources of the files of one dialect. settled: those that keep theirs."""
    known: dict[str, list[Export]] = defaultdict(list)
    for (source,), of_source in settled.group_by("source", maintain_order=True):
        known[str(source)] = in_order(exports_of(of_source, held))
    for export in in_order(exports_of(touched, held)):
        pinned = next((pins[origin] for origin in export.files if origin in pins), None)
        candidates = {source: exports for source, exports in known.items() if pinned in (None, source)}
        looks = {source: likeness(export, exports, held) for source, exports in candidates.items()}
        source = pinned or _best(looks, Verdict.YES)
        doubt = None if source else _best(looks, Verdict.PERHAPS)
        is_new = source is None or source not in known
        source = source or _free_name(source_name(export.name), done.names)
        done.names.add(source)
        done.continued.append(Continued(export.name, source, is_new, doubt))
        keys = looks[source].keys if source in looks else {}
        done.keys[kind] |= {
            (record.origin, record.position): keys[key]
            for key, record in export.records.items()
            if keys.get(key, key) != key
        }
        origins = (*export.files, *export.leavers)
        done.sources |= dict.fromkeys(origins, source)
        done.doubts |= dict.fromkeys(origins, doubt)
        known[source] = in_order([*known[source], export.under(keys)])


def _best(looks: Mapping[str, Likeness], verdict: Verdict) -> str | None:
    """Of the sources that the export continues, or may continue, the one with which it has most in common."""
    fitting = {source: look.share for source, look in looks.items() if look.verdict is verdict}
    return max(fitting, key=lambda source: (fitting[source], source), default=None)


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name} ({number})"
        number += 1
    return free
