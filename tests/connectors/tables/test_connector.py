"""Delimited files that a dialect describes, read as their software writes them and as people spoil them."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import tables
from connectors.bounds import LONGEST_VALUE, MOST_CELLS_BEYOND, MOST_UNKNOWN_COLUMNS
from connectors.files.listing import files_in
from connectors.records import CONTACTS, REJECTS, Reading, Recognition, Window
from connectors.registry import recognise
from connectors.tables.builders.dates import read_dates
from connectors.tables.dialects import FOLDER, DialectError, load
from connectors.tables.text import count_records, decode, is_blank, lines_of, split_records

WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\n'
)


@dataclass(frozen=True)
class File:
    """The part of connectors.files.listing.File that a connector asks for, from bytes in the test."""

    data: bytes
    name: str = "Connections.csv"

    @property
    def size(self) -> int:
        return len(self.data)

    def read_bytes(self) -> bytes:
        return self.data

    def head(self, n: int) -> bytes:
        return self.data[:n]


def recognised(text: str | bytes) -> tuple[Any, Recognition]:
    """The export of these contents and the only dialect it is taken for."""
    file = File(text if isinstance(text, bytes) else text.encode())
    (recognition,) = tables.recognises(file)
    return file, recognition


def reading(text: str | bytes) -> Reading:
    """What these contents say; the receipt has to add up."""
    file, recognition = recognised(text)
    result = tables.read(file, recognition, WINDOW)
    assert tables.count(file, recognition) == result.contacts.height + sum(result.ignored.values())
    assert result.contacts.schema == CONTACTS
    assert result.rejects.schema == REJECTS
    return result


def filled(result: Reading) -> list[dict[str, Any]]:
    """The fields that hold anything, for each contact."""
    return [
        {name: value for name, value in row.items() if value not in (None, [])} for row in result.contacts.to_dicts()
    ]


def value(text: str, *types: str, pref: int | None = None, label: str | None = None) -> dict[str, Any]:
    return {"value": text, "types": list(types), "pref": pref, "label": label}


def prop(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "params": None, "value": text}


def test_a_connection_is_read_with_every_column():
    """The profile URL is the uid and a URL of type linkedin.

    The organisation, the position and the day come as they stand.
    """
    row = (
        'Zoé,Lefèvre,https://www.linkedin.com/in/zoe-lefevre,zoe@altavia-conseil.example,"Altavia Conseil,'
        ' SAS",Directrice,05 Mar 2021\n'
    )
    assert filled(reading(NOTES + HEADER + row)) == [
        {
            "position": 1,
            "uid": "https://www.linkedin.com/in/zoe-lefevre",
            "given_name": "Zoé",
            "family_name": "Lefèvre",
            "emails": [value("zoe@altavia-conseil.example")],
            "org": ["Altavia Conseil, SAS"],
            "title": "Directrice",
            "urls": [value("https://www.linkedin.com/in/zoe-lefevre", "linkedin")],
            "connected_on": date(2021, 3, 5),
        }
    ]


@pytest.mark.parametrize(
    "notes", ["", NOTES, '"Notes:"\n"One sentence, with a comma."\n\n', "sep=,\n", "a\nb\n\nc\n\n\nd\n"]
)
def test_the_header_is_found_whatever_stands_before_it(notes):
    """The header is looked for by its columns, not at a fixed line."""
    assert [row["given_name"] for row in filled(reading(notes + HEADER + "Marc,Vasseur,,,,,\n"))] == ["Marc"]


def test_a_header_after_the_twentieth_record_is_not_looked_for():
    """A file whose first 20 records hold no signature is left to others."""
    assert tables.recognises(File(("note\n" * 20 + HEADER).encode())) == []


def test_a_bank_statement_is_nobodys():
    """A file that no dialect describes has no candidate."""
    statement = "Date;Libellé;Débit;Crédit\n05/01/2026;LOYER;850,00;\n"
    assert tables.recognises(File(statement.encode("cp1252"))) == []


@pytest.mark.parametrize(
    "other", [b"", b"\n\n", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe"]
)
def test_what_is_no_table_has_no_candidate(other):
    """Empty files, cards and pictures are not claimed."""
    assert tables.recognises(File(other)) == []


def test_the_score_is_the_number_of_signature_columns():
    """Three required columns and the three optional ones."""
    assert recognised(HEADER)[1] == Recognition(
        "contacts", "linkedin_connections", "First Name, Last Name, Connected On, URL, Position, Company", 6
    )


def test_a_dialect_the_user_names_is_read_without_its_whole_signature():
    """A header cut down by hand is found by the columns it has; one without any of them is not that dialect."""
    file = File(b"my friends\nLast Name;Company;Shoe size\nVasseur;Altavia;43\n")
    assert tables.recognises(file) == []
    recognition = tables.forced(file, "linkedin_connections")
    assert recognition is not None
    result = tables.read(file, recognition, WINDOW)
    assert filled(result) == [
        {"position": 1, "family_name": "Vasseur", "org": ["Altavia"], "extra": [prop("Shoe size", "43")]}
    ]
    assert tables.count(file, recognition) == 1
    assert tables.forced(File(b"a,b\n1,2\n"), "linkedin_connections") is None
    assert tables.forced(file, "vcard") is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_do_not_matter(encoding, delimiter, line_end):
    """A spreadsheet may have written the file again in its own way."""
    text = (
        NOTES
        + HEADER.replace(",", delimiter)
        + delimiter.join(["Zoé", "Nuñez", "", "", "Œuvres & Cie", "", "7-Feb-22"])
        + "\n"
    ).replace("\n", line_end)
    (contact,) = filled(reading(text.encode(encoding)))
    assert contact == {
        "position": 1,
        "given_name": "Zoé",
        "family_name": "Nuñez",
        "org": ["Œuvres & Cie"],
        "connected_on": date(2022, 2, 7),
    }


def test_a_row_with_nothing_but_a_url_is_kept():
    """A closed account leaves its URL."""
    assert (
        filled(reading(HEADER + ",,https://www.linkedin.com/in/x,,,,\n"))[0]["uid"] == "https://www.linkedin.com/in/x"
    )


def test_blank_rows_are_neither_records_nor_positions():
    """Rows of empty or white cells do not count, wherever they stand."""
    rows = ",,,,,,\n\nMarc,,,,,,\n , ,,,,,\nLéa,,,,,,\n,,,,,,\n"
    assert [(row["position"], row["given_name"]) for row in filled(reading(HEADER + rows))] == [(1, "Marc"), (2, "Léa")]


def test_a_header_without_rows_is_an_empty_file_of_its_dialect():
    """No connection yet is not an error."""
    assert reading(NOTES + HEADER.rstrip("\n")).contacts.height == 0


def test_a_repeated_header_is_ignored_by_name():
    """Two exports pasted together: the second header is no person, and keeps its position."""
    result = reading(HEADER + "Marc,,,,,,\n" + HEADER + "Léa,,,,,,\n")
    assert result.ignored == {"repeated_header": 1}
    assert [(row["position"], row["given_name"]) for row in filled(result)] == [(1, "Marc"), (3, "Léa")]


def test_an_unreadable_date_is_told_and_costs_only_itself():
    """The row stays; the reject names the column, the line and the record, and loses nothing."""
    result = reading(HEADER + "Marc,Vasseur,,,,,sometime\nLéa,,,,,,05 Mar 2021\n")
    assert [row.get("connected_on") for row in filled(result)] == [None, date(2021, 3, 5)]
    (reject,) = result.rejects.to_dicts()
    assert (reject["position"], reject["line"], reject["is_record"], reject["raw_text"]) == (1, 2, False, "sometime")
    assert "Connected On" in reject["reason"]
    assert "sometime" not in reject["reason"]


def test_cells_beyond_the_header_are_kept_and_told():
    """An unquoted comma moves the cells; nothing is dropped."""
    result = reading(HEADER + "Marc,Vasseur,,,Brisac, SA,Directeur,05 Mar 2021\nLéa,,,,,\nPaul,,,,,,,,\n")
    assert filled(result)[0]["extra"] == [prop("column 8", "05 Mar 2021")]
    assert [row["given_name"] for row in filled(result)] == ["Marc", "Léa", "Paul"]
    assert result.rejects["position"].to_list() == [1, 1]  # the moved cell is no date, and there is one cell too many


def test_unknown_columns_go_to_extra_under_their_own_name():
    """A column added by hand, one without a name and one that stands twice."""
    result = reading("First Name,Last Name,URL,Connected On,Promo,,Promo\nMarc,,,,1998,x,HEC\n")
    assert filled(result)[0]["extra"] == [prop("Promo", "1998"), prop("column 6", "x"), prop("Promo", "HEC")]


def test_a_quoted_cell_holds_line_breaks_marks_and_separators():
    """RFC 4180, with the line of the next record still right."""
    result = reading(HEADER + '"Marc ""Le Grand""","Vas\nseur",,,"A, B",,\nLéa,,,,,,never\n')
    first, second = filled(result)
    assert (first["given_name"], first["family_name"], first["org"]) == ('Marc "Le Grand"', "Vas\nseur", ["A, B"])
    assert (second["position"], result.rejects["line"].to_list()) == (2, [4])


