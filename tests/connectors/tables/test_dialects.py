"""One made-up file for each layout of each dialect of contacts, beside the records it has to give.

Tables/<dialect>.<layout>.csv and .json.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from connectors import registry
from connectors.files.listing import File
from connectors.records import Reading, Recognition, Window
from connectors.tables.dialects import FOLDER, key, load
from connectors.tables.headers import headers_in
from connectors.tables.text import decode, lines_of, split_records
from tests.support.tables_drawn import columns_moved_and_added

TABLES = Path(__file__).with_name("samples")
NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))


class Bytes(File):
    """An export that lies in memory."""

    data: bytes

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(name, len(data), date(2026, 1, 1), "", Path(name))
        object.__setattr__(self, "data", data)

    def chunks(self, size: int = 2**22) -> Any:
        return iter([self.data[start : start + size] for start in range(0, len(self.data), size)])


def export_of(name: str, data: bytes | None = None) -> Bytes:
    dialect = name.partition(".")[0]
    file_name = (
        "linkedin_connections_export_microsoft_outlook.csv" if dialect == "linkedin_legacy_outlook" else f"{name}.csv"
    )
    return Bytes((TABLES / f"{name}.csv").read_bytes() if data is None else data, file_name)


def read(file: Bytes) -> tuple[Recognition, Reading, registry.Receipt]:
    recognition = registry.recognise(file)
    assert isinstance(recognition, Recognition)
    reading = registry.read(file, recognition, WINDOW)
    receipt = registry.receipt(file, recognition, reading)
    assert receipt.adds_up
    return recognition, reading, receipt


def stated(reading: Reading) -> list[dict[str, Any]]:
    """The fields that hold anything, for each contact, as JSON has them."""
    return json.loads(json.dumps([_filled(row) for row in reading.contacts.to_dicts()], default=str))


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _filled(item) for name, item in value.items() if item not in (None, [])}
    return [_filled(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_each_layout_gives_the_records_beside_it(name: str) -> None:
    """Recognised untold, every record accounted for, every field where it belongs."""
    recognition, reading, receipt = read(export_of(name))
    expected = json.loads((TABLES / f"{name}.json").read_text("utf-8"))
    found = {
        "dialect": recognition.dialect,
        "contacts": stated(reading),
        "ignored": dict(receipt.ignored_rules),
        "told": reading.rejects["reason"].to_list(),
    }
    assert found == {"dialect": name.partition(".")[0], **expected}


def test_every_dialect_of_contacts_has_its_sample() -> None:
    """A layout without one is a promise nobody keeps."""
    dialects = {path.stem for path in FOLDER.glob("*.toml") if load(path).kind == "contacts"}
    assert dialects == {name.partition(".")[0] for name in NAMES}


def table(name: str) -> tuple[list[str], list[list[str]], str, set[str]]:
    """Header, rows, delimiter and signature of a sample.

    What stands before the header and after the rows is left away.
    """
    lines = lines_of(decode((TABLES / f"{name}.csv").read_bytes()))
    header = max(headers_in(lines, export_of(name).name), key=lambda found: len(found.signature))
    rows = [
        cells
        for _, cells, _ in split_records(lines, header.delimiter, header.following)
        if len(cells) == len(header.names)
    ]
    required = {
        key(column)
        for variant in load(FOLDER / f"{header.dialect.id}.toml").variants
        for column in (*variant.all_of, *sum(variant.any_of, ()))
    }
    return list(header.names), rows, header.delimiter, required


def written(names: list[str], rows: list[list[str]], delimiter: str, line_end: str, quoting: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows([names, *rows])
    return out.getvalue().replace("\n", line_end)


def essence(reading: Reading) -> list[dict[str, Any]]:
    """What a contact is known by, without the order that columns give to several values."""
    kept = ("given_name", "family_name", "formatted_name", "org", "title", "uid", "bday")
    rows = reading.contacts.to_dicts()
    return [
        {
            **{name: row[name] for name in kept},
            **{many: sorted(one["value"] for one in row[many]) for many in ("emails", "tels", "urls")},
        }
        for row in rows
    ]


# shrinking a table takes minutes
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data())
def test_neither_encoding_nor_form_nor_further_columns_change_what_is_read(data: st.DataObject) -> None:
    """Encoding, line ends, delimiter, quoting, lines before the header, twenty unknown columns.

    And the order, where no header stands twice.
    """
    name = data.draw(st.sampled_from(NAMES))
    names, rows, _, _ = table(name)
    recognition, reading, _ = read(export_of(name))
    names, rows = columns_moved_and_added(data, names, rows)
    text = written(
        names,
        rows,
        data.draw(st.sampled_from(",;\t|")),
        data.draw(st.sampled_from(["\n", "\r\n", "\r"])),
        data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    text = data.draw(st.sampled_from(["", "Notes:\n\n", "sep=;\n"])) + text
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]))
    changed = export_of(name, text.encode(encoding, errors="strict"))
    assert read(changed)[0].dialect == recognition.dialect
    assert essence(read(changed)[1]) == essence(reading)


# shrinking a table takes minutes
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data())
def test_a_missing_column_changes_only_what_it_says(data: st.DataObject) -> None:
    """Any column that is not of the signature: the dialect, the rows and every other field stay."""
    name = data.draw(st.sampled_from(NAMES))
    names, rows, delimiter, required = table(name)
    free = [
        place
        for place, column in enumerate(names)
        if key(column) not in required and names.count(column) == 1 and column.strip()
    ]
    place = data.draw(st.sampled_from(free)) if free else None
    if place is None:
        return
    # a month of 5 is 05 in a day
    gone = {text for row in rows for text in (row[place].strip(), row[place].strip().zfill(2)) if row[place].strip()}
    text = written(
        [*names[:place], *names[place + 1 :]],
        [[*row[:place], *row[place + 1 :]] for row in rows],
        delimiter,
        "\n",
        csv.QUOTE_MINIMAL,
    )
    recognition, reading, _ = read(export_of(name, text.encode()))
    assert recognition.dialect == name.partition(".")[0]
    known = read(export_of(name))[1]
    kept = [
        (before, after)
        for row, now in zip(essence(known), essence(reading), strict=True)
        for before, after in zip(row.values(), now.values(), strict=True)
    ]
    assert all(
        before == after or _words(before, after) & _words(*gone) or name.startswith(("eventbrite", "helloasso"))
        for before, after in kept
    )


def _words(*values: Any) -> set[str]:
    return set(re.findall(r"\w+", str(values)))
