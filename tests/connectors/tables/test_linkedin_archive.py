"""The members of a LinkedIn archive beside its messages and connections.

What passes between people, and what is said of the owner.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.files.listing import files_in
from connectors.records import OWNER_FACTS, Reading, Recognition
from tests.connectors.tables.builders.test_messages import read, stated
from tests.connectors.tables.test_connector import WINDOW, prop
from tests.connectors.tables.test_dialects import Bytes

CLAIRE = {"name": "Claire Moreau", "url": "https://www.linkedin.com/in/claire-moreau"}
BO = {"name": "Bo Roy", "url": "https://www.linkedin.com/in/bo-roy"}
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
RECOMMENDATION = 'Bo,Roy,Altavia,Directeur,"Une alliée, toujours","05/14/20, 08:32 AM",VISIBLE\n'


def owner(folder: Path, name: str, text: str) -> tuple[str, Reading]:
    """Dialect and reading of a file about the owner; its receipt adds up."""
    (folder / name).write_text(text, "utf-8")
    (file,) = files_in(folder).files
    recognition = registry.recognise(file)
    assert not isinstance(recognition, registry.Ambiguous)
    assert recognition.kind == "owner"
    reading = registry.read(file, recognition, WINDOW)
    assert registry.receipt(file, recognition, reading).adds_up
    assert reading.owner_facts.schema == OWNER_FACTS
    return recognition.dialect, reading


def facts(reading: Reading) -> list[dict[str, Any]]:
    """The fields that hold anything, for each fact."""
    return [
        {name: value for name, value in row.items() if value not in (None, [])}
        for row in reading.owner_facts.to_dicts()
    ]


def test_an_invitation_has_two_people_a_direction_and_a_local_time(tmp_path: Path) -> None:
    """No zone is stated; what was written with it is withheld."""
    rows = (
        f'{CLAIRE["name"]},{BO["name"]},"9/1/26, 10:00 AM",Bonjour,OUTGOING,{CLAIRE["url"]},{BO["url"]}\n'
        f'{BO["name"]},{CLAIRE["name"]},"12/31/25, 12:05\u202fPM",,INCOMING,{BO["url"]},{CLAIRE["url"]}\n'
    )
    dialect, reading, receipt = read(tmp_path, "Invitations.csv", INVITATIONS + rows)
    assert dialect == "linkedin_invitations"
    assert stated(reading) == [
        {
            "position": 1, "act": "invitation", "sent_at": datetime(2026, 9, 1, 10), "time_form": "floating",
            "sender": CLAIRE,
            "recipients": [BO], "direction": "outgoing", "text_length": 7,
        },
        {
            "position": 2, "act": "invitation", "sent_at": datetime(2025, 12, 31, 12, 5), "time_form": "floating",
            "sender": BO,
            "recipients": [CLAIRE], "direction": "incoming",
        },
    ]  # fmt: skip
    assert receipt.withheld_rules == {"message_text": 1}


def test_an_older_invitation_names_people_without_their_profiles(tmp_path: Path) -> None:
    """Five columns; a day after the twelfth shows that the day stands first."""
    rows = "Bo Roy,Claire Moreau,03/04/2021 09:15,,INCOMING\nClaire Moreau,Bo Roy,25/04/2021 18:00,,OUTGOING\n"
    dialect, reading, _ = read(tmp_path, "Invitations.csv", "From,To,Sent At,Message,Direction\n" + rows)
    assert dialect == "linkedin_invitations"
    assert reading.messages["sent_at"].to_list() == [datetime(2021, 4, 3, 9, 15), datetime(2021, 4, 25, 18)]
    assert stated(reading)[0]["sender"] == {"name": "Bo Roy", "url": None}


@pytest.mark.parametrize(
    ("word", "direction", "side"), [("Endorser", "incoming", "sender"), ("Endorsee", "outgoing", "recipients")]
)
def test_an_endorsement_says_who_gave_it(tmp_path: Path, word: str, direction: str, side: str) -> None:
    """The columns name the one who endorses or is endorsed; the skill is the subject."""
    header = f"Endorsement Date,Skill Name,{word} First Name,{word} Last Name,{word} Public Url,Endorsement Status\n"
    dialect, reading, _ = read(
        tmp_path,
        "Endorsement_Info.csv",
        header + "2026/08/01 10:00:00 UTC,Négociation,Bo,Roy,www.linkedin.com/in/bo-roy,ACCEPTED\n",
    )
    other = {"name": "Bo Roy", "url": "www.linkedin.com/in/bo-roy"}
    assert dialect == "linkedin_endorsements"
    assert stated(reading) == [
        {
            "position": 1, "act": "endorsement", "sent_at": datetime(2026, 8, 1, 10), "time_form": "utc",
            "subject": "Négociation",
            "status": "ACCEPTED", "direction": direction, side: other if side == "sender" else [other],
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "direction", "side"),
    [
        ("Recommendations_Received.csv", "incoming", "sender"),
        ("recommendations given.csv", "outgoing", "recipients"),
        ("export.csv", None, "sender"),
    ],
)
@pytest.mark.parametrize("columns", ["Job Title,Text,Creation Date", "Title,Body,Created Date"])
def test_a_recommendation_is_told_given_from_received_by_the_name_of_its_file(
    tmp_path: Path, columns: str, name: str, direction: str | None, side: str
) -> None:
    """Both files have the same columns, in either of two spellings.

    A file of another name leaves the direction open.
    """
    dialect, reading, receipt = read(tmp_path, name, f"First Name,Last Name,Company,{columns},Status\n{RECOMMENDATION}")
    (row,) = stated(reading)
    other = {"name": "Bo Roy", "url": None}
    assert (dialect, row["act"], row.get("direction")) == ("linkedin_recommendations", "recommendation", direction)
    assert row[side] == (other if side == "sender" else [other])
    assert (row["sent_at"], row["text_length"]) == (datetime(2020, 5, 14, 8, 32), 20)
    assert prop("Company", "Altavia") in row["extra"]
    assert receipt.withheld_rules == {"message_text": 1}


def test_a_profile_names_the_owner(tmp_path: Path) -> None:
    """What else it says goes to extra."""
    header = (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter "
        "Handles,Websites,Instant Messengers\n"
    )
    dialect, reading = owner(tmp_path, "Profile.csv", header + "Claire,Moreau,Petit,,,Directrice générale,,,,,,,\n")
    assert dialect == "linkedin_profile"
    assert facts(reading) == [
        {
            "position": 1,
            "given_name": "Claire",
            "family_name": "Moreau",
            "birth_name": "Petit",
            "extra": [prop("Headline", "Directrice générale")],
        }
    ]


def test_positions_and_schools_are_organisations_of_the_owner(tmp_path: Path) -> None:
    """A position without an end is the present one."""
    positions = (
        "Company Name,Title,Description,Location,Started On,Finished On\nAltavia,Directrice,,,Jan "
        "2023,\nBrémond,DAF,,,Jan 2010,Dec 2022\n"
    )
    dialect, reading = owner(tmp_path, "Positions.csv", positions)
    assert dialect == "linkedin_positions"
    assert facts(reading) == [
        {
            "position": 1,
            "organisation": "Altavia",
            "organisation_kind": "employer",
            "title": "Directrice",
            "started_on": "Jan 2023",
        },
        {
            "position": 2,
            "organisation": "Brémond",
            "organisation_kind": "employer",
            "title": "DAF",
            "started_on": "Jan 2010",
            "finished_on": "Dec 2022",
        },
    ]


def test_a_school_is_told_from_an_employer(tmp_path: Path) -> None:
    """The degree stands for the title."""
    dialect, reading = owner(
        tmp_path,
        "Education.csv",
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\nÉcole des Arts,1999,2002,,MSc,\n",
    )
    assert dialect == "linkedin_education"
    assert facts(reading) == [
        {
            "position": 1,
            "organisation": "École des Arts",
            "organisation_kind": "school",
            "title": "MSc",
            "started_on": "1999",
            "finished_on": "2002",
        }
    ]


def test_addresses_of_the_account_are_the_owners(tmp_path: Path) -> None:
    """Each with what LinkedIn says of it."""
    dialect, reading = owner(
        tmp_path,
        "Email Addresses.csv",
        "Email Address,Confirmed,Primary,Updated On\nclaire@moreau.example,Yes,Yes,Not Available\n",
    )
    assert dialect == "linkedin_email_addresses"
    assert facts(reading)[0]["email"] == "claire@moreau.example"
    assert prop("Primary", "Yes") in facts(reading)[0]["extra"]


@pytest.mark.parametrize("name", ["learning_role_play_messages.csv", "Coach messages.csv", "guide_messages.csv"])
def test_talk_with_a_machine_is_no_conversation(name: str) -> None:
    """Its columns are those of messages; a file that the user names is read by its name too."""
    header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
    row = "2-rp,,Claire Moreau,,Alex Roy,2026-05-02 10:00:00 UTC,,Bonjour,INBOX\n"
    recognition = registry.recognise(Bytes((header + row).encode(), name))
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert "generic" not in recognition.signature
