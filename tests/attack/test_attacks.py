"""A few of the attacks of `make attack`, of a size at which a reader that looks again and again takes minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.attacks import Attack, attacks
from tests.attack.reading import LONGEST_SECONDS, seconds_to_read

SIZE = 300_000
ATTACKS = {f"{attack.file} {attack.name}": attack for attack in attacks(SIZE)}
CHOSEN = (
    *("x.csv text, one line of blanks", "x.ics text, header of blanks", "x.vcf text, one column of blanks"),
    *("x.csv columns with names", "x.csv columns, most empty", "x.csv cells beyond the header"),
    *("x.csv 15,000 commas in cells", "x.csv 2,000 columns", "x.vcf cards in AGENT", "x.vcf returns"),
    *("x.vcf lines without a colon, and blank ones", "x.ics rules of a zone", "x.ics parts of a zone"),
    *("x.vcf TEL of blanks", "x.vcf TEL of commas", "x.vcf FN of words", "x.vcf ORG of brackets"),
)


@pytest.mark.parametrize("attack", [pytest.param(ATTACKS[name], id=name) for name in CHOSEN])
def test_no_small_file_takes_long(attack: Attack, tmp_path: Path) -> None:
    """Whatever a file of 300 kB is full of: identify and preview take seconds."""
    path = tmp_path / attack.file
    path.write_bytes(attack.text().encode())
    assert seconds_to_read(path) < LONGEST_SECONDS
