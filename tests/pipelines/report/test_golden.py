"""The report as it was read and approved, file by file.

`python -m tests.pipelines.report.regenerate` writes it anew.
"""

from __future__ import annotations

import pytest

from pipelines.report import build
from tests.pipelines.report.marts import AS_OF
from tests.pipelines.report.regenerate import CASES, GOLDEN

FILES = ("report.fr.html", "report.fr.md", "report.en.html", "report.en.md", "report.json")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILES)
def test_a_report_is_the_one_that_was_read_and_approved(case: str, name: str) -> None:
    """Both languages and forms of a believable week and of an empty network are the golden files, byte for byte."""
    assert build(CASES[case](), as_of=AS_OF)[name] == (GOLDEN / case / name).read_text("utf-8")
