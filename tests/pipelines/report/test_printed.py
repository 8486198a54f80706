"""The demo's report on paper, printed by a headless browser where one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import documents
from tests.support.browser import CHROMIUM

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/2000/svg)|\bsrc=|url\(|@import|<link|<script")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="No Chromium to print with: install chromium to test the page on paper."
    ),
    pytest.mark.skipif(
        shutil.which("pdftotext") is None, reason="No pdftotext to read the print with: install poppler-utils."
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of the demo network's week."""
    home = tmp_path_factory.mktemp("printed") / "my-demo"
    documents.make_demo(home)
    return next((home / "reports").iterdir())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_is_two_sheets_and_the_first_has_at_most_400_words(
    folder: Path, tmp_path: Path, language: str
) -> None:
    """Counted as a reader's tools do: every piece of text on the sheet, charts included, between white space."""
    pages = _printed(folder / f"report.{language}.html", tmp_path)
    assert len(pages) == 2
    assert len(pages[0].split()) <= 400


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_loads_nothing(folder: Path, language: str) -> None:
    """No address of another place, no source, no script; the name of the SVG language is not one."""
    assert OUTSIDE.findall((folder / f"report.{language}.html").read_text("utf-8")) == []


def _printed(page: Path, scratch: Path) -> list[str]:
    """The text of each sheet."""
    sheet = scratch / "sheet.pdf"
    profile = f"--user-data-dir={scratch / 'profile'}"
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        *QUIET,
        profile,
        "--no-pdf-header-footer",
        f"--print-to-pdf={sheet}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", str(sheet), "-"], check=True, capture_output=True, timeout=60).stdout.decode(
        "utf-8"
    )
    return text.split("\f")[:-1]
