"""Cards of every version and writer become contacts, and the receipt adds up."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import vcf
from connectors.files.listing import File, files_in
from connectors.records import CONTACTS, REJECTS, Reading, Recognition, Window

VCARD = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))


class Memory(File):
    """An export whose bytes are in memory."""

    def __init__(self, content: bytes) -> None:
        super().__init__(
            "x.vcf", len(content), date(2026, 1, 1), hashlib.sha256(content).hexdigest(), Path("x.vcf"), None
        )
        object.__setattr__(self, "content", content)

    def chunks(self, size: int = 2**22):  # type: ignore[no-untyped-def]
        content: bytes = self.content  # type: ignore[attr-defined]
        return (content[at : at + size] for at in range(0, len(content), size))


def read(text: str | bytes) -> Reading:
    return vcf.read(Memory(text.encode() if isinstance(text, str) else text), VCARD, WINDOW)


def found(text: str | bytes) -> int:
    return vcf.count(Memory(text.encode() if isinstance(text, str) else text), VCARD)


def contacts(text: str | bytes) -> list[dict[str, Any]]:
    return read(text).contacts.to_dicts()


def contact(body: str, version: str = "3.0") -> dict[str, Any]:
    (only,) = contacts(f"BEGIN:VCARD\r\nVERSION:{version}\r\n{body}\r\nEND:VCARD\r\n")
    return only


def filled(body: str, version: str = "3.0") -> dict[str, Any]:
    """What is not null in the contact, its position and version apart."""
    return {
        key: value
        for key, value in contact(body, version).items()
        if value is not None and key not in ("position", "extra")
    }


def value(
    text: str, types: list[str] | None = None, pref: int | None = None, label: str | None = None
) -> dict[str, Any]:
    return {"value": text, "types": types or [], "pref": pref, "label": label}


def test_an_apple_card_is_read_whole() -> None:
    """Groups with labels, social profiles, related names and dates of macOS and iOS."""
    body = "\r\n".join(
        [
            "PRODID:-//Apple Inc.//iOS 17.5//EN",
            "N:Mägi;Kristiina;Liis;Dr.;MBA",
            "FN:Dr. Kristiina Mägi",
            "NICKNAME:Kiki",
            "ORG:Nordwind;Finance;",
            "TITLE:Director",
            "EMAIL;type=INTERNET;type=WORK;type=pref:k.magi@nordwind.example",
            "item1.EMAIL;type=INTERNET:kiki@post.example",
            "item1.X-ABLabel:Chorale",
            "TEL;type=CELL;type=VOICE;type=pref:+33 1 99 00 12 34",
            "item2.ADR;type=WORK:;;12 rue de l'Église\\, 2e étage;Lyon;;69001;France",
            "item2.X-ABADR:fr",
            "item2.X-ABLabel:_$!<Work>!$_",
            "item3.URL;type=pref:https\\://nordwind.example/km",
            "item3.X-ABLabel:_$!<HomePage>!$_",
            "X-SOCIALPROFILE;type=linkedin;x-user=kmagi:https://www.linkedin.example/in/kmagi",
            "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:kiki@post.example",
            "item4.X-ABRELATEDNAMES:Jaan Mägi",
            "item4.X-ABLabel:_$!<Spouse>!$_",
            "item5.X-ABDATE:2012-06-09",
            "item5.X-ABLabel:_$!<Anniversary>!$_",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-04",
            "CATEGORIES:Rotary,Lyon\\, amis",
            "NOTE:Rencontrée à Tallinn\\nparle français",
            "REV:2024-05-11T08:00:00Z",
            "UID:331157B6-6983",
        ]
    )
    assert filled(body) == {
        "uid": "331157B6-6983",
        "formatted_name": "Dr. Kristiina Mägi",
        "family_name": "Mägi",
        "given_name": "Kristiina",
        "additional_names": "Liis",
        "honorific_prefixes": "Dr.",
        "honorific_suffixes": "MBA",
        "nickname": "Kiki",
        "emails": [
            value("k.magi@nordwind.example", ["internet", "work"], 1),
            value("kiki@post.example", ["internet"], None, "Chorale"),
        ],
        "tels": [value("+33 1 99 00 12 34", ["cell", "voice"], 1)],
        "adrs": [
            {
                "po_box": None,
                "extended_address": None,
                "street": "12 rue de l'Église, 2e étage",
                "locality": "Lyon",
                "region": None,
                "postal_code": "69001",
                "country": "France",
                "types": ["work"],
                "label": "Work",
            }
        ],
        "org": ["Nordwind", "Finance"],
        "title": "Director",
        "bday": "--05-04",
        "anniversary": "2012-06-09",
        "urls": [
            value("https://nordwind.example/km", [], 1, "HomePage"),
            value("https://www.linkedin.example/in/kmagi", ["linkedin"]),
        ],
        "impps": [value("xmpp:kiki@post.example", ["jabber", "home"])],
        "categories": ["Rotary", "Lyon, amis"],
        "related": [value("Jaan Mägi", ["spouse"], None, "Spouse")],
        "note": "Rencontrée à Tallinn\nparle français",
        "rev": "2024-05-11T08:00:00Z",
    }


def test_a_vcard_4_card_is_read_whole() -> None:
    """URIs, PREF as a number, quoted lists of types, related and role."""
    body = "\r\n".join(
        [
            "UID:urn:uuid:25a2b04e",
            "KIND:Individual",
            "FN;PREF=2:A. Ruiz",
            "FN;PREF=1:Ana Ruiz",
            "N:Ruiz;Ana;;;",
            'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+44-20-7946-0001;ext=12',
            "TEL;VALUE=uri;TYPE=home:tel:+44-20-7946-0002",
            "EMAIL;PREF=20:ana@ruiz.example",
            "RELATED;TYPE=friend;VALUE=text:Pablo",
            "ROLE:Treasurer",
            "ANNIVERSARY:20090808",
        ]
    )
    assert filled(body, "4.0") == {
        "uid": "urn:uuid:25a2b04e",
        "kind": "individual",
        "formatted_name": "Ana Ruiz",
        "family_name": "Ruiz",
        "given_name": "Ana",
        "emails": [value("ana@ruiz.example", [], 20)],
        "tels": [value("+44-20-7946-0001;ext=12", ["voice", "work"], 1), value("+44-20-7946-0002", ["home"])],
        "related": [value("Pablo", ["friend"])],
        "role": "Treasurer",
        "anniversary": "20090808",
    }


def test_a_vcard_2_1_card_is_read_whole() -> None:
    """Quoted-printable with soft breaks, bare types, Android's custom labels."""
    body = "\r\n".join(
        [
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;Ir=C3=\r\n=A8ne;;;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=49=72=C3=A8ne Lef=C3=A8vre",
            "TEL;CELL;PREF:0199001122",
            "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=70=72=6F):0199003344",
            "EMAIL;HOME:irene@lefevre.example",
        ]
    )
    assert filled(body, "2.1") == {
        "formatted_name": "Irène Lefèvre",
        "family_name": "Lefèvre",
        "given_name": "Irène",
        "emails": [value("irene@lefevre.example", ["home"])],
        "tels": [value("0199001122", ["cell"], 1), value("0199003344", [], None, "pro")],
    }


