"""BEGIN and END lines → components and what stands in which, whatever is missing, misplaced or nested without end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import polars as pl

COMPONENTS = pl.Schema(
    {
        "component": pl.Int64,  # running number, 1-based, in the order of BEGIN
        "parent": pl.Int64,
        "name": pl.String,  # upper case
        "path": pl.String,  # null when refused
        "first_line": pl.Int64,  # physical line of BEGIN
        "last_line": pl.Int64,  # of END, or of the line that showed that END is missing
        "is_closed": pl.Boolean,  # its END was there
        "is_refused": pl.Boolean,  # nested too deep: its lines were left out
    }
)

DEEPEST = 32

# A component ends where one of its own rank or above begins, END or not; names without a rank nest freely, but not
# across rank 0.
RANKS = {"VCALENDAR": 0, "VCARD": 0}
RANKS |= dict.fromkeys(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"), 1)
RANKS |= dict.fromkeys(("VALARM", "STANDARD", "DAYLIGHT", "AVAILABLE"), 2)

_TOO_DEEP = f"A component is nested more than {DEEPEST} deep; it was left out."
_NO_BEGIN = "An END has no BEGIN; it was left out."

Reject = tuple[int, int | None, str, str]


@dataclass(frozen=True)
class _Open:
    component: int
    name: str
    rank: int | None


class Nesting:
    """The stack of open components, fed with BEGIN and END in order.

    Each step costs constant time, however deep the stack.
    """

    def __init__(self) -> None:
        self.rows: list[list[object]] = []
        self.rejects: list[Reject] = []
        self.stack: list[_Open] = []
        self.names: Counter[str] = Counter()
        self.ranks: Counter[int] = Counter()

    @property
    def current(self) -> int | None:
        return self.stack[-1].component if self.stack else None

    def begin(self, name: str, line: int, is_agent: bool) -> None:
        """Opens a component; is_agent: a card that is the value of the AGENT of the card it stands in."""
        rank = None if is_agent and self.stack else RANKS.get(name)
        while rank is not None and self.stack and (rank == 0 or self.ranks[rank] or self.ranks[2]):
            self._close(line, is_closed=False)
        parent = self.current
        is_refused = len(self.stack) >= DEEPEST
        path = None if is_refused else name if parent is None else f"{self.rows[parent - 1][3]}/{name}"
        component = len(self.rows) + 1
        self.rows.append([component, parent, name, path, line, line, False, is_refused])
        if is_refused:
            self.rejects.append((line, component, _TOO_DEEP, ""))
        self.stack.append(_Open(component, name, rank))
        self.names[name] += 1
        if rank is not None:
            self.ranks[rank] += 1

    def end(self, name: str, line: int) -> None:
        """Closes the innermost component of this name and all that stands in it."""
        if not self.names[name]:
            self.rejects.append((line, self.current, _NO_BEGIN, ""))
            return
        while self.stack[-1].name != name:
            self._close(line, is_closed=False)
        self._close(line, is_closed=True)

    def finish(self, line: int) -> None:
        """Closes what is still open at the end of the file."""
        while self.stack:
            self._close(line, is_closed=False)

    def _close(self, line: int, *, is_closed: bool) -> None:
        top = self.stack.pop()
        self.names[top.name] -= 1
        if top.rank is not None:
            self.ranks[top.rank] -= 1
        self.rows[top.component - 1][5:7] = [line, is_closed]


def is_mark() -> pl.Expr:
    """True for a BEGIN or END at the start of its line; an indented one has a problem, or a text could hold cards."""
    return pl.col("name").is_in(("BEGIN", "END")) & pl.col("problem").is_null()


def components_of(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[Reject]]:
    """Components (schema COMPONENTS), the component current after each BEGIN or END (row, component), and rejects.

    lines: row, line, name, value, problem, one row per content line in order, BEGIN and END included.
    """
    is_agent = pl.col("name").shift(1).eq("AGENT") & (pl.col("value").shift(1).str.strip_chars() == "")
    marks = lines.select("row", "line", "name", "value", "problem", is_agent=is_agent.fill_null(False)).filter(
        is_mark()
    )
    marks = marks.with_columns(component=pl.col("value").fill_null("").str.strip_chars(" \t\u00a0").str.to_uppercase())
    if _is_flat(marks):
        return _flat_components(marks)
    nesting = Nesting()
    current: list[int | None] = []
    for name, component, line, follows_agent in marks.select("name", "component", "line", "is_agent").iter_rows():
        if name == "BEGIN":
            nesting.begin(component, line, follows_agent and component == "VCARD")
        else:
            # of two files put together the first had no last line end
            is_joined = re.fullmatch(r"VCARD[ \t]*BEGIN[ \t]*:[ \t]*VCARD", component)
            nesting.end("VCARD" if is_joined else component, line)
            if is_joined:
                nesting.begin("VCARD", line, is_agent=False)
        current.append(nesting.current)
    nesting.finish(lines["line"][-1] if lines.height else 0)
    frame = pl.DataFrame(nesting.rows, schema=COMPONENTS, orient="row")
    return frame, pl.DataFrame({"row": marks["row"], "component": pl.Series(current, dtype=pl.Int64)}), nesting.rejects


def _is_flat(marks: pl.DataFrame) -> bool:
    """Every BEGIN is followed by its END, as in nearly every file of cards."""
    begins, ends = marks.gather_every(2), marks.gather_every(2, 1)
    is_paired = begins.height == ends.height and bool(
        (begins["name"] == "BEGIN").all() and (ends["name"] == "END").all()
    )
    return is_paired and bool((begins["component"] == ends["component"]).all())


def _flat_components(marks: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[Reject]]:
    """What `Nesting` makes of such marks, a hundred times faster."""
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    frame = marks.gather_every(2).select(
        component=number,
        parent=pl.lit(None, dtype=pl.Int64),
        name="component",
        path="component",
        first_line="line",
        last_line=marks.gather_every(2, 1)["line"],
        is_closed=pl.lit(True),
        is_refused=pl.lit(False),
    )
    current = marks.select(
        "row", component=pl.when(pl.col("name") == "BEGIN").then(pl.int_range(pl.len(), dtype=pl.Int64) // 2 + 1)
    )
    return frame.cast(COMPONENTS), current, []
