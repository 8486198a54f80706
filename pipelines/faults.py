"""What is said of an error nobody foresaw: its kind and its place.

DuckDB and Polars quote the value they stumble on, and what a command writes may be mailed by cron or kept in a log. So
the error's own words stay in a file of the home.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from pipelines.home import Home, write_private

ROOT = Path(__file__).parents[1]
OURS = frozenset({"connectors", "pipelines", "transforms", "warehouse"})


def kind_and_place(error: BaseException) -> str:
    """`ConversionException in query.py, line 70`: no word of the error's own, and the last line of ours it came by."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next(iter([*(frame for frame in reversed(frames) if _is_ours(frame)), *frames[-1:]]), None)
    return f"{type(error).__name__}{f' in {Path(place.filename).name}, line {place.lineno}' if place else ''}"


def _is_ours(frame: traceback.FrameSummary) -> bool:
    path = Path(frame.filename)
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS


def fault_file(home: Home) -> Path:
    """Where the full text of the last one is, until a run succeeds."""
    return home.internal / "fault.txt"


def told(error: BaseException, home: Home | None) -> str:
    """Kind and place, and where the full text is, which this keeps for the owner only; home: null when none is known.

    Never raises: a home that takes no file is said to have taken none.
    """
    kept = home is not None and _keep(error, home)
    where = (
        f"its full text, which may quote your data, is in {fault_file(home)}"
        if home is not None and kept
        else "its full text is kept nowhere, for there is no home to keep it in"
    )
    return f"{kind_and_place(error)}; {where}"


def forget_fault(home: Home) -> None:
    """Removes the text of the last one, if any."""
    fault_file(home).unlink(missing_ok=True)


def _keep(error: BaseException, home: Home) -> bool:
    try:
        home.internal.mkdir(mode=0o700, exist_ok=True)
        write_private(fault_file(home), "".join(traceback.format_exception(error)), "utf-8")
    except (OSError, ValueError):
        return False
    return True