def test_an_unescaped_comma_cuts_no_name() -> None:
    """Many programs forget to escape it."""
    card = contact(
        "N:Dupont, Marie;Jean, Paul;;;\r\nFN:Dupont, Marie\r\nORG:Meier, Söhne & Co\r\nADR:;;1, "
        "rue du Port;Nice;;06000;France"
    )
    assert (card["family_name"], card["given_name"], card["formatted_name"], card["org"]) == (
        "Dupont, Marie",
        "Jean, Paul",
        "Dupont, Marie",
        ["Meier, Söhne & Co"],
    )
    assert card["adrs"][0]["street"] == "1, rue du Port"


def test_direction_marks_are_dropped() -> None:
    """macOS wraps pasted numbers in them; they are invisible and break every comparison."""
    card = contact("FN:\u200eAnna\u200f\r\nTEL:\u202a+33 1 99 00 00 01\u202c\r\nORG:\u2066Nordwind\u2069")
    assert (card["formatted_name"], card["tels"][0]["value"], card["org"]) == (
        "Anna",
        "+33 1 99 00 00 01",
        ["Nordwind"],
    )


def test_what_has_no_column_goes_to_extra() -> None:
    """With its parameters; a picture as its size and hash; a second title too."""
    card = contact("PRODID:p\r\nTITLE:One\r\nTITLE:Two\r\nX-FOO;TYPE=a,b;BAR=c:d\\,e\r\nPHOTO;ENCODING=b:AAAA")
    digest = hashlib.sha256(b"AAAA").hexdigest()
    assert [(extra["name"], extra["params"], extra["value"]) for extra in card["extra"]] == [
        ("VERSION", "", "3.0"),
        ("PRODID", "", "p"),
        ("TITLE", "", "Two"),
        ("X-FOO", "TYPE=a,b;BAR=c", "d,e"),
        ("PHOTO", "ENCODING=b", f"size=3;sha256={digest}"),
    ]


