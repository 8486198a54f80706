"""Bytes become content lines, whatever the line ends, folds, encodings and nesting."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.bounds import LONGEST_VALUE
from connectors.content import unfolding
from connectors.content.headers import header_frame
from connectors.content.lines import ContentLines, content_lines, split_unescaped, unescape, unescaped


def lines_of(body: bytes) -> list[dict[str, Any]]:
    """The lines of a card with this body."""
    return content_lines(b"BEGIN:VCARD\r\n" + body + b"\r\nEND:VCARD\r\n").lines.to_dicts()


def one(body: bytes) -> dict[str, Any]:
    (line,) = lines_of(body)
    return line


def values(content: ContentLines) -> list[tuple[str, str]]:
    return content.lines.select("name", "value").rows()


def params(header: bytes) -> dict[str, list[str]]:
    return {param["name"]: param["values"] for param in one(header + b":x")["params"]}


def test_a_line_has_group_name_parameters_and_value() -> None:
    """Names are upper case; groups and values are as written."""
    line = one(b"item1.tel;type=CELL:+33 1 99 00 00 01")
    assert (line["group"], line["name"], line["params"], line["value"]) == (
        "item1",
        "TEL",
        [{"name": "TYPE", "values": ["CELL"]}],
        "+33 1 99 00 00 01",
    )


def test_the_line_number_is_that_of_the_file() -> None:
    """Folds and blank lines count as the lines they are."""
    assert [line["line"] for line in lines_of(b"NOTE:a\r\n b\r\n c\r\n\r\nFN:Anna")] == [2, 6]


def test_folds_within_a_character_are_undone_before_decoding() -> None:
    """é is two bytes in UTF-8; writers fold between them."""
    assert one(b"FN:Ren\xc3\r\n \xa9e")["value"] == "Renée"


def test_a_blank_line_where_a_header_is_folded_is_undone() -> None:
    """An old calendar of Mozilla, sent by mail; a line without a colon that stands alone before it is still refused."""
    content = content_lines(b"BEGIN:VEVENT\nstray\nDTSTART\n\n ;VALUE=DATE\n :20261118\nUID\n\n\n :u-1\nEND:VEVENT\n")
    assert values(content) == [("DTSTART", "20261118"), ("UID", "u-1")]
    assert content.rejects["raw_text"].to_list() == ["stray"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_any_line_end_ends_a_line(end: bytes) -> None:
    """LF, CRLF, CR, and CRCRLF of text-mode writing."""
    content = content_lines(end.join([b"BEGIN:VCARD", b"FN:Anna", b" Meier", b"TEL:1", b"END:VCARD", b""]))
    assert values(content) == [("FN", "AnnaMeier"), ("TEL", "1")]


def test_line_ends_may_be_mixed() -> None:
    """Files joined by hand have all three."""
    assert values(content_lines(b"BEGIN:VCARD\r\nFN:A\rTEL:1\nURL:u\r\nEND:VCARD")) == [
        ("FN", "A"),
        ("TEL", "1"),
        ("URL", "u"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_and_marked_encodings_are_read(encoding: str) -> None:
    """UTF-16 is known by its mark or by its NULs."""
    assert values(content_lines("BEGIN:VCARD\r\nFN:Zoë Łuk\r\nEND:VCARD\r\n".encode(encoding))) == [("FN", "Zoë Łuk")]


def test_each_line_is_decoded_by_itself() -> None:
    """CHARSET first, then UTF-8, then cp1252: one bad line costs the others nothing."""
    found = lines_of(
        "FN:Renée".encode() + b"\r\nN:Ren\xe9e\r\nNOTE;CHARSET=SHIFT_JIS:\x88\xc9\x94\\\r\nORG;CHARSET=nonsense:\x80"
    )
    assert [line["value"] for line in found] == ["Renée", "Renée", "伊能", "€"]


def test_quoted_printable_lines_go_on_after_an_equals_sign() -> None:
    """A soft break joins physical lines, and the bytes are decoded afterwards."""
    assert (
        one(b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=\r\n=A9=0D=0Ade la gare")["value"]
        == "Café\nde la gare"
    )


def test_a_blank_after_a_soft_break_is_text() -> None:
    """vCard 2.1 does not fold; only a blank between two encoded bytes was added by a writer that folds too."""
    assert one(b"LABEL;ENCODING=QUOTED-PRINTABLE:Saint=\r\n Denis")["value"] == "Saint Denis"
    assert one(b"LABEL;QUOTED-PRINTABLE:F=C3=\r\n =BChrung")["value"] == "Führung"


def test_a_soft_break_at_the_end_does_not_swallow_the_next_card() -> None:
    """BEGIN and END of a card are never continuations."""
    content = content_lines(
        b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:cut=\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"
    )
    assert values(content) == [("NOTE", "cut"), ("FN", "B")]
    assert content.components["is_closed"].to_list() == [True, True]


def summary(binary: bytes) -> str:
    text = base64.b64encode(binary)
    return f"size={len(binary)};sha256={hashlib.sha256(text).hexdigest()}"


@pytest.mark.parametrize("size", [10, 5000])
@pytest.mark.parametrize(
    "template",
    [
        "PHOTO;ENCODING=b;TYPE=JPEG:{text}",
        "PHOTO;TYPE=JPEG;BASE64:{text}",
        "item1.LOGO;VALUE=BINARY:{text}",
        "PHOTO:data:image/png;base64,{text}",
        "PHOTO:data:image/png;base64\\,{text}",
    ],
)
def test_a_binary_becomes_its_size_and_the_hash_of_its_base64(template: str, size: int) -> None:
    """Pictures weigh a thousand times the text and are never looked at."""
    binary = bytes(number % 251 for number in range(size))
    text = template.format(text=base64.b64encode(binary).decode())
    folded = "\r\n ".join(text[at : at + 70] for at in range(0, len(text), 70))
    assert one(folded.encode())["value"] == summary(binary)


WRITERS = {
    "folded": lambda text: (
        "item1.PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(text[at : at + 74] for at in range(0, len(text), 74))
    ),
    "folded first, bare afterwards": lambda text: (
        "PHOTO;BASE64:" + text[:40] + "\r\n " + text[40:80] + "\r\n" + text[80:]
    ),
    "bare rows": lambda text: (
        "PHOTO;JPEG;ENCODING=BASE64:\r\n" + "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\r\n"
    ),
    "one row": lambda text: "PHOTO;JPEG;ENCODING=BASE64:" + text,
    "an attachment": lambda text: "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:" + text,
    "a name of its own": lambda text: (
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:\r\n "
        + "\r\n ".join(text[at : at + 72] for at in range(0, len(text), 72))
    ),
}
ENDS = ["\r\n", "\n", "\r", "\r\r\n"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]


@settings(deadline=None)
@given(
    st.binary(min_size=80, max_size=3000),
    st.sampled_from(list(WRITERS)),
    st.sampled_from(ENDS),
    st.sampled_from(ENCODINGS),
    st.integers(1, 5000),
)
def test_a_binary_is_reduced_whoever_wrote_it(binary: bytes, writer: str, end: str, encoding: str, size: int) -> None:
    """Whatever stands before it and however the file is encoded and cut into chunks."""
    binary = b"\0" + binary
    text = base64.b64encode(binary).decode()
    card = f"BEGIN:VCARD\r\nFN:Zoë Łuk 伊 \U0001f600\r\n{WRITERS[writer](text)}\r\nNOTE:é\r\nEND:VCARD\r\n"
    data = card.replace("\r\n", end).encode(encoding)
    lines = content_lines(data[at : at + size] for at in range(0, len(data), size)).lines
    assert lines["value"].to_list() == ["Zoë Łuk 伊 \U0001f600", summary(binary), "é"]


@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_base64_of_vcard_2_1_needs_no_leading_blank(end: bytes) -> None:
    """Its lines are bare; a blank line ends them, or the next property does."""
    binary = bytes(range(200))
    text = base64.b64encode(binary)
    rows = [text[at : at + 60] for at in range(0, len(text), 60)]
    body = b"PHOTO;JPEG;ENCODING=BASE64:" + b"\r\n".join(rows) + b"\r\n" + end + b"FN:Anna"
    assert [line["value"] for line in lines_of(body)] == [summary(binary), "Anna"]


def test_a_picture_that_is_an_address_stays() -> None:
    """PHOTO may be a URL, however long."""
    url = "https://pictures.example/" + "a/" * 400
    assert one(b"PHOTO;VALUE=uri:" + url.encode())["value"] == url


def test_bare_parameters_of_vcard_2_1_are_types_or_encodings() -> None:
    """TEL;CELL;PREF means TYPE=CELL,PREF."""
    line = one(b"TEL;CELL;PREF;QUOTED-PRINTABLE:=31")
    assert [(param["name"], param["values"]) for param in line["params"]] == [
        ("TYPE", ["CELL"]),
        ("TYPE", ["PREF"]),
        ("ENCODING", ["QUOTED-PRINTABLE"]),
    ]
    assert line["value"] == "1"


def test_quoted_parameter_values_may_hold_separators() -> None:
    """Within quotes, colon, semicolon and comma are text; a quoted TYPE is still a list."""
    assert params(b'ATTENDEE;CN="Meier: Anna; Dr, X";TYPE="voice,cell"') == {
        "CN": ["Meier: Anna; Dr, X"],
        "TYPE": ["voice", "cell"],
    }


def test_carets_in_parameters_are_undone() -> None:
    """RFC 6868."""
    assert params(b"ADR;LABEL=a^nb ^'c^' ^^d") == {"LABEL": ['a\nb "c" ^d']}


def test_unbalanced_quotes_cost_nothing_but_their_meaning() -> None:
    """The first colon then ends the header."""
    assert one(b'TEL;TYPE="CELL:123')["value"] == "123"


def test_a_custom_type_of_android_keeps_its_label() -> None:
    """X-CUSTOM(…) holds commas, equals signs and quoted-printable."""
    assert params(b"TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=70=72=6F)") == {"LABEL": ["pro"]}


def test_a_line_without_a_colon_is_rejected_with_its_component() -> None:
    """The rest of the card is read; lines that follow one another are one reject."""
    content = content_lines(b"BEGIN:VCARD\nFN:Anna\nfirst\nsecond\nTEL:1\nEND:VCARD\n")
    assert values(content) == [("FN", "Anna"), ("TEL", "1")]
    assert content.rejects.select("line", "component", "raw_text").rows() == [(3, 1, "first\nsecond")]


def test_lines_outside_any_component_are_one_reject() -> None:
    """Mail headers before the first card, for instance."""
    content = content_lines(b"Content-Type: text/x-vcard\nX: y\n\nBEGIN:VCARD\nFN:Anna\nEND:VCARD\n")
    assert values(content) == [("FN", "Anna")]
    assert content.rejects["line"].to_list() == [1]


def test_components_nest_and_have_paths() -> None:
    """The line knows its component, that one's parent, and the way there."""
    content = content_lines(
        b"BEGIN:VCALENDAR\nX:1\nBEGIN:VEVENT\nY:2\nBEGIN:VALARM\nZ:3\nEND:VALARM\nY:4\nEND:VEVENT\nX:5\nEND:VCALENDAR\n"
    )
    assert content.lines.select("component", "parent", "path", "value").rows() == [
        (1, None, "VCALENDAR", "1"),
        (2, 1, "VCALENDAR/VEVENT", "2"),
        (3, 2, "VCALENDAR/VEVENT/VALARM", "3"),
        (2, 1, "VCALENDAR/VEVENT", "4"),
        (1, None, "VCALENDAR", "5"),
    ]


