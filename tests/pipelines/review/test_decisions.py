"""decisions.csv, read, checked against itself and added to."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.review.decisions import append_decisions, read_decisions


def test_decisions_that_cannot_be_used_are_said_with_their_line(tmp_path: Path) -> None:
    """A bad line costs only itself."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        "decided_at,verb,subject,object,note\n"
        "2026-11-02,same,icloud/U1,linkedin/Connections.csv/https://x,\n"
        "2026-11-03,marry,icloud/U1,icloud/U2,\n"
        "yesterday,suppress,icloud/U3,,\n"
        "2026-11-05,not_same,icloud/U1,,\n"
        "\n"
        "2026-11-04,suppress,icloud/U9\n",
        "utf-8",
    )
    decisions = read_decisions(path)
    assert decisions.rows.select("verb", "subject", "line").rows() == [
        ("same", "icloud/U1", 2),
        ("suppress", "icloud/U9", 7),
    ]
    assert [problem.split(":")[0] for problem in decisions.problems] == [
        "decisions.csv, line 3",
        "decisions.csv, line 4",
        "decisions.csv, line 5",
    ]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    """A new home has none."""
    decisions = read_decisions(tmp_path / "decisions.csv")
    assert decisions.rows.is_empty()
    assert not decisions.problems


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line(tmp_path: Path) -> None:
    """The decisions after it are replayed; so are those after a line no cell of which csv takes."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        '2026-01-01,set,"icloud/U1,sector=energy\n2026-01-01,suppress,icloud/U2\n'
        f"{'x' * 200_000}\n2026-01-01,suppress,icloud/U3\n",
        "utf-8",
    )
    decisions = read_decisions(path)
    assert decisions.rows.select("subject", "line").rows() == [("icloud/U2", 2), ("icloud/U3", 4)]
    assert [problem.split(":")[0] for problem in decisions.problems] == [
        "decisions.csv, line 1",
        "decisions.csv, line 3",
    ]


def test_decisions_are_read_as_a_spreadsheet_saves_them(tmp_path: Path) -> None:
    """Semicolons, Windows-1252, quotation marks, a byte-order mark, French dates."""
    path = tmp_path / "decisions.csv"
    text = (
        "decided_at;verb;subject;object;note\r\n"
        '22/11/2026;set;icloud/Zoé;"organisation=Orlivel, fils";"dit ""le grand"""\r\n'
        "2026-11-22;suppress;icloud/U2;;\r\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        path.write_bytes(text.encode(encoding))
        decisions = read_decisions(path)
        assert not decisions.problems
        assert decisions.rows.rows() == [
            (date(2026, 11, 22), "set", "icloud/Zoé", "organisation=Orlivel, fils", 'dit "le grand"', 2),
            (date(2026, 11, 22), "suppress", "icloud/U2", None, None, 3),
        ]


