"""A file or source that was dropped by mistake is taken back: its records leave the state, and it is not read again."""

from __future__ import annotations

import difflib

import polars as pl

from pipelines.errors import UserError
from pipelines.sources.file_names import source_name
from warehouse.raw import ORIGIN
from warehouse.state import State


def take_back(state: State, name: str) -> list[str]:
    """Removes what files, an export or a source of this name gave. No id of a person is given out anew.

    Returns the names by which the files that lie in the inbox are to be left alone. Raises UserError when there is no
    such source, export or file, with the nearest that there is.
    """
    files = state.files()
    of_name = files.filter((pl.col("source") == name) | (pl.col("export") == name) | (pl.col("file") == name))
    if of_name.is_empty():
        known = sorted({*files["source"], *files["export"].drop_nulls()})
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known)}."
        raise UserError(f'There is no source or file "{name}". {hint}')
    state.remove_files(of_name.select(ORIGIN))
    exports = sorted({row["export"] or row["file"] for row in of_name.iter_rows(named=True)})
    return sorted({name, *(export for export in exports if source_name(export) != name)})