def test_a_quotation_mark_that_never_closes_costs_its_own_line():
    """The people after it are read, and it is told."""
    result = reading(HEADER + 'Marc,"Vasseur,,,,,\nLéa,,,,,,\nPaul,,,,,,\n')
    assert [row["given_name"] for row in filled(result)] == ["Marc", "Léa", "Paul"]
    assert filled(result)[0]["family_name"] == '"Vasseur'
    assert result.rejects["line"].to_list() == [2]


def test_one_line_in_another_encoding_does_not_spoil_the_others():
    """A line that is not UTF-8 is read as Windows-1252, the others stay UTF-8; an undefined byte stays a character."""
    assert decode("Zoé\n".encode() + "Zoé €\n".encode("cp1252") + b"\xe9\x81\n") == "Zoé\nZoé €\né\x81\n"


GOOGLE = (
    "First Name,Middle Name,Last Name,File As,Organization Name,Organization Title,Organization "
    "Department,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - "
    "Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - "
    "Postal Code,Address 1 - Country,Website 1 - Label,Website 1 - Value,Custom Field 1 - Label,Custom Field 1 - "
    "Value\n"
)


def test_a_google_contact_is_read_with_its_labels_and_types():
    """Numbered columns belong together; ":::" parts several values; a star marks the preferred one.

    An unknown word stays a label.
    """
    row = (
        "Zoé,,Lefèvre,,Altavia Conseil,Directrice,Achats,--05-04,,Clients ::: * myContacts,* Work,zoe@altavia.example"
        ' ::: z@perso.example,Mobile,01 99 00 12 34,Chalet,01 99 00 12 35,Home,"12 rue des Tilleuls\n59000'
        ' Lille\nFrance",12 rue des Tilleuls,Lille,59000,France,Blog,https://zoe.example,Promo,1998\n'
    )
    (contact,) = filled(reading(GOOGLE + row))
    assert contact["org"] == ["Altavia Conseil", "Achats"]
    assert contact["bday"] == "--05-04"
    assert contact["categories"] == ["Clients", "* myContacts"]
    assert contact["emails"] == [value("zoe@altavia.example", "work", pref=1), value("z@perso.example", "work", pref=1)]
    assert contact["tels"] == [value("01 99 00 12 34", "cell"), value("01 99 00 12 35", label="Chalet")]
    assert contact["urls"] == [value("https://zoe.example", label="Blog")]
    assert [
        (adr["street"], adr["locality"], adr["postal_code"], adr["country"], adr["types"]) for adr in contact["adrs"]
    ] == [("12 rue des Tilleuls", "Lille", "59000", "France", ["home"])]
    assert [item["name"] for item in contact["extra"]] == [
        "Custom Field 1 - Label",
        "Custom Field 1 - Value",
        "Address 1 - Formatted",
    ]


