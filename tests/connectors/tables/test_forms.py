"""Tables of messages, events and the owner in every form a spreadsheet may give them: what they say does not change."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import registry
from connectors.records import Recognition
from connectors.tables.dialects import FOLDER, key, load
from tests.connectors.tables.builders.test_events import ROWS
from tests.connectors.tables.builders.test_messages import FROM_ZOE, LONG
from tests.connectors.tables.test_connector import WINDOW, File
from tests.connectors.tables.test_linkedin_archive import INVITATIONS, RECOMMENDATION
from tests.support.tables_drawn import columns_moved_and_added

SAMPLES = {
    "linkedin_messages": (
        LONG
        + f'{FROM_ZOE},2026-07-30 10:00:00 UTC,Hello,"text, with\na line",INBOX,,No\n{FROM_ZOE},2026-07-31 10:00:00'
        " UTC,,x,SPAM,,No\n"
    ),
    "linkedin_invitations": (
        INVITATIONS + 'Bo Roy,Claire Moreau,"9/13/26, 10:00'
        ' AM",Bonjour,INCOMING,https://a.example/in/bo,https://a.example/in/claire\n'
    ),
    "linkedin_endorsements": (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n"
        "2026/08/01 10:00:00 UTC,Négociation,Bo,Roy,www.linkedin.com/in/bo-roy,ACCEPTED\n"
    ),
    "linkedin_recommendations": f"First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n{RECOMMENDATION}",
    "linkedin_profile": (
        "First Name,Last Name,Maiden Name,Headline,Summary,Geo Location\nClaire,Moreau,Petit,Directrice,,Paris\n"
    ),
    "linkedin_positions": (
        "Company Name,Title,Description,Location,Started On,Finished On\nAltavia,Directrice,,Paris,Jan 2023,\n"
    ),
    "linkedin_education": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\nÉcole des Arts,1999,2002,,MSc,\n"
    ),
    "linkedin_email_addresses": (
        "Email Address,Confirmed,Primary,Updated On\nclaire@moreau.example,Yes,Yes,Not Available\n"
    ),
    **{f"outlook_calendar {language}": text for language, text in ROWS.items()},
}


def read(text: str, encoding: str = "utf-8") -> tuple[Recognition, dict[str, Any], int]:
    """Recognition; what the file says, columns that no dialect knows left out; number of its rejects.

    The receipt adds up.
    """
    file = File(text.encode(encoding), "Recommendations_Given.csv")
    recognition = registry.recognise(file)  # type: ignore[arg-type]
    assert isinstance(recognition, Recognition)
    reading = registry.read(file, recognition, WINDOW)  # type: ignore[arg-type]
    receipt = registry.receipt(file, recognition, reading)  # type: ignore[arg-type]
    assert receipt.adds_up
    frames = {name: getattr(reading, name).drop("extra") for name in ("messages", "events", "owner_facts")}
    texts = receipt.withheld_rules.get("message_text")
    said = {name: frame.to_dicts() for name, frame in frames.items()} | {
        "ignored": receipt.ignored_rules,
        "withheld": texts,
    }
    return recognition, said, reading.rejects.height


def cells(sample: str) -> tuple[list[str], list[list[str]]]:
    names, *rows = csv.reader(io.StringIO(SAMPLES[sample]))
    return names, rows


def written(
    names: list[str],
    rows: list[list[str]],
    delimiter: str = ",",
    line_end: str = "\n",
    quoting: Any = csv.QUOTE_MINIMAL,
) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows([names, *rows])
    return out.getvalue()


def test_every_dialect_that_is_not_of_contacts_has_its_sample() -> None:
    """A dialect without one is a promise nobody keeps."""
    assert {path.stem for path in FOLDER.glob("*.toml") if load(path).kind != "contacts"} == {
        name.split()[0] for name in SAMPLES
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_form_order_and_further_columns_change_nothing(data: st.DataObject) -> None:
    """Encoding, line ends, delimiter, quoting, lines before the header, twenty unknown columns.

    And the order, where no header stands twice.
    """
    sample = data.draw(st.sampled_from(sorted(SAMPLES)))
    names, rows = cells(sample)
    names, rows = columns_moved_and_added(data, names, rows)
    delimiter, line_end = data.draw(st.sampled_from(",;\t|")), data.draw(st.sampled_from(["\n", "\r\n"]))
    text = written(names, rows, delimiter, line_end, data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
    text = data.draw(st.sampled_from(["", "Notes:\n\n", "sep=;\n"])) + text
    recognition, said, rejects = read(text, data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))
    assert (recognition.dialect, rejects) == (sample.split()[0], 0)
    assert said == read(SAMPLES[sample])[1]


@pytest.mark.parametrize("sample", sorted(SAMPLES))
def test_a_missing_column_changes_only_what_it_says(sample: str) -> None:
    """Any column but those of the signature that all must be there: dialect and number of records stay."""
    names, rows = cells(sample)
    variants = load(Path(FOLDER) / f"{sample.split()[0]}.toml").variants
    required = {key(name) for variant in variants for name in variant.all_of}
    for place, name in enumerate(names):
        if key(name) in required or names.count(name) > 1:
            continue
        recognition, said, _ = read(
            written([*names[:place], *names[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows])
        )
        assert recognition.dialect == sample.split()[0]
        before = read(SAMPLES[sample])[1]
        assert all(_alike(said[frame], before[frame]) for frame in ("messages", "events", "owner_facts")), name


def _alike(now: list[dict[str, Any]], before: list[dict[str, Any]]) -> bool:
    """As many records or more (spam without its folder is a message), of each at most two fields changed.

    The one missing, and the uid.
    """
    changed = [
        sum(pl.Series([one[name]]).to_list() != pl.Series([two[name]]).to_list() for name in one)
        for one, two in zip(now, before, strict=False)
    ]
    return len(now) >= len(before) and all(number <= 2 for number in changed)
