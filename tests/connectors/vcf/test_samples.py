"""One sample for each writer and oddity, beside what it is to be read as.

Reviewed by hand, null and empty columns left out.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors import vcf
from connectors.files.listing import File, files_in
from connectors.records import Recognition, Window

FOLDER = Path(__file__).parent / "cards"
VCARD = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
SAMPLES = [file for file in files_in(FOLDER).files if file.name.endswith(".vcf")]


def filled(value: Any) -> Any:
    """What is said, nulls and empty lists left out, however deep."""
    if isinstance(value, dict):
        return {key: filled(part) for key, part in value.items() if part not in (None, "", [])}
    return [filled(part) for part in value] if isinstance(value, list) else value


def shown(file: File) -> dict[str, Any]:
    reading = vcf.read(file, VCARD, WINDOW)
    rejects = reading.rejects.select("position", "line", "reason", "raw_text").to_dicts()
    return {"contacts": filled(reading.contacts.to_dicts()), "rejects": filled(rejects)}


def expected_of(file: File) -> Path:
    return FOLDER / file.name.replace(".vcf", ".json")


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_a_sample_is_read_as_reviewed(file: File) -> None:
    """Every column of every card, and every line that could not be read."""
    assert shown(file) == json.loads(expected_of(file).read_text("utf-8"))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_card_of_a_sample_is_found_by_another_path(file: File) -> None:
    """The count in the raw bytes is that of the contacts, and the file is known as cards."""
    assert vcf.count(file, VCARD) == len(shown(file)["contacts"])
    assert vcf.recognises(file) == [VCARD]


def test_there_are_samples() -> None:
    """An empty folder would prove nothing; each sample has its expected records and no other is left behind."""
    assert len(SAMPLES) >= 17
    assert {path.stem for path in FOLDER.glob("*.json")} == {file.name.removesuffix(".vcf") for file in SAMPLES}