def test_a_google_contact_with_a_department_only_keeps_it_as_a_unit():
    """As in ORG:;Achats, the organisation is empty and the unit stands second."""
    assert filled(reading(GOOGLE + "Zoé,,,,,,Achats,,,,,,,,,,,,,,,,,,,\n"))[0]["org"] == ["", "Achats"]


OUTLOOK_FR_2003 = (
    '"Nom","Titre","Prénom","Deuxième prénom","Nom","Suffixe","Surnom","Société ","Service ","Titre","Rue'
    ' (bureau)","Rue (bureau) 2","Ville (bureau)","Pays (bureau)","Rue (domicile)","Téléphone (bureau)","Tél.'
    ' mobile","Adresse de messagerie","Type de messagerie","Anniversaire","Catégories","Sexe"\r\n'
)


def test_a_french_outlook_header_that_stands_twice_is_told_apart_by_its_place():
    """Titre before Prénom is the honorific and after it the job; the first of two Nom is the displayed name."""
    row = (
        '"Zoé Lefèvre","Mme","Zoé","","Lefèvre","","","Altavia","Achats","Directrice","12 quai du Wault","Bât.'
        ' B","Lille","France","","01 99 00 12 34","01 99 00 12 35","zoe@altavia.example","SMTP","0/0/00","Clients;'
        ' Lille","Non spécifié"\r\n'
    )
    (contact,) = filled(reading((OUTLOOK_FR_2003 + row).encode("cp1252")))
    assert {name: text for name, text in contact.items() if isinstance(text, str)} == {
        "formatted_name": "Zoé Lefèvre",
        "honorific_prefixes": "Mme",
        "given_name": "Zoé",
        "family_name": "Lefèvre",
        "title": "Directrice",
    }
    assert contact["org"] == ["Altavia", "Achats"]
    assert contact["tels"] == [value("01 99 00 12 34", "work"), value("01 99 00 12 35", "cell")]
    assert contact["emails"] == [value("zoe@altavia.example", pref=1)]
    assert contact["categories"] == ["Clients", "Lille"]
    assert [(adr["street"], adr["locality"], adr["country"], adr["types"]) for adr in contact["adrs"]] == [
        ("12 quai du Wault\nBât. B", "Lille", "France", ["work"])
    ]
    assert "extra" not in contact


