"""Files that were exported together and are one export.

A folder of one card or event per file, and the files of the labels of one archive.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from pipelines.sources.file_names import folder_of, label_tree_of
from pipelines.sources.held import Held

FEWEST = 3
"""Files of one record each that make a folder an export; fewer are cards that somebody sent."""


def exports_named(held: Held) -> pl.DataFrame:
    """The rows of raw.files, those stored since the last run with the export that they are a part of."""
    waiting = held.files.filter(pl.col("export").is_null())
    if waiting.is_empty():
        return held.files
    numbers = {
        origin: len({record.uid or key for key, record in records.items()}) for origin, records in held.records.items()
    }
    folders = held.files.filter(pl.col("export") != pl.col("file"))["export"]
    parts = grouped(list(waiting.iter_rows(named=True)), numbers, folders)
    names = [
        parts.get((row["source"], row["file"], row["sha256"]), row["export"])
        for row in held.files.iter_rows(named=True)
    ]
    return held.files.with_columns(export=pl.Series(names, dtype=pl.String))


def grouped(
    files: Sequence[Mapping[str, Any]], held: Mapping[tuple[str, str, str], int], known: Iterable[str]
) -> dict[tuple[str, str, str], str]:
    """For each file the export it is a part of: itself, most often.

    files: rows of raw.files; held: by origin, the number of different records in it; known: exports that files were a
    part of before.
    """
    folders, trees, before = _folders(files, held), _trees(files), set(known)
    parts = {}
    for file in files:
        origin = (file["source"], file["file"], file["sha256"])
        folder, tree = (folder_of(file["file"]), file["dialect"]), (label_tree_of(file["file"]), file["dialect"])
        is_single = held.get(origin, 0) <= 1
        if (
            tree[0] is not None
            and file["kind"] == "contacts"
            and (trees[tree] > 1 or "takeout" in str(tree[0]).lower())
        ):
            parts[origin] = str(tree[0])
        elif is_single and (folders[folder] >= FEWEST or folder[0] in before):
            parts[origin] = folder[0]
        else:
            parts[origin] = file["file"]
    return parts


def _folders(files: Sequence[Mapping[str, Any]], held: Mapping[tuple[str, str, str], int]) -> Counter[tuple[str, str]]:
    """Files of one record, by folder and dialect."""
    single = [file for file in files if held.get((file["source"], file["file"], file["sha256"]), 0) == 1]
    return Counter((folder_of(file["file"]), file["dialect"]) for file in single)


def _trees(files: Sequence[Mapping[str, Any]]) -> defaultdict[tuple[str | None, str], int]:
    """Label files, by the folder that holds their folders, and dialect."""
    trees: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    for file in files:
        trees[label_tree_of(file["file"]), file["dialect"]] += 1
    return trees