@pytest.mark.parametrize("text", ["begin:vcard\nfn:Anna\nend:vcard", "BEGIN: VCARD \nFN:Anna\nEND:VCARD\t"])
def test_begin_and_end_are_known_however_written(text: str) -> None:
    """Any case, and blanks around."""
    content = content_lines(text.encode())
    assert content.components.select("name", "is_closed").rows() == [("VCARD", True)]


def test_an_indented_begin_is_none() -> None:
    """It is the continuation of a text, or was pasted into one."""
    content = content_lines(b"BEGIN:VCARD\nNOTE:a\n\n BEGIN:VCARD\nFN:Anna\nEND:VCARD\n")
    assert values(content) == [("NOTE", "a"), ("FN", "Anna")]
    assert content.rejects["line"].to_list() == [4]


def test_a_missing_end_costs_nothing() -> None:
    """The next BEGIN of the same rank ends the component."""
    content = content_lines(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nX:1\nBEGIN:VALARM\nBEGIN:VEVENT\nX:2\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert content.components.select("name", "parent", "is_closed").rows() == [
        ("VCALENDAR", None, True),
        ("VEVENT", 1, False),
        ("VALARM", 2, False),
        ("VEVENT", 1, True),
    ]


def test_an_end_without_begin_is_rejected() -> None:
    """It closes nothing else."""
    content = content_lines(b"BEGIN:VCARD\nEND:VEVENT\nFN:Anna\nEND:VCARD\n")
    assert values(content) == [("FN", "Anna")]
    assert content.rejects["line"].to_list() == [2]


def test_nesting_without_end_is_refused_below_a_depth() -> None:
    """500 deep: what is too deep is left out with a sentence, what follows is read."""
    content = content_lines(b"BEGIN:X\nA:1\n" * 500 + b"END:X\n" * 500 + b"BEGIN:VCARD\nFN:Anna\nEND:VCARD\n")
    assert content.components["is_refused"].sum() == 500 - 32
    assert content.lines["value"].to_list() == ["1"] * 32 + ["Anna"]


def test_thousands_of_parameters_are_refused() -> None:
    """With or without a colon, the card goes on."""
    content = content_lines(
        b"BEGIN:VCARD\nTEL" + b";A=b" * 5000 + b"\nTEL" + b";A=b" * 5000 + b":1\nFN:Anna\nEND:VCARD\n"
    )
    assert values(content) == [("FN", "Anna")]
    assert content.rejects["line"].to_list() == [2, 3]


def test_a_line_of_a_hundred_megabytes_is_refused() -> None:
    """It comes in chunks, is skipped, and the lines after it keep their numbers."""
    chunks = [b"BEGIN:VCARD\r\nNOTE:", *[b"x" * 10**6] * 100, b"\r\nFN:Anna\r\nEND:VCARD\r\n"]
    content = content_lines(chunks)
    assert content.lines.select("name", "line").rows() == [("FN", 3)]
    assert content.rejects.select("line", pl.col("raw_text").str.len_chars() <= 2000).rows() == [(2, True)]


def test_control_characters_are_dropped() -> None:
    """They would end up on a terminal."""
    assert one(b"FN:An\x1b[31mna\x00\x07")["value"] == "An[31mna"


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b":", b"BEGIN:", b"END:VCARD", b"=", b"\r"]
)
def test_almost_nothing_is_read_too(data: bytes) -> None:
    """No line, no exception."""
    assert content_lines(data).lines.height == 0