def test_a_line_that_a_spreadsheet_took_for_one_cell_is_read_from_within(tmp_path: Path) -> None:
    """So a French spreadsheet saves again what stood with commas."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        'decided_at,verb,subject,object,note\n"2026-11-22,set,book/anna,""organisation=Orlivel, fils"","\n', "utf-8"
    )
    assert read_decisions(path).rows["object"].to_list() == ["organisation=Orlivel, fils"]


@pytest.mark.parametrize(("separator", "name"), [("\t", "tabs"), ("|", "bars")])
def test_a_wrong_separator_is_named(tmp_path: Path, separator: str, name: str) -> None:
    """One sentence for the whole file, and nothing is decided without it."""
    path = tmp_path / "decisions.csv"
    path.write_text(separator.join(("2026-11-22", "suppress", "book/anna", "", "")) + "\n", "utf-8")
    with pytest.raises(UserError, match=f"^decisions.csv is separated by {name}. Save it with commas or semicolons.$"):
        read_decisions(path)


def test_a_line_with_another_separator_than_the_file_is_named(tmp_path: Path) -> None:
    """It costs only itself."""
    path = tmp_path / "decisions.csv"
    path.write_text("2026-11-22;suppress;book/anna;;\n2026-11-22,suppress,book/ida,,\n", "utf-8")
    decisions = read_decisions(path)
    assert decisions.rows["subject"].to_list() == ["book/anna"]
    assert decisions.problems == [
        "decisions.csv, line 2: its separator is not the one of the file's first line. Write semicolons."
    ]


def test_decisions_that_are_no_text_are_the_users_mistake(tmp_path: Path) -> None:
    """Guessing could put a decision on somebody else; a pipe would be waited for without end."""
    path = tmp_path / "decisions.csv"
    path.write_bytes("2026-01-01,suppress,icloud/Zoé".encode("utf-16"))
    with pytest.raises(UserError, match="neither UTF-8 nor Windows-1252"):
        read_decisions(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UserError, match="no regular file"):
        read_decisions(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(UserError, match="is a folder"):
        read_decisions(path)


def test_lines_are_added_in_the_form_of_the_file(tmp_path: Path) -> None:
    """The spreadsheet that saved it opens it again; a letter it has not makes the file UTF-8."""
    path = tmp_path / "decisions.csv"
    path.write_bytes("decided_at;verb;subject;object;note\r\n22/11/2026;suppress;book/Zoé;;\r\n".encode("cp1252"))
    append_decisions(path, [("not_same", "book/Zoé", "book/ida", "sœurs")], date(2026, 11, 23))
    assert path.read_bytes().decode("cp1252").split("\r\n")[1:] == [
        "22/11/2026;suppress;book/Zoé;;",
        "2026-11-23;not_same;book/Zoé;book/ida;sœurs",
        "",
    ]
    append_decisions(path, [("suppress", "book/Łucja", "", "")], date(2026, 11, 24))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_decisions(path).rows["subject"].to_list() == ["book/Zoé", "book/Zoé", "book/Łucja"]


def test_decisions_that_contradict_each_other_are_all_left_out(tmp_path: Path) -> None:
    """Anna is Ann, Ann is Annie, yet Anna is not Annie: one of the three is wrong, and which is not guessed.

    The line beside them holds.
    """
    path = tmp_path / "decisions.csv"
    path.write_text(
        "decided_at,verb,subject,object,note\n"
        "2026-11-02,same,book/anna,book/ann,\n"
        "2026-11-02,same,book/annie,book/ann,\n"
        "2026-11-03,same,book/ida,book/ida2,\n"
        "2026-11-04,not_same,book/annie,book/anna,\n",
        "utf-8",
    )
    decisions = read_decisions(path)
    assert decisions.rows["line"].to_list() == [4]
    assert decisions.problems == [
        "decisions.csv, lines 2, 3 and 5 contradict each other: none of them is used. Delete the one that is wrong."
    ]


def test_a_field_that_no_model_reads_is_said(tmp_path: Path) -> None:
    """A decision that would change nothing must not look like one that does."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        "2026-11-02,set,book/anna,shoe_size=41,\n2026-11-02,set,book/anna,Sector = "
        "energy,\n2026-11-02,set,book/anna,city=,\n",
        "utf-8",
    )
    decisions = read_decisions(path)
    assert decisions.rows["line"].to_list() == [2]
    assert [problem.split(": ")[1].split(".")[0] for problem in decisions.problems] == [
        "the object sets nothing that is known"
    ] * 2


def test_a_record_cannot_be_compared_with_itself(tmp_path: Path) -> None:
    """Neither the same nor another."""
    path = tmp_path / "decisions.csv"
    path.write_text("2026-11-02,not_same,book/anna,book/anna,\n2026-11-02,suppress,book/ida,,\n", "utf-8")
    assert read_decisions(path).problems == [
        "decisions.csv, line 1: subject and object are the same record. Write the other record's key as the object."
    ]


def test_lines_are_added_to_what_was_decided_before(tmp_path: Path) -> None:
    """The first ones make the file, with its header; a last line without an end is not run together with the next."""
    path = tmp_path / "decisions.csv"
    append_decisions(path, [("same", "book/anna", "book/ann, elder", "")], date(2026, 11, 22))
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")  # with its mark
    append_decisions(path, [("not_same", "book/anna", "book/ida", "sisters")], date(2026, 11, 23))
    assert (
        path.read_text("utf-8") == '\ufeffdecided_at,verb,subject,object,note\n2026-11-22,same,book/anna,"book/ann,'
        ' elder",\n2026-11-23,not_same,book/anna,book/ida,sisters\n'
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_decisions(path).rows["line"].to_list() == [2, 3]