def test_empty_values_are_none() -> None:
    """No empty text, no list of empty texts."""
    assert filled("N:;;;;\r\nFN:\r\nORG:;\r\nADR:;;;;;;\r\nTEL:\r\nEMAIL: \r\nCATEGORIES:,\r\nNOTE:") == {}


def test_several_notes_are_one() -> None:
    """In their order, one per line."""
    assert contact("NOTE:a\r\nNOTE:b")["note"] == "a\nb"


def test_groups_have_members() -> None:
    """In the words of RFC 6350 and in Apple's."""
    assert filled("KIND:group\r\nFN:Amis\r\nMEMBER:urn:uuid:1\r\nMEMBER:urn:uuid:2", "4.0")["members"] == [
        "urn:uuid:1",
        "urn:uuid:2",
    ]
    apple = filled("X-ADDRESSBOOKSERVER-KIND:group\r\nN:Amis\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1")
    assert (apple["kind"], apple["members"]) == ("group", ["urn:uuid:1"])


def test_how_apple_shows_a_card_is_no_kind() -> None:
    """X-ABShowAs:COMPANY stands on cards of people too; what it means is for others to judge."""
    card = contact("FN:Nordwind\r\nX-ABShowAs:COMPANY")
    assert card["kind"] is None
    assert ("X-ABSHOWAS", "COMPANY") in [(one["name"], one["value"]) for one in card["extra"]]


def test_a_card_without_a_name_is_a_contact() -> None:
    """So is an empty one: it is for others to judge it."""
    assert [card["position"] for card in contacts("BEGIN:VCARD\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n")] == [1, 2]


def test_the_card_of_an_agent_is_a_contact_of_its_own() -> None:
    """The one it stands in names it under related."""
    text = "BEGIN:VCARD\nVERSION:2.1\nFN:Anna\nAGENT:\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\nTITLE:CEO\nEND:VCARD\n"
    anna, bob = contacts(text)
    assert (anna["formatted_name"], anna["title"], anna["related"]) == ("Anna", "CEO", [value("Bob", ["agent"])])
    assert (bob["formatted_name"], bob["position"]) == ("Bob", 2)
    assert found(text) == 2


def test_a_missing_end_costs_no_card() -> None:
    """Both cards are kept, and a reject that is no record says so."""
    reading = read("BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\n")
    assert reading.contacts["formatted_name"].to_list() == ["Anna", "Bob"]
    assert reading.rejects.select("position", "line", "is_record").rows() == [(1, 1, False)]


def test_a_bad_line_costs_itself_only() -> None:
    """The reject names the card and the line."""
    reading = read("BEGIN:VCARD\nFN:Anna\nEND:VCARD\nBEGIN:VCARD\nnonsense\nFN:Bob\nEND:VCARD\n")
    assert reading.contacts["formatted_name"].to_list() == ["Anna", "Bob"]
    assert reading.rejects.select("position", "line", "is_record", "raw_text").rows() == [(2, 5, False, "nonsense")]


def test_a_card_that_stands_twice_with_its_uid_is_repeated() -> None:
    """Equal but for the UID, or without one, both are kept."""
    card = "BEGIN:VCARD\nUID:1\nFN:Anna\nEND:VCARD\n"
    reading = read(
        card
        + card.replace("\n", "\r\n")
        + card.replace("UID:1", "UID:2")
        + card.replace("UID:1\n", "") * 2
        + card.replace("Anna", "Bob")
    )
    assert reading.repeated == 1
    assert reading.contacts["position"].to_list() == [1, 3, 4, 5, 6]


def test_cards_nested_too_deep_are_rejected_as_records() -> None:
    """500 agents of agents: 32 are kept, the others rejected, the next card read."""
    text = "BEGIN:VCARD\nFN:A\nAGENT:\n" * 500 + "END:VCARD\n" * 500 + "BEGIN:VCARD\nFN:Last\nEND:VCARD\n"
    reading = read(text)
    assert reading.contacts.height == 33
    assert reading.rejects["is_record"].sum() == 468
    assert found(text) == 501


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", 0),
        (b"BEGIN:VCARD", 1),
        (b"begin:vcard\r\nEND:VCARD\r\nBEGIN: VCARD \r\n", 2),
        (b"BEGIN:VCARD\rEND:VCARD\rBEGIN:VCARD\r", 2),
        (b"\xef\xbb\xbfBEGIN:VCARD\n", 1),
        ("BEGIN:VCARD\nEND:VCARD\n".encode("utf-16"), 1),
        (b"BEG\r\n IN:VCA\r\n RD\r\n", 1),
        (b"BEGIN:VCARD\nNOTE:a\n BEGIN:VCARD\nEND:VCARD\n", 1),
        (b"BEGIN:VCARD\nNOTE:BEGIN:VCARD\nEND:VCARD\n", 1),
        (b"BEGIN:VCARDS\nEND:VCARDS\n", 0),
        (b"BEGIN:VCARD\n BEGIN:VCARD\nEND:VCARD\n\n BEGIN:VCARD\n", 1),
        (b"BEGIN:VCA\n RD\n S\n", 0),
    ],
)
def test_found_is_the_number_of_begin_lines(text: bytes, expected: int) -> None:
    """Counted in the raw bytes; the reader, which does not count, agrees."""
    assert found(text) == expected
    assert read(text).contacts.height == expected


