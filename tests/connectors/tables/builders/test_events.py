"""Events of a delimited file: Outlook's calendar in three languages, as it writes it and as people spoil it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.files.listing import files_in
from connectors.records import EVENTS, OCCURRENCES, Reading, Receipt
from tests.connectors.tables.test_connector import WINDOW

ENGLISH = (
    "Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,Reminder Date,Reminder Time,Meeting "
    "Organizer,Required Attendees,Optional Attendees,Meeting Resources,Billing "
    "Information,Categories,Description,Location,Mileage,Priority,Private,Sensitivity,Show time as\n"
)
FRENCH = (
    "Objet,Début,Début,Fin,Fin,Journée entière,Rappel actif/inactif,Date de rappel,Heure du rappel,Organisateur d'une "
    "réunion,Participants obligatoires,Participants facultatifs,Ressources de la réunion,Afficher la "
    "disponibilité,Catégories,Critère de diffusion,Description,Emplacement,Informations "
    "facturation,Kilométrage,Priorité,Privé\n"
)
GERMAN = (
    "Betreff,Beginnt am,Beginnt um,Endet am,Endet um,Ganztägiges Ereignis,Erinnerung Ein/Aus,Erinnerung am,Erinnerung "
    "um,Besprechungsplanung,Erforderliche Teilnehmer,Optionale "
    "Teilnehmer,Besprechungsressourcen,Abrechnungsinformationen,Beschreibung,Kategorien,Ort,Priorität,Privat,Reisekilometer,Vertraulichkeit,Zeitspanne"
    " zeigen als\n"
)
ROWS = {
    "en": (
        ENGLISH + "Board,11/3/2026,9:30:00 AM,11/3/2026,1:00:00 PM,False,True,11/3/2026,9:15:00 AM,Claire Moreau,Claire"
        ' Moreau;"Lefèvre, Zoé"; Bo Roy <bo@roy.example>,Ann Lee,Salle'
        " Vauban,,Board;Plans,Notes,Paris,,Normal,True,Private,2\n"
    ),
    "fr": (
        FRENCH + 'Board,03/11/2026,09:30:00,03/11/2026,13:00:00,Faux,Vrai,03/11/2026,09:15:00,Claire Moreau,"Claire'
        ' Moreau;Lefèvre, Zoé; Bo Roy <bo@roy.example>",Ann Lee,Salle'
        " Vauban,2,Board;Plans,Privé,Notes,Paris,,,Normale,Vrai\n"
    ),
    "de": (
        GERMAN + 'Board,03.11.2026,09:30:00,03.11.2026,13:00:00,Aus,Ein,03.11.2026,09:15:00,Claire Moreau,"Claire'
        ' Moreau;Lefèvre, Zoé; Bo Roy <bo@roy.example>",Ann Lee,Salle'
        " Vauban,,Notes,Board;Plans,Paris,Normal,Ein,,Privat,2\n"
    ),
}
ROWS["en"] = ROWS["en"].replace(
    'Claire Moreau;"Lefèvre, Zoé"; Bo Roy <bo@roy.example>', '"Claire Moreau;Lefèvre, Zoé; Bo Roy <bo@roy.example>"'
)


def read(folder: Path, text: str | bytes) -> tuple[Reading, Receipt]:
    """Reading and receipt of a calendar; its receipt adds up, and each event has its occurrence."""
    (folder / "calendar.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    (file,) = files_in(folder).files
    recognition = registry.recognise(file)
    assert not isinstance(recognition, registry.Ambiguous)
    assert (recognition.kind, recognition.dialect) == ("events", "outlook_calendar")
    reading = registry.read(file, recognition, WINDOW)
    receipt = registry.receipt(file, recognition, reading)
    assert receipt.adds_up
    assert (reading.events.schema, reading.occurrences.schema) == (EVENTS, OCCURRENCES)
    assert reading.occurrences["event_position"].to_list() == reading.events["position"].to_list()
    assert reading.events["uid"].n_unique() == reading.events.height
    return reading, receipt


def english(*cells: str, people: str = "") -> str:
    """A row of the English header: subject, start day and time, end day and time, all day."""
    return (
        ",".join(
            [*cells, "False", "", "", "", "", people, "", "", "", "", "", "", "", "Normal", "False", "Normal", "2"]
        )
        + "\n"
    )


def spans(folder: Path, text: str | bytes) -> list[tuple[Any, ...]]:
    return read(folder, text)[0].events.select("dtstart", "dtend", "time_form").rows()


def person(name: str | None, role: str, email: str | None = None, cutype: str | None = None) -> dict[str, Any]:
    parts = {"value": email, "email": email, "cn": name, "partstat": None, "role": role, "cutype": cutype}
    return parts | {"num_guests": None}


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_an_event_is_read_alike_in_every_language(tmp_path: Path, language: str) -> None:
    """Times are local, of no stated zone; people are names, addresses or both; a resource is no person."""
    (row,) = read(tmp_path, ROWS[language])[0].events.to_dicts()
    assert (row["summary"], row["location"], row["description"], row["categories"]) == (
        "Board",
        "Paris",
        "Notes",
        ["Board", "Plans"],
    )
    assert (row["dtstart"], row["dtend"], row["time_form"]) == (
        datetime(2026, 11, 3, 9, 30),
        datetime(2026, 11, 3, 13),
        "floating",
    )
    assert row["organizer"]["cn"] == "Claire Moreau"
    assert row["attendees"] == [
        person("Claire Moreau", "REQ-PARTICIPANT"),
        person("Lefèvre, Zoé", "REQ-PARTICIPANT"),
        person("Bo Roy", "REQ-PARTICIPANT", "bo@roy.example"),
        person("Ann Lee", "OPT-PARTICIPANT"),
        person("Salle Vauban", "NON-PARTICIPANT", cutype="RESOURCE"),
    ]
    assert (row["classification"], row["transp"], row["status"]) == ("PRIVATE", "OPAQUE", None)


def test_windows_code_page_and_semicolons_change_nothing(tmp_path: Path) -> None:
    """As Excel in French writes the file again."""
    text = FRENCH.replace(",", ";") + "Réunion;03/11/2026;09:30;03/11/2026;10:00;FAUX" + ";" * 16 + "\n"
    assert spans(tmp_path, text.encode("cp1252")) == [
        (datetime(2026, 11, 3, 9, 30), datetime(2026, 11, 3, 10), "floating")
    ]


def test_one_column_of_days_needs_no_twin(tmp_path: Path) -> None:
    """A variant writes "Début" once and the time under "Heure de début"."""
    header = "Objet;Début;Heure de début;Fin;Heure de fin;Participants obligatoires\n"
    assert spans(tmp_path, header + "Point;03/11/2026;09:30;03/11/2026;10:00;\n") == [
        (datetime(2026, 11, 3, 9, 30), datetime(2026, 11, 3, 10), "floating")
    ]


def test_the_file_decides_whether_the_day_stands_first(tmp_path: Path) -> None:
    """Month first in English, unless a thirteenth month would come of it; starts and ends decide together."""
    plain = english("A", "11/3/2026", "9:00 AM", "11/3/2026", "10:00 AM")
    assert spans(tmp_path, ENGLISH + plain)[0][0] == datetime(2026, 11, 3, 9)
    british = english("A", "11/3/2026", "09:00", "11/3/2026", "10:00") + english(
        "B", "12/3/2026", "09:00", "13/3/2026", "10:00"
    )
    assert [row[0] for row in spans(tmp_path, ENGLISH + british)] == [
        datetime(2026, 3, 11, 9),
        datetime(2026, 3, 12, 9),
    ]


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        # Outlook: midnight after the last day
        ("11/3/2026,12:00:00 AM,11/5/2026,12:00:00 AM,True", datetime(2026, 11, 5)),
        ("11/3/2026,,11/4/2026,,True", datetime(2026, 11, 5)),  # other writers: the last day
        ("11/3/2026,12:00:00 AM,11/3/2026,12:00:00 AM,True", datetime(2026, 11, 4)),
        ("11/3/2026,,,,", datetime(2026, 11, 4)),  # a day without times is a whole one
    ],
)
def test_a_whole_day_ends_with_its_last_day(tmp_path: Path, cells: str, end: datetime) -> None:
    """DTEND is the day after it, as in iCalendar."""
    assert spans(tmp_path, ENGLISH + f"Leave,{cells}\n") == [(datetime(2026, 11, 3), end, "date")]


def test_a_row_that_stands_twice_is_one_event(tmp_path: Path) -> None:
    """The receipt counts it as repeated; alike in title and times only, two events stay two."""
    row = english("A", "11/3/2026", "9:00 AM", "11/3/2026", "10:00 AM")
    reading, receipt = read(
        tmp_path, ENGLISH + row + row + english("A", "11/3/2026", "9:00 AM", "11/3/2026", "10:00 AM", people="Ann Lee")
    )
    assert (reading.events["position"].to_list(), receipt.repeated) == ([1, 3], 1)


def test_an_event_keeps_its_uid_in_the_next_export(tmp_path: Path) -> None:
    """Title and times make it: another place, or rows before it, change nothing."""
    row = english("A", "11/3/2026", "9:00 AM", "11/3/2026", "10:00 AM")
    before = read(tmp_path, ENGLISH + row)[0].events["uid"][0]
    other = english("B", "11/2/2026", "9:00 AM", "11/2/2026", "10:00 AM")
    assert read(tmp_path, ENGLISH + other + row.replace("A,", "A,", 1))[0].events["uid"][1] == before


def test_times_that_cannot_be_read_cost_as_little_as_they_can(tmp_path: Path) -> None:
    """Without a start the row is lost, without an end it has none; both are told."""
    rows = english("A", "soon", "9:00 AM", "11/3/2026", "10:00 AM") + english(
        "B", "11/3/2026", "9:00 AM", "11/3/2026", "8:00 AM"
    )
    reading, receipt = read(tmp_path, ENGLISH + rows)
    assert (receipt.kept, receipt.rejected) == (1, 1)
    assert reading.events.select("summary", "dtend").rows() == [("B", None)]
    assert reading.rejects.select("position", "is_record", "raw_text").rows() == [
        (1, True, "soon 9:00 AM"),
        (2, False, "11/3/2026 8:00 AM"),
    ]


@pytest.mark.parametrize(
    ("shown", "transp", "status"),
    [("1", "OPAQUE", "TENTATIVE"), ("3", "TRANSPARENT", None), ("Free", "TRANSPARENT", None), ("", None, None)],
)
def test_how_the_time_is_shown_says_what_it_is(
    tmp_path: Path, shown: str, transp: str | None, status: str | None
) -> None:
    """1 is tentative, 3 is free; a word says the same."""
    row = english("A", "11/3/2026", "9:00 AM", "11/3/2026", "10:00 AM").removesuffix("2\n") + f"{shown}\n"
    (event,) = read(tmp_path, ENGLISH + row)[0].events.to_dicts()
    assert (event["transp"], event["status"]) == (transp, status)
