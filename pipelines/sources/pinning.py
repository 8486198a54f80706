"""Which source a file is of by the user's word."""

from __future__ import annotations

from pipelines.errors import UserError
from warehouse.state import State


def source_of(state: State, file: str, source: str | None) -> str:
    """The source that the user puts a file into: the one named, else the one it has now.

    file: a file, folder or export as `entregent run` names it. Raises UserError when there is no such file or source.
    """
    files = state.files().sort("imported_at")
    found = [row["source"] for row in files.iter_rows(named=True) if file in (row["file"], row["export"])]
    problems = [] if found else [f'There is no file "{file}". Files: {", ".join(sorted(set(files["file"])))}.']
    sources = sorted(set(files["source"]))
    if source is not None and source not in sources:
        problems.append(f'There is no source "{source}". Sources: {", ".join(sources)}.')
    if problems:
        raise UserError(*problems)
    return source or str(found[-1])