@pytest.mark.parametrize(
    "header",
    [
        "Nome,Cognome,Nome,Indirizzo posta elettronica,Via (uff.),Via (ab.),Tipo posta elettronica",
        (
            "Nombre,Apellidos,Nombre,Dirección de correo electrónico 2,Calle del trabajo,Teléfono del trabajo,Tipo de "
            "correo electrónico 2"
        ),
    ],
)
def test_a_name_column_that_is_empty_throughout_leaves_the_other_its_meaning(header):
    """Italian and Spanish Outlook write the given name and a whole name under one word, and mostly leave the second
    blank.
    """
    (contact,) = filled(reading(f"{header}\nZoé,Lefèvre,,zoe@altavia.example,,,\n"))
    assert {name: contact.get(name) for name in ("formatted_name", "given_name", "family_name")} == {
        "formatted_name": None,
        "given_name": "Zoé",
        "family_name": "Lefèvre",
    }


def test_a_header_that_stands_once_has_its_usual_meaning():
    """Nom alone is the family name even before Prénom; Titre alone after it is the job."""
    text = "Nom;Prénom;Titre;Adresse de messagerie;Rue (bureau)\nLefèvre;Zoé;Directrice;;\n"
    assert filled(reading(text)) == [
        {"position": 1, "family_name": "Lefèvre", "given_name": "Zoé", "title": "Directrice"}
    ]