ESCAPED = [
    (r"a\nb\Nc", "a\nb\nc"),
    (r"a\,b\;c\:d", "a,b;c:d"),
    (r"a\\nb", r"a\nb"),
    (r"C:\Temp", r"C:\Temp"),
    (r"a\\\,b", r"a\,b"),
    ("a\\", "a\\"),
]


@pytest.mark.parametrize(("text", "expected"), ESCAPED)
def test_escapes_are_undone(text: str, expected: str) -> None:
    """Alike in a column and in one text; an escaped backslash escapes nothing."""
    assert unescape(text) == expected
    assert pl.select(unescaped(pl.lit(text))).item() == expected


SEPARATED = [
    ("a;b;;", ["a", "b", "", ""]),
    (r"a\;b;c\\;d\n", ["a;b", "c\\", "d\n"]),
    ("", [""]),
    (r"a\,b;c,d", ["a,b", "c,d"]),
]


@pytest.mark.parametrize(("text", "expected"), SEPARATED)
def test_only_separators_that_are_not_escaped_separate(text: str, expected: list[str]) -> None:
    """Each part is unescaped."""
    assert pl.select(split_unescaped(pl.lit(text), ";")).item().to_list() == expected


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=60)
CARDS = st.lists(
    st.tuples(st.sampled_from(["FN", "NOTE", "TEL;TYPE=CELL", "item1.URL", 'X;A="b:c"']), TEXT), max_size=6
)


