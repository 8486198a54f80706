"""Messages of a delimited file: who wrote to whom and when, and never what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.files.listing import files_in
from connectors.records import MESSAGES, Reading, Receipt
from connectors.tables.builders.messages import parties
from tests.connectors.tables.test_connector import WINDOW, prop

LONG = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE "
    "URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT\n"
)
SHORT = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
)
CLAIRE = {"name": "Claire Moreau", "url": "https://www.linkedin.com/in/claire-moreau"}
ZOE = {"name": "Zoé Lefèvre", "url": "https://www.linkedin.com/in/zoe-lefevre"}
FROM_ZOE = f"2-ab==,,{ZOE['name']},{ZOE['url']},{CLAIRE['name']},{CLAIRE['url']}"


def read(folder: Path, name: str, text: str) -> tuple[str, Reading, Receipt]:
    """Dialect, reading and receipt of a file; its receipt adds up."""
    (folder / name).write_text(text, "utf-8")
    (file,) = files_in(folder).files
    recognition = registry.recognise(file)
    assert not isinstance(recognition, registry.Ambiguous)
    assert recognition.kind == "messages"
    reading = registry.read(file, recognition, WINDOW)
    receipt = registry.receipt(file, recognition, reading)
    assert receipt.adds_up
    assert reading.messages.schema == MESSAGES
    return recognition.dialect, reading, receipt


def stated(reading: Reading) -> list[dict[str, Any]]:
    """The fields that hold anything, for each message."""
    return [
        {name: value for name, value in row.items() if value not in (None, [])} for row in reading.messages.to_dicts()
    ]


def test_a_message_is_read_without_its_text(tmp_path: Path) -> None:
    """The text, commas, quotation marks and line ends in it, counts as so many characters.

    Everything else is as written.
    """
    row = (
        f'{FROM_ZOE},2026-07-30 10:00:00 UTC,Bonjour,"<p>Chère ""Claire"",\nà'
        ' jeudi.</p>",INBOX,https://files.example/1,No\n'
    )
    dialect, reading, receipt = read(tmp_path, "messages.csv", LONG + row)
    assert dialect == "linkedin_messages"
    assert stated(reading) == [
        {
            "position": 1, "act": "message", "conversation_id": "2-ab==", "sent_at": datetime(2026, 7, 30, 10),
            "time_form": "utc",
            "sender": ZOE, "recipients": [CLAIRE], "subject": "Bonjour", "folder": "INBOX", "text_length": 31,
            "extra": [prop("ATTACHMENTS", "https://files.example/1")],
        }
    ]  # fmt: skip
    assert receipt.withheld_rules == {"message_text": 1}


def test_the_header_of_ten_columns_is_read_alike(tmp_path: Path) -> None:
    """Earlier exports have neither attachments nor drafts."""
    dialect, reading, _ = read(tmp_path, "messages.csv", SHORT + f"{FROM_ZOE},2026-07-30 10:00:00 UTC,,Bonjour,INBOX\n")
    assert dialect == "linkedin_messages"
    assert reading.messages.select("text_length", "folder").rows() == [(7, "INBOX")]


def test_a_column_that_no_dialect_knows_is_withheld(tmp_path: Path) -> None:
    """The next version of the export may write the text once more, under a name of its own."""
    header, row = (
        LONG.rstrip("\n") + ",TRANSLATED CONTENT\n",
        f"{FROM_ZOE},2026-07-30 10:00:00 UTC,,Bonjour,INBOX,,No,Good morning\n",
    )
    _, reading, receipt = read(tmp_path, "messages.csv", header + row)
    assert "Good morning" not in str(reading.messages.to_dicts())
    assert receipt.withheld_rules == {"message_text": 1, "unknown_column": 1}


def test_drafts_and_spam_are_left_out_by_name(tmp_path: Path) -> None:
    """Nobody received the one, nobody wanted the other; the receipt counts both."""
    rows = [
        f"{FROM_ZOE},2026-07-30 10:00:00 UTC,,x,{folder},,{draft}\n"
        for folder, draft in (("INBOX", "Yes"), ("SPAM", "No"), ("INBOX", "No"))
    ]
    _, reading, receipt = read(tmp_path, "messages.csv", LONG + "".join(rows))
    assert reading.messages["position"].to_list() == [3]
    assert receipt.ignored_rules == {"draft": 1, "spam": 1}


def test_a_message_without_a_readable_date_is_rejected_without_its_text(tmp_path: Path) -> None:
    """It costs itself, and no cell of it is shown: any may be text."""
    rows = f"{FROM_ZOE},yesterday,,secret,INBOX,,No\n{FROM_ZOE},2026-07-30 10:00:00 UTC,,x,INBOX,,No\n"
    _, reading, receipt = read(tmp_path, "messages.csv", LONG + rows)
    assert (receipt.kept, receipt.rejected) == (1, 1)
    assert reading.rejects.select("position", "line", "is_record", "raw_text").rows() == [(1, 2, True, None)]


def test_text_that_spills_into_other_columns_is_withheld_too(tmp_path: Path) -> None:
    """A comma without quotation marks moves the rest of the text to the right: nothing right of the text is kept."""
    _, reading, _ = read(
        tmp_path, "messages.csv", LONG + f"{FROM_ZOE},2026-07-30 10:00:00 UTC,,first, second, third,INBOX,,No\n"
    )
    assert "second" not in str(reading)
    assert "third" not in str(reading)
    assert reading.messages.select("folder", "text_length").rows() == [(None, 5)]


@pytest.mark.parametrize("name", ["messages.csv", "chat.csv"])
def test_a_table_without_the_columns_of_a_message_is_none(tmp_path: Path, name: str) -> None:
    """Talk with a program has a text and a day."""
    (tmp_path / name).write_text("CONTENT,DATE\nHow do I write a profile?,2026-07-30 10:00:00 UTC\n", "utf-8")
    (file,) = files_in(tmp_path).files
    recognition = registry.recognise(file)
    assert not isinstance(recognition, registry.Ambiguous)
    assert recognition.kind == "unknown"


@pytest.mark.parametrize(
    ("names", "urls", "expected"),
    [
        ("Ann Lee,Bo Roy", "u/ann-lee,u/bo-roy", [("Ann Lee", "u/ann-lee"), ("Bo Roy", "u/bo-roy")]),
        ("Ann Lee; Bo Roy", "u/1;u/2", [("Ann Lee", "u/1"), ("Bo Roy", "u/2")]),
        ("Jean Roux, MBA", "u/jean-roux", [("Jean Roux, MBA", "u/jean-roux")]),
        ("Jean Roux, MBA,Ann Lee", "u/77,u/ann-lee", [("Jean Roux, MBA", "u/77"), ("Ann Lee", "u/ann-lee")]),
        ("LinkedIn Member,Ann Lee", "u/ann-lee", [("LinkedIn Member", None), ("Ann Lee", "u/ann-lee")]),
        ("Ann Lee", None, [("Ann Lee", None)]),
        (None, "u/ann-lee", [(None, "u/ann-lee")]),
        (None, None, []),
    ],
)  # fmt: skip
def test_recipients_are_put_together_with_their_profiles(
    names: str | None, urls: str | None, expected: list[tuple[str | None, str | None]]
) -> None:
    """Lists of one length in their order; credentials belong to the name before; someone who left has no address."""
    assert [(party["name"], party["url"]) for party in parties(names, urls)] == expected


@pytest.mark.parametrize(
    "credential", ["Ph.D.", "PhD", "MBA", "M.D.", "CPA", "Jr.", "Dipl.-Ing.", "Esq.", "III", "LL.M."]
)
def test_a_credential_behind_a_name_is_nobody_where_no_profiles_are_told(credential):
    """An older export has no addresses to count people by."""
    assert parties(f"Ann Penderby, Bo Roy, {credential}, Zoé Lefèvre", None) == [
        {"name": "Ann Penderby", "url": None},
        {"name": f"Bo Roy, {credential}", "url": None},
        {"name": "Zoé Lefèvre", "url": None},
    ]


def test_a_name_of_one_word_is_a_person_where_no_profiles_are_told():
    """Only what is known to be a credential joins the name before."""
    assert [one["name"] for one in parties("Ann Penderby, Cher, Bo", None)] == ["Ann Penderby", "Cher", "Bo"]
