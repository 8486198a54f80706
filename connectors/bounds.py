"""How much of one value is read: far more than any program writes, and no more than can be read in time."""

from __future__ import annotations

LARGEST = {"contacts": 500 * 10**6, "events": 250 * 10**6, "messages": 500 * 10**6, "owner": 500 * 10**6}
"""Bytes of a file by the kind of what it holds: a laptop with 16 GB of memory reads so much. Text takes up to 27 times
its size while it is read, a calendar the most; pictures take nothing.
"""

LONGEST_VALUE = 2_000
"""Characters of a value that names, places or dates something; texts and lists of dates may be longer."""

MOST_COLUMNS = 5_000
"""Columns of a table's header: an export of contacts may have a thousand fields of its users' own."""

MOST_UNKNOWN_COLUMNS = 1_000
"""The same of a table that no dialect describes, each of whose columns is looked into."""

LONGEST_COLUMN_NAME = 1_000
"""Characters of one column's name in a header; a survey puts its question there."""

MOST_CELLS_BEYOND = 50
"""Cells of a row beyond those of the header that stay apart; the rest of the row is one more."""

IS_CUT = f"is longer than {LONGEST_VALUE:,} characters; the rest of it was left out. Shorten it where it comes from."
"""What is told of a value, behind what it is."""
