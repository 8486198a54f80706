"""What is said of a table that nobody reads and that holds no people: never that it be read as a list of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.files.listing import files_in
from connectors.records import Recognition
from connectors.registry import recognise

CALENDARS = {
    "Google's form": "Subject,Start Date,End Date,All Day Event,Private\nPoint,11/04/2026,,False,True\n",
    "a French one": "Titre;Date de début;Date de fin;Lieu\nPoint;04/11/2026;04/11/2026;Lille\n",
    "a German one": "Betreff;Beginn;Ende;Ort\nTermin;04.11.2026;04.11.2026;Kiel\n",
    "an Italian one": "Oggetto;Data di inizio;Durata\nPunto;04/11/2026;60\n",
    "a Spanish one": "Asunto;Fecha de inicio;Fecha de fin\nPunto;04/11/2026;04/11/2026\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("text", CALENDARS.values(), ids=CALENDARS)
def test_a_calendar_in_csv_is_named_as_what_it_is(tmp_path: Path, text: str, encoding: str) -> None:
    """The way out is the export as .ics."""
    (tmp_path / "x.csv").write_bytes(text.encode(encoding))
    (file,) = files_in(tmp_path).files
    recognition = recognise(file)
    assert isinstance(recognition, Recognition)
    assert (recognition.kind, recognition.signature) == (
        "unknown",
        "x.csv is a calendar in CSV, which cannot be read as events: export it as .ics.",
    )


def test_a_member_of_a_linkedin_archive_that_holds_nobody_is_no_list_of_people(tmp_path: Path) -> None:
    """Whatever it is called, beside two files of LinkedIn's names."""
    (tmp_path / "Connections.csv").write_text("First Name,Last Name,URL,Email Address,Company,Position,Connected On\n")
    (tmp_path / "Profile.csv").write_text("First Name,Last Name,Headline,Summary\nClaire,Moreau,Directrice,\n")
    (tmp_path / "Education.csv").write_text("School Name,Start Date,End Date,Notes,Degree Name,Activities\n")
    (tmp_path / "Quiz Scores.csv").write_text("Quiz,Score\nA,12\n")
    (file,) = [file for file in files_in(tmp_path).files if file.name == "Quiz Scores.csv"]
    recognition = recognise(file)
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert "LinkedIn archive" in recognition.signature
    assert "generic" not in recognition.signature