def test_an_english_outlook_contact_is_read():
    """Its words for nothing are not values; a second column of the same field goes to extra."""
    text = (
        "Title,First Name,Last Name,Job Title,Job Title,E-mail Address,E-mail 2 Address,Business Street,Home "
        "Street,Home City,Spouse,Birthday,Gender,Priority\n,Ann,Penderby,CFO,Board "
        "member,ann@wexcott.example,ann@home.example,,1 Mill Lane,Bath,Tom,0/0/00,Unspecified,Normal\n"
    )
    (contact,) = filled(reading(text))
    assert contact["emails"] == [value("ann@wexcott.example", pref=1), value("ann@home.example", pref=2)]
    assert contact["related"] == [value("Tom", "spouse")]
    assert [(adr["street"], adr["locality"], adr["types"]) for adr in contact["adrs"]] == [
        ("1 Mill Lane", "Bath", ["home"])
    ]
    assert contact["title"] == "CFO"
    assert contact["extra"] == [prop("Job Title", "Board member")]
    assert "bday" not in contact


def test_every_dialect_of_the_folder_loads_and_is_told_from_the_others():
    """A header of all signature columns of a dialect is taken for that dialect above all others."""
    for path in sorted(FOLDER.glob("*.toml")):
        for variant in load(path).variants:
            header = ",".join(variant.signature) + "\n"
            name = variant.file_name.replace("(microsoft_outlook|outlook_express|yahoo).*", "yahoo.csv")
            name = name if name.endswith(".csv") else "x.csv"
            best, *others = sorted(
                tables.recognises(File(header.encode(), name)), key=lambda candidate: -candidate.score
            )
            assert best.dialect == path.stem
            assert all(other.score < best.score for other in others)


