"""Writes the golden files of the report anew; read the difference before committing it.

python -m tests.pipelines.report.regenerate
"""

from __future__ import annotations

from pathlib import Path

from pipelines.report import write_report
from tests.pipelines.report import marts

GOLDEN = Path(__file__).parent / "golden"
CASES = {"full": marts.full, "empty": marts.empty}

if __name__ == "__main__":
    for name, made in CASES.items():
        write_report(made(), GOLDEN / name, as_of=marts.AS_OF)