def written(card: list[tuple[str, str]], end: bytes = b"\r\n") -> bytes:
    return b"".join(
        line + end for line in [b"BEGIN:VCARD", *(f"{name}:{value}".encode() for name, value in card), b"END:VCARD"]
    )


@settings(deadline=None)
@given(CARDS, st.data())
def test_folding_anywhere_changes_nothing(card: list[tuple[str, str]], data: st.DataObject) -> None:
    """Between any two bytes of a property, with blank or tab."""
    plain = written(card)
    folded = b""
    for line in plain.split(b"\r\n")[:-1]:
        cuts = (
            data.draw(st.lists(st.integers(1, max(len(line) - 1, 1)), max_size=3, unique=True))
            if b"VCARD" not in line
            else []
        )
        pieces = [line[start:stop] for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(line)], strict=True)]
        folded += data.draw(st.sampled_from([b"\r\n ", b"\n\t"])).join(pieces) + b"\r\n"
    assert values(content_lines(folded)) == values(content_lines(plain))


@settings(deadline=None)
@given(
    CARDS,
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]),
)
def test_line_ends_and_encoding_change_nothing(card: list[tuple[str, str]], end: bytes, encoding: str) -> None:
    """The same lines in every form."""
    assert values(content_lines(written(card, end).decode().encode(encoding))) == values(content_lines(written(card)))


