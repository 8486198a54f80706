"""LinkedIn connections of seven columns to records.

100,000 rows, with notes before the header, quoted commas and accents. The peer is what an importer does at the least: a
dictionary for each row by Python's csv module, and its date by strptime. Ours goes through to records and rejects. It
reads 100,000 rows in less than a second where its time in the table is below 1.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime
from pathlib import Path

from connectors import tables
from connectors.files.listing import File, files_in
from connectors.records import Window
from tests.bench.race import Race

ROWS = 100_000
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\n'
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def races(folder: Path) -> list[Race]:
    draw = random.Random(20261122)
    (folder / "Connections.csv").write_text(
        NOTES + HEADER + "".join(row(number, draw) for number in range(ROWS)), "utf-8"
    )
    (file,) = files_in(folder).files
    (recognition,) = tables.recognises(file)
    return [
        Race(
            "connections of seven columns",
            "csv",
            1,
            lambda: read_by_csv(file),
            lambda: tables.read(file, recognition, WINDOW).contacts.height,
        )
    ]


def read_by_csv(file: File) -> int:
    """Every row as a dictionary with its day."""
    text = file.read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text[text.index(HEADER) :])))
    return len([{**row, "Connected On": datetime.strptime(row["Connected On"], "%d %b %Y")} for row in rows])


def row(number: int, draw: random.Random) -> str:
    """A made-up connection; an address for one in four."""
    company = draw.choice(["Altavia", "Brisac", '"Wexcott, Ltd"', "Œuvres & Cie"])
    email = f"p{number}@firm{number % 977}.example" if draw.random() < 0.25 else ""
    day = f"{draw.randint(1, 28):02} {draw.choice(MONTHS)} {draw.randint(2008, 2025)}"
    return (
        f"Zoé{number % 500},Lefèvre{number % 7001},https://www.linkedin.com/in/zoe-{number},{email},{company},Directrice"
        f" {number % 300},{day}\n"
    )
