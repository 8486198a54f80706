"""Components are counted in the bytes as the lexer finds them, whatever stands around their BEGIN."""

from __future__ import annotations

import pytest

from connectors.content.counting import LONGEST_MARK, components_begun
from connectors.content.lines import content_lines

BODY = b"\nUID:u-1\nFN:Anna Meier\nDTSTART:20261118T090000Z\n"
MARKS = {
    "plain": b"BEGIN:%s",
    "any case, blanks": b"bEgIn \t: \t%s \t",
    "no-break blanks": b"BEGIN:\xc2\xa0%s\xc2\xa0",
    "folded": b"BE\r\n GIN\n\t:\r %s",
    "folded over blank folds": b"BEGIN\n \n\t\n :%s\n \n",
    "a blank line in the middle": b"BEGIN\n\n :%s",
    "several blank lines in the middle": b"BEGIN\r\n\r\n\r\n\r\n :%s",
    "a blank line and more blanks": b"BEGIN\n\n   :%s",
    "a blank line before what is folded": b"\n BEGIN:%s",
    "indented": b" BEGIN:%s",
    "a longer name": b"BEGIN:%s\r\n \r\n",
    "a mark cut by a fold": b"\xef\n\t\xbb\xbfBEGIN:%s",
    "a mark and a control character in it": b"BEG\xef\xbb\xbfIN:\x01%s\x01",
    "after a soft break": b"NOTE;ENCODING=QUOTED-PRINTABLE:caf=\nBEGIN:%s",
    "after a soft break, with a mark in it": b"NOTE;ENCODING=QUOTED-PRINTABLE:caf=\nBEGIN:\xef\xbb\xbf%s",
    "after base64 text": b"PHOTO;ENCODING=b:AAAA\nBEGIN\n :%s",
    "after an indented line": b"END:%s\n BEGIN:VEVENT\nBEGIN:VCARD",
    "a parameter": b"BEGIN;X=1:%s",
    "followed by an indented line": b"BEGIN:%s\n NOTE:longer\n than one line",
}


@pytest.mark.parametrize("name", [b"VCARD", b"VEVENT"])
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
@pytest.mark.parametrize("size", [1, 7, 2**20])
def test_the_count_is_that_of_the_lexer(name: bytes, mark: bytes, size: int) -> None:
    """Folds, blank lines, blanks, marks, in chunks of any size; a component before, to be told apart from."""
    data = b"BEGIN:%s%sEND:%s\n" % (name, BODY, name) + (mark.replace(b"%s", name) + BODY + b"END:%s\n" % name) * 2
    found = content_lines(data).components["name"].to_list().count(name.decode())
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert components_begun(chunks, name) == found >= 1


def test_what_begins_after_an_end_on_one_line_is_counted() -> None:
    """As where files without a last line end were put together."""
    data = b"BEGIN:VCARD\nFN:A\nEND:VCARDBEGIN:VCARD\nFN:B\nEND:VCARD\n"
    assert components_begun([data], b"VCARD") == content_lines(data).components.height == 2


def test_a_mark_before_a_long_indented_text_is_counted_over_chunks() -> None:
    """Some programs indent all that a card holds; the mark is kept while the rest of its folds go by."""
    data = b"BEGIN:VCARD\n" + b" NOTE:Orlivel\n" * LONGEST_MARK + b"END:VCARD\n"
    assert components_begun([data[at : at + 1000] for at in range(0, len(data), 1000)], b"VCARD") == 1


def test_a_begin_cut_by_a_blank_line_is_told_and_opens_nothing() -> None:
    """A text may hold the word by itself, and what follows a blank line is then no rest of it."""
    content = content_lines(b"BEGIN:VCALENDAR\nBEGIN\n\n :VEVENT\nUID:u-1\nEND:VEVENT\nEND:VCALENDAR\n")
    assert content.components["name"].to_list() == ["VCALENDAR"]
    assert content.rejects["line"].to_list() == [2, 4, 6]


def test_a_header_cut_by_a_blank_line_is_its_own_whatever_was_refused_before() -> None:
    """The name taken back is the last line without a colon, not what the reject before it still shows."""
    content = content_lines(b"BEGIN:VEVENT\n" + b"stray " * 2000 + b"\nUID\n\n :u-1\nEND:VEVENT\n")
    assert content.lines.select("name", "value").rows() == [("UID", "u-1")]
    assert content.rejects["raw_text"].str.head(6).to_list() == ["stray "]