@settings(deadline=None)
@given(CARDS, st.integers(1, 40))
def test_the_size_of_the_chunks_changes_nothing(card: list[tuple[str, str]], size: int) -> None:
    """A chunk may end within a line end, a fold or a character."""
    data = written(card)
    assert content_lines(data[at : at + size] for at in range(0, len(data), size)).lines.equals(
        content_lines(data).lines
    )


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever the file is."""
    content_lines(b"BEGIN:VCARD\r\n" + data)


@pytest.mark.parametrize(
    "head",
    [
        "DTSTART;TZID=Europe/Paris",
        "ATTENDEE;CN=Zoé Martin ;ROLE=CHAIR",
        "tel;type=home;type=VOICE",
        "X",
        "A;V= ",
        "A;T=x=y",
    ],
)
def test_a_header_says_the_same_cut_as_columns_or_by_itself(head: str):
    """A quoted parameter at the end, which has no header cut as columns, changes nothing of the others."""
    cut, alone = (header_frame(pl.Series([text])).row(0, named=True) for text in (head, head + ';X="1"'))
    assert (cut["name"], cut["params"]) == (alone["name"], alone["params"][:-1])


@pytest.mark.parametrize("value", ["1", '"1"'])
def test_a_header_of_too_many_parameters_is_refused_however_they_are_written(value: str):
    """201 of them."""
    assert header_frame(pl.Series(["A" + f";B={value}" * 201]))["problem"].is_not_null().all()


def test_each_orphan_line_is_said_where_it_stands() -> None:
    """Only those that follow one another share a reject."""
    content = content_lines(b"first\n\nBEGIN:VCARD\nFN:Anna\nEND:VCARD\n\nlast\n")
    assert content.rejects.select("line", "raw_text").rows() == [(1, "first"), (7, "last")]


def test_a_run_of_base64_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not kept in memory, and the card goes on."""
    monkeypatch.setattr(unfolding, "LONGEST_LINE", 10_000)
    content = content_lines(b"BEGIN:VCARD\nPHOTO;BASE64:\n" + b"AAAABBBBCCCCDDDD\n" * 5000 + b"\nFN:Anna\nEND:VCARD\n")
    assert values(content) == [("FN", "Anna")]
    assert content.rejects["line"].to_list() == [2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_although_a_character_holds_a_nul(encoding: str) -> None:
    """一 is 4E00, Ā is 0100."""
    assert values(content_lines("BEGIN:VCARD\r\nFN:一Āb一\r\nEND:VCARD\r\n".encode(encoding))) == [("FN", "一Āb一")]


def test_a_mark_of_utf_16_before_plain_text_is_dropped() -> None:
    """Editors leave it when they convert a file."""
    assert values(content_lines(b"\xff\xfeBEGIN:VCARD\nFN:Anna\nEND:VCARD\n")) == [("FN", "Anna")]


def test_a_picture_under_a_name_of_its_own_is_reduced() -> None:
    """What base64 text decodes to is kept as text, what is no text as size and hash."""
    picture, text = bytes(range(256)) * 4, "Nordwind " * 100
    encoded = [base64.b64encode(content).decode() for content in (picture, text.encode())]
    found = lines_of(f"X-MS-CARDPICTURE;ENCODING=BASE64:{encoded[0]}\r\nNOTE;ENCODING=b:{encoded[1]}".encode())
    assert [line["value"] for line in found] == [summary(picture), text]


HOSTILE = {
    "returns": b"\r" * 2_000_000,
    "blank lines": b"\r\n" * 500_000,
    "indented blanks": b" \r\n" * 500_000,
    "orphans": b"x\r\n" * 300_000,
    "soft breaks": b"NOTE;QUOTED-PRINTABLE:=\r\n" * 50_000,
    "ends": b"END:VCARD\r\n" * 50_000,
    "begins": b"BEGIN:X\r\n" * 50_000,
    "quotes": b"TEL;X=" + b'"' * 200_000 + b":1",
    "backslashes": b"N:" + b"\\" * 900_000,
    "cards in a line": b"AGENT:BEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n" * 5_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_much_of_the_same_takes_no_time(body: bytes) -> None:
    """No step takes time that grows with the square of the file; what comes before is read."""
    start = time.process_time()
    content = content_lines(b"BEGIN:VCARD\r\nFN:Anna\r\n" + body + b"\r\nEND:VCARD\r\n")
    assert ("FN", "Anna") in values(content)
    assert time.process_time() - start < 5


def test_a_value_that_names_something_is_cut_and_told() -> None:
    """A name of a book's length is none; a note may be as long. The reject names the property and holds no value."""
    long = "a" * (LONGEST_VALUE + 1)
    content = content_lines(f"BEGIN:VCARD\nFN:{long}\nNOTE:{long}\nTEL:{long[1:]}\nEND:VCARD\n".encode())
    assert values(content) == [("FN", long[1:]), ("NOTE", long), ("TEL", long[1:])]
    assert content.rejects.to_dicts() == [
        {
            "line": 2,
            "component": 1,
            "reason": "A value of this line is longer than 2,000 characters; the rest of it was left out. "
            "Shorten it where it comes from.",
            "raw_text": "FN",
        }
    ]


def test_a_header_of_a_books_length_is_refused() -> None:
    """A name in a parameter is of the length of a name."""
    content = content_lines(b"BEGIN:VEVENT\nATTENDEE;CN=" + b"a " * 3000 + b":mailto:a@b.example\nUID:1\nEND:VEVENT\n")
    assert values(content) == [("UID", "1")]
    assert content.rejects["reason"].to_list() == [
        "A line has more than 200 parameters, or more than 4,000 characters before its colon; it was left out."
    ]