def test_count_does_not_hang_on_where_chunks_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A BEGIN:VCARD may lie across two chunks."""
    content = b"BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n" * 200
    for size in (1, 7, 600):
        file = Memory(content)
        pieces = [content[at : at + size] for at in range(0, len(content), size)]
        monkeypatch.setattr(Memory, "chunks", lambda self, pieces=pieces: iter(pieces))
        assert vcf.count(file, VCARD) == 200


@pytest.mark.parametrize(
    ("text", "is_card"),
    [
        (b"\xef\xbb\xbfBEGIN:VCARD\n", True),
        (b"begin:vcard\n", True),
        (b"BEGIN:VCALENDAR\n", False),
        (b"Name,Phone\n", False),
    ],
)
def test_a_file_is_known_by_its_first_begin(text: bytes, is_card: bool) -> None:
    """The name of the file plays no part."""
    assert [recognition.dialect for recognition in vcf.recognises(Memory(text))] == ["vcard"] * is_card


def test_frames_have_their_schema_even_when_empty() -> None:
    """So that they can be joined and stored."""
    reading = read("")
    assert reading.contacts.schema == CONTACTS
    assert reading.rejects.schema == REJECTS


LINES = ["BEGIN:VCARD", "END:VCARD", "FN:Anna", "UID:1", "AGENT:", " BEGIN:VCARD", "NOTE;QUOTED-PRINTABLE:a="]
LINES += ["PHOTO;BASE64:AAAA", " x", "", "junk", "BEGIN:X", "END:X", "begin: vcard "]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\r\n", "\r"])), max_size=14))
def test_the_receipt_always_adds_up(lines: list[tuple[str, str]]) -> None:
    """However cards are broken, nested and repeated: found = kept + repeated + rejected."""
    text = "".join(line + end for line, end in lines)
    reading = read(text)
    assert found(text) == reading.contacts.height + reading.repeated + reading.rejects["is_record"].sum()


def samples() -> list[File]:
    root = os.environ.get("ENTREGENT_SAMPLES")
    return list(files_in(Path(root) / "corpora" / "vcf").files) if root else []


@pytest.mark.skipif(
    not os.environ.get("ENTREGENT_SAMPLES"), reason="ENTREGENT_SAMPLES names no folder that holds corpora/vcf"
)
def test_real_cards_of_many_programs_are_all_kept() -> None:
    """Every card of every sample is found, and none is lost or raises."""
    totals = {"found": 0, "kept": 0}
    for file in samples():
        for recognition in vcf.recognises(file):
            reading = vcf.read(file, recognition, WINDOW)
            number = vcf.count(file, recognition)
            assert (
                number
                == reading.contacts.height + reading.repeated + reading.rejects.filter(pl.col("is_record")).height
            ), file.name
            totals = {"found": totals["found"] + number, "kept": totals["kept"] + reading.contacts.height}
    assert totals["found"] > 400
    assert totals["kept"] == totals["found"]


@pytest.mark.parametrize(
    "line", [r"N:Rive\;Zoé\;\;\;;;;;", r"N:Rive\;Zoé\;\;\;", r"N:Rive\\;Zoé\\;\\;\\;", r"N:Rive\;Zoé;;;"]
)
def test_a_name_whose_separators_are_escaped_is_taken_apart(line: str) -> None:
    """Some servers escape the whole of N as if it were one text."""
    assert filled(line) == {"family_name": "Rive", "given_name": "Zoé"}


def test_an_address_whose_separators_are_escaped_is_taken_apart() -> None:
    """A semicolon of the street stays where the parts stand apart."""
    (escaped,) = contact(r"ADR;TYPE=WORK:\;\;5 rue A\;Lille\;\;59000\;France;;;;;;")["adrs"]
    plain = {key: text for key, text in escaped.items() if text}
    wanted = {"street": "5 rue A", "locality": "Lille", "postal_code": "59000", "country": "France", "types": ["work"]}
    assert plain == wanted
    (whole,) = contact(r"ADR:;;5 rue A\; bât. B;Lille;;59000;France")["adrs"]
    assert (whole["street"], whole["locality"]) == ("5 rue A; bât. B", "Lille")