CELLS = st.lists(st.text(alphabet='ab", é', max_size=4), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=6), st.booleans())
def test_reading_agrees_with_pythons_csv_on_what_csv_writes(rows, is_quoted_always):
    """Whatever a writer of CSV writes, both paths find the same records."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL if is_quoted_always else csv.QUOTE_MINIMAL, lineterminator="\n").writerows(
        rows
    )
    lines = lines_of(out.getvalue())
    assert [cells for _, cells, _ in split_records(lines, ",")] == rows
    assert count_records(lines, ",") == sum(not is_blank(cells) for cells in rows)


@settings(deadline=None)
@given(st.text(alphabet='a",\n ', max_size=30))
def test_both_paths_find_as_many_records_in_any_text(text):
    """Stray and unclosed quotation marks included: the receipt adds up."""
    lines = lines_of(text)
    records = [(cells, is_closed) for _, cells, is_closed in split_records(lines, ",")]
    assert count_records(lines, ",") == sum(not is_blank(cells) for cells, _ in records)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_after_a_header_are_too_much(data):
    """Whatever follows the header is read, rejected or blank, and the receipt adds up."""
    result = reading(HEADER.encode() + data)
    assert not result.rejects["is_record"].any()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("05 Mar 2021", date(2021, 3, 5)),
        ("5 mars 2021", date(2021, 3, 5)),
        ("14 févr. 2022", date(2022, 2, 14)),
        ("1 août 2019", date(2019, 8, 1)),
        ("03 Dez 2020", date(2020, 12, 3)),
        ("7-Feb-22", date(2022, 2, 7)),
        ("01/22/2024", date(2024, 1, 22)),
        ("22/01/2024", date(2024, 1, 22)),
        ("2024-01-22", date(2024, 1, 22)),
        (" 05 Mar 2021 ", date(2021, 3, 5)),
        ("31 Feb 2021", None),
        ("sometime", None),
        ("05 Mar 0021", None),
    ],
)
def test_a_date_is_read_in_the_forms_it_is_met_in(written, day):
    """English, French and German months, and what a spreadsheet makes of them."""
    formats = load(FOLDER / "linkedin_connections.toml").variants[0].columns["connected on"][0].formats
    assert read_dates(pl.Series([written]), formats).to_list() == [day]


def test_the_whole_column_decides_whether_the_day_or_the_month_comes_first():
    """05/03/2024 alone is the American 3 May; beside 22/01/2024 it is the 5th of March."""
    formats = ("%m/%d/%Y", "%d/%m/%Y")
    assert read_dates(pl.Series(["05/03/2024"]), formats).to_list() == [date(2024, 5, 3)]
    assert read_dates(pl.Series(["05/03/2024", "22/01/2024"]), formats).to_list() == [
        date(2024, 3, 5),
        date(2024, 1, 22),
    ]


@pytest.mark.parametrize(
    "spoiled",
    [
        'kind = "people"',
        'colour = "red"',
        '[variants.en.columns]\n"X" = "shoe_size"',
        '[variants.en.columns]\n"X" = { field = "title", size = 3 }',
    ],
)
def test_a_dialect_file_that_says_something_unknown_is_refused(tmp_path, spoiled):
    """A slip in a dialect is found when it is loaded, and named."""
    head = 'id = "x"\nkind = "contacts"\n' if "kind" not in spoiled else 'id = "x"\n'
    body = (
        f'{spoiled}\n[variants.en]\nall_of = ["A"]\n'
        if not spoiled.startswith("[")
        else f'[variants.en]\nall_of = ["A"]\n{spoiled}\n'
    )
    columns = "" if spoiled.startswith("[") else '[variants.en.columns]\n"A" = "title"\n'
    (tmp_path / "x.toml").write_text(head + body + columns, "utf-8")
    with pytest.raises(DialectError, match=r"x\.toml"):
        load(tmp_path / "x.toml")


def test_thousands_of_columns_of_their_own_are_all_kept():
    """Each under its header, for the rows that fill it.

    One at a time, so that the time grows with their number only.
    """
    names = [f"Extra {number}" for number in range(3000)]
    row = "Ida,Thorsen,,,,,01 Jan 2020," + ",".join(["x"] * 2999) + ",\n"
    started = time.process_time()
    ida, _ = filled(reading(HEADER.rstrip("\n") + "," + ",".join(names) + "\n" + row + "Léa,Brossard,,,,,,\n"))
    assert ida["extra"] == [prop(name, "x") for name in names[:-1]]
    # seconds; 1.5 as it is, 20 when each column is filtered with all the others
    assert time.process_time() - started < 8


def test_a_value_that_names_something_is_cut_and_told():
    """The row is kept; the reject names the column, and not what stands in it."""
    result = reading(HEADER + f"Ida,{'n' * (LONGEST_VALUE + 1)},,,,,01 Jan 2020\nLéa,Brossard,,,,,\n")
    assert result.contacts["family_name"].to_list() == ["n" * LONGEST_VALUE, "Brossard"]
    assert result.rejects.select("position", "is_record", "reason", "raw_text").rows() == [
        (
            1,
            False,
            'The column "Last Name" holds a value that is longer than 2,000 characters; the rest of it was left out. '
            "Shorten it where it comes from.",
            None,
        )
    ]


def test_what_stands_far_beyond_the_header_is_one_cell():
    """Nothing is lost: the last cell that stays apart holds the rest of the row."""
    row = ",".join(["Ida", "Thorsen", "", "", "", "", "01 Jan 2020", *map(str, range(1000))])
    (ida,) = filled(reading(HEADER + row + "\n"))
    assert len(ida["extra"]) == MOST_CELLS_BEYOND
    assert ida["extra"][-1]["value"] == ",".join(map(str, range(MOST_CELLS_BEYOND - 1, 1000)))


def test_a_table_of_people_with_more_columns_than_are_looked_into_is_told(tmp_path):
    """Each column of a table that no dialect describes costs a look at what it holds."""
    header = ",".join(["Name", "Email", *map(str, range(MOST_UNKNOWN_COLUMNS))])
    (tmp_path / "x.csv").write_text(header + "\nIda Thorsen,ida@thorsen.example\n")
    (file,) = files_in(tmp_path).files
    found = recognise(file)
    assert found.kind == "unknown"
    assert found.signature == (
        "x.csv is a table of more than 1,000 columns, which are not read. Export only those that hold contacts."
    )
