"""What is said of an error nobody foresaw: its kind and its place.

DuckDB and Polars quote the value they stumble on, and what a command writes may be mailed by cron or kept in a log. So
the error's own words stay in a file of the home.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from pipelines.home import Home, write_private


def kind_and_place(error: BaseException) -> str:
    """`ConversionException in checks.py, line 40`: no word of the error's own."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


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
