"""The two readers of the records after a header: the fast one wherever it may, and both alike."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from connectors.tables import table as tables_table
from connectors.tables.headers import Header, headers_in
from connectors.tables.table import Table, table_of
from connectors.tables.text import lines_of

HEADER = "First Name,Last Name,URL,Connected On\n"


def header_of(text: str) -> Header:
    (header,) = headers_in(lines_of(text), "x.csv")
    return header


def by_hand(text: str, monkeypatch: pytest.MonkeyPatch) -> Table:
    """The table as the careful reader makes it."""
    with monkeypatch.context() as patched:
        patched.setattr(tables_table, "_by_polars", lambda text, header: None)
        return table_of(lines_of(text), header_of(text))


def is_fast(text: str) -> bool:
    header = header_of(text)
    return tables_table._by_polars("\n".join(lines_of(text)[header.following :]), header) is not None


def alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, careful = table_of(lines_of(text), header_of(text)), by_hand(text, monkeypatch)
    assert_frame_equal(fast.cells, careful.cells)
    assert replace(fast, cells=careful.cells) == careful


CELLS = st.text(
    alphabet=st.sampled_from(["a", "é", '"', ",", "\n", " ", "\x00", "\x01", "\ufeff", "#", "'", "\\", "1", ";"]),
    max_size=5,
)


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
def test_both_readers_agree_on_whatever_a_writer_of_csv_writes(rows, quoting):
    """Short rows, long rows, blank rows, quoted line breaks and marks."""
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    with pytest.MonkeyPatch.context() as patched:
        alike("note\n" + HEADER + out.getvalue(), patched)


@settings(deadline=None)
@given(st.text(alphabet='a",\n é\x01\ufeff', max_size=40))
def test_both_readers_agree_on_any_text(text):
    """Stray and unclosed quotation marks are left to the careful one."""
    with pytest.MonkeyPatch.context() as patched:
        alike(HEADER + text, patched)


@pytest.mark.parametrize(
    "rows", ["", "a,b,c,d\n", 'a,"b, ""c""\nd",,\n\n,,,\ne\n', "a,b,c,d,\ne,f,g,h,\n", '"a","b","c","d"\n']
)
def test_well_formed_files_take_the_fast_way(rows):
    """Or the speed would be a promise that no file sees."""
    assert is_fast(HEADER + "x,y,,\n" + rows) or rows.startswith("a,b,c,d,")


@pytest.mark.parametrize("rows", ['a,"b"c,,\n', 'a, "b",,\n', 'a,b "c",,\n', '"a,b\n', "a\x01,b,,\n", "\ufeff,,,\n"])
def test_what_may_be_read_in_two_ways_takes_the_careful_way(rows):
    """A mark inside a cell, after a blank, or never closed."""
    assert not is_fast(HEADER + rows)


def test_each_record_has_its_number_and_its_line(monkeypatch):
    """Blank records have no number; a record of several lines moves those after it."""
    table = table_of(lines_of(HEADER + 'a,"b\nc",,\n\n , ,,\nd,e,,\n'), header_of(HEADER))
    assert table.cells.select("position", "line").rows() == [(1, 2), (2, 6)]
