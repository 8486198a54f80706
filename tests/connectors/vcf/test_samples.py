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
from connectors.files.listing import Export, exports_in
from connectors.records import Recognition, Window

FOLDER = Path(__file__).parent / "cards"
VCARD = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
SAMPLES = [export for export in exports_in(FOLDER).exports if export.name.endswith(".vcf")]


def filled(value: Any) -> Any:
    """What is said, nulls and empty lists left out, however deep."""
    if isinstance(value, dict):
        return {key: filled(part) for key, part in value.items() if part not in (None, "", [])}
    return [filled(part) for part in value] if isinstance(value, list) else value


def shown(export: Export) -> dict[str, Any]:
    reading = vcf.read(export, VCARD, WINDOW)
    rejects = reading.rejects.select("position", "line", "reason", "raw_text").to_dicts()
    return {"contacts": filled(reading.contacts.to_dicts()), "rejects": filled(rejects)}


def expected_of(export: Export) -> Path:
    return FOLDER / export.name.replace(".vcf", ".json")


@pytest.mark.parametrize("export", SAMPLES, ids=lambda export: export.name)
def test_a_sample_is_read_as_reviewed(export: Export) -> None:
    """Every column of every card, and every line that could not be read."""
    assert shown(export) == json.loads(expected_of(export).read_text("utf-8"))


@pytest.mark.parametrize("export", SAMPLES, ids=lambda export: export.name)
def test_every_card_of_a_sample_is_found_by_another_path(export: Export) -> None:
    """The count in the raw bytes is that of the contacts, and the file is known as cards."""
    assert vcf.count(export, VCARD) == len(shown(export)["contacts"])
    assert vcf.recognises(export) == [VCARD]


def test_there_are_samples() -> None:
    """An empty folder would prove nothing; each sample has its expected records and no other is left behind."""
    assert len(SAMPLES) >= 17
    assert {path.stem for path in FOLDER.glob("*.json")} == {export.name.removesuffix(".vcf") for export in SAMPLES}
