"""Exports of one account, one after the other: which source they continue, and what becomes of the records."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from connectors import registry, vcf
from connectors.records import Reading
from pipelines.errors import UserError
from pipelines.importing.inbox import look_into
from pipelines.importing.outcome import Import, Imported, imported
from pipelines.importing.reading import read_file
from pipelines.importing.storing import RAW_SCHEMAS, store
from pipelines.settings.settings import FileSetting, Settings
from pipelines.sources.settling import Word, settle
from warehouse.state import State

GIVEN = ("Anna", "Benoît", "Chloé", "David", "Elena", "Farid", "Greta", "Hugo", "Inès", "Jonas")
GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - "
    "Value,Phone 1 - Label,Phone 1 - Value"
)


class Home:
    """An inbox and a state, and runs over them, a week apart."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.state = folder / "state.duckdb"
        self.day = date(2026, 11, 15)
        self.sources: dict[str, FileSetting] = {}

    def put(self, name: str, text: str, day: date | None = None) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        day = day or self.day  # never the clock's: the order of exports hangs on the times of their files
        os.utime(path, (datetime(day.year, day.month, day.day).timestamp(),) * 2)
        return path

    def run(self, *accepted: str, taken_back: tuple[str, ...] = ()) -> Imported:
        self.day += timedelta(days=7)
        settings = Settings(sources=self.sources)
        at = datetime(self.day.year, self.day.month, self.day.day, 7)
        with State.open(self.state, RAW_SCHEMAS) as state:
            looked = look_into(self.inbox, state)
            read = [read_file(export, looked.known, settings, self.day) for export in looked.files]
            done = [one for one in read if isinstance(one, Import)] + store(
                [one for one in read if not isinstance(one, Import)], state, self.day, at
            )
            return imported(
                [*looked.done, *done],
                looked.ignored,
                settle(state, looked.present, Word(settings.source_names, accepted, taken_back), self.day, at),
                state,
            )

    def exports(self) -> list[dict[str, object]]:
        with State.open(self.state, RAW_SCHEMAS) as state:
            return state.read("exports").sort("source", "rank").to_dicts()

    def newest(self, source: str) -> tuple[object, ...]:
        """new, changed, gone and waiting of the newest export of a source."""
        row = [row for row in self.exports() if row["source"] == source][-1]
        return row["new"], row["changed"], row["gone"], row["waiting"]

    def held(self, kind: str = "contacts") -> dict[str, dict[str, object]]:
        """By source/key: the record that counts, and whether it is gone."""
        with State.open(self.state, RAW_SCHEMAS) as state:
            rows = state.read(kind).join(
                state.files().select("source", "file", "sha256", "rank", "is_current"), on=["source", "file", "sha256"]
            )
            earlier = (
                state.read("earlier_records")
                .filter(kind=kind)
                .select("source", "file", "sha256", "record_key", "is_gone")
            )
        rows = rows.join(earlier, on=["source", "file", "sha256", "record_key"], how="left").filter(
            pl.col("is_current") | pl.col("is_gone").is_not_null()
        )
        later = [name for name in ("sequence", "dtstamp") if name in rows.columns]
        rows = rows.sort("rank", *later).unique(["source", "record_key"], keep="last", maintain_order=True)
        return {f"{row['source']}/{row['record_key']}": row for row in rows.iter_rows(named=True)}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def cards(*numbers: int, titles: Mapping[int, str] = {}, rev: str = "", uid: bool = True) -> str:
    """A card for each number, with its UID; titles: of those that have one."""
    return "".join(
        "BEGIN:VCARD\r\nVERSION:3.0\r\n"
        + (f"UID:card-{number}\r\n" if uid else "")
        + f"FN:{GIVEN[number % 10]} Vasseur{number}\r\nEMAIL:p{number}@vasseur.example\r\n"
        + (f"TITLE:{titles[number]}\r\n" if number in titles else "")
        + (f"REV:{rev}\r\n" if rev else "")
        + "END:VCARD\r\n"
        for number in numbers
    )


def google(*numbers: int, titles: Mapping[int, str] = {}) -> str:
    """The same people as Google writes them: without any key."""
    rows = [
        f"{GIVEN[number % 10]},,Vasseur{number},Orlivel,{titles.get(number, '')},* myContacts,* "
        f"Work,p{number}@vasseur.example,,"
        for number in numbers
    ]
    return "\n".join([GOOGLE, *rows]) + "\n"


def calendar(*events: str, name: str = "") -> str:
    head = f"X-WR-CALNAME:{name}\n" if name else ""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//made up//EN\n{head}{''.join(events)}END:VCALENDAR\n"


def event(uid: str, day: str, summary: str = "Point", **more: str) -> str:
    extra = "".join(f"{key.replace('_', '-').upper()}:{value}\n" for key, value in more.items())
    times = f"DTSTAMP:20260101T080000Z\nDTSTART:{day}T090000Z\nDTEND:{day}T100000Z"
    return f"BEGIN:VEVENT\nUID:{uid}\n{times}\nSUMMARY:{summary}\n{extra}END:VEVENT\n"


def test_a_newer_export_under_another_name_continues_its_source(home: Home) -> None:
    """New, changed and gone are counted; record ids stay, and the one that is gone is still held."""
    home.put("contacts-2026-11-01.vcf", cards(*range(20)))
    home.run()
    home.put("contacts-2026-12-01.vcf", cards(*range(1, 22), titles={5: "Directrice"}))
    done = home.run()
    assert home.newest("contacts.vcf") == (2, 1, 1, 0)
    assert [one.brought for one in done.imports] == ["", "contacts.vcf: 2 new, 1 changed, 1 gone"]
    held = home.held()
    assert len(held) == 22
    assert [key for key, row in held.items() if row["is_gone"]] == ["contacts.vcf/card-0"]
    assert held["contacts.vcf/card-5"]["title"] == "Directrice"
    assert not done.sentences


def test_records_without_a_key_keep_theirs_when_they_change(home: Home) -> None:
    """The record id, and with it the user's decisions and the person's id, survive a new title.

    Exactly those that changed are counted.
    """
    home.put("google.csv", google(*range(20)))
    home.run()
    before = {row["given_name"] + row["family_name"]: key for key, row in home.held().items()}  # type: ignore[operator]
    home.put("google.csv", google(*range(1, 21), titles={3: "Directrice", 4: "Gérant"}))
    home.run()
    assert home.newest("google.csv") == (1, 2, 1, 0)
    after = home.held()
    assert {key for key, row in after.items() if not row["is_gone"]} >= {
        before[f"{GIVEN[n % 10]}Vasseur{n}"] for n in range(1, 20)
    }
    assert after[before["DavidVasseur3"]]["title"] == "Directrice"


def test_what_a_newer_export_in_the_place_of_the_last_brought_is_told_once(home: Home) -> None:
    """The file of the earlier run has the same name and is listed too; it brought nothing now."""
    home.put("cards.vcf", cards(*range(20)))
    home.run()
    home.put("cards.vcf", cards(*range(1, 21)))
    done = home.run()
    assert [(one.is_absent, one.brought) for one in done.imports] == [(True, ""), (False, "cards.vcf: 1 new, 1 gone")]


@pytest.mark.parametrize("names", [("a.vcf", "b.vcf"), ("b.vcf", "a.vcf")])
def test_an_export_dropped_beside_an_earlier_one_gives_the_newer_state(home: Home, names: tuple[str, str]) -> None:
    """Whatever they are called: here the file times tell them apart."""
    older, newer = names
    home.put(older, cards(*range(10), titles={3: "Stagiaire"}), date(2026, 10, 1))
    home.run()
    home.put(newer, cards(*range(1, 11), titles={3: "Directeur"}), date(2026, 11, 1))
    home.run()
    held = home.held()
    assert [row["title"] for key, row in held.items() if key.endswith("/card-3")] == ["Directeur"]
    assert [key.split("/")[1] for key, row in held.items() if row["is_gone"]] == ["card-0"]


def test_two_books_found_together_are_two_sources_until_the_user_says_otherwise(home: Home) -> None:
    """Nobody is gone for it, and the question stays until it is answered."""
    home.put("a.vcf", cards(*range(10), titles={3: "Stagiaire"}), date(2026, 10, 1))
    home.put("b.vcf", cards(*range(1, 11), titles={3: "Directeur"}), date(2026, 11, 1))
    asked = home.run().sentences
    assert {row["source"] for row in home.exports()} == {"a.vcf", "b.vcf"}
    assert not any(row["is_gone"] for row in home.held().values())
    assert [sentence.splitlines()[0][:39] for sentence in asked] == ["Is b.vcf a newer export of a.vcf? They "]
    assert home.run().sentences == asked
    home.sources = {"b.vcf": FileSetting(source="a.vcf")}
    assert home.run().sentences == []
    assert [key for key, row in home.held().items() if row["is_gone"]] == ["a.vcf/card-0"]


def test_a_book_of_its_own_is_asked_about_no_more(home: Home) -> None:
    """The user says no by naming it its own source."""
    home.put("a.vcf", cards(*range(10)))
    home.put("b.vcf", cards(*range(1, 11)))
    assert home.run().sentences
    home.sources = {"b.vcf": FileSetting(source="b.vcf")}
    assert home.run().sentences == []
    assert {row["source"] for row in home.exports()} == {"a.vcf", "b.vcf"}


def book(writer: str, *people: int, phones: bool, emails: bool) -> str:
    """Cards without a key, as one program writes them."""
    lines = []
    for number in people:
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"N:Quesnel{number};{GIVEN[number % 10]};;;"]
        lines += [f"PRODID:{writer}"] if writer else []
        lines += [f"EMAIL:q{number}@quesnel.example"] if emails else []
        lines += [f"TEL:+49171392{number:05}"] if phones else []
        lines += ["END:VCARD"]
    return "\r\n".join([*lines, ""])


IPHONE = "-//Apple Inc.//iPhone OS 18.0.1//EN"


@pytest.mark.parametrize("is_together", [True, False])
@pytest.mark.parametrize("order", [("iphone", "google"), ("google", "iphone")])
@pytest.mark.parametrize("writers", [(IPHONE, ""), ("", "")])
@pytest.mark.parametrize("names", [("icloud.vcf", "contacts.vcf"), ("a/contacts.vcf", "b/contacts.vcf")])
def test_one_book_never_swallows_another(
    home: Home, is_together: bool, order: tuple[str, str], writers: tuple[str, str], names: tuple[str, str]
) -> None:
    """A telephone's book and an account's have most people in common: both stay whole, in any order, in one run or two.

    One has no addresses, the other no numbers; whether their programs say who they are or not.
    """
    books = {
        "iphone": (names[0], book(writers[0], *range(30), phones=True, emails=False)),
        "google": (names[1], book(writers[1], *range(5, 45), phones=False, emails=True)),
    }
    for one in order:
        home.put(*books[one])
        if not is_together:
            home.run()
    home.run()
    assert len({row["source"] for row in home.exports()}) == 2
    held = home.held()
    assert len(held) == 70
    assert not any(row["is_gone"] for row in held.values())


def test_a_book_in_the_place_of_another_swallows_it_not(home: Home) -> None:
    """Both programs call their file contacts.vcf, and the second is saved over the first."""
    home.put("contacts.vcf", book(IPHONE, *range(30), phones=True, emails=True))
    home.run()
    home.put("contacts.vcf", book("", *range(5, 45), phones=False, emails=True))
    home.run()
    assert len(home.held()) == 70
    assert not any(row["is_gone"] for row in home.held().values())


def test_what_the_records_state_is_newer_than_what_the_names_and_the_files_say(home: Home) -> None:
    """A copied file has a young time, and a name may say anything; a card's REV is its author's."""
    home.put("x-2026-11-01.vcf", cards(*range(10), titles={3: "Stagiaire"}, rev="20260901T100000Z"), date(2026, 12, 1))
    home.put("y-2026-10-01.vcf", cards(*range(10), titles={3: "Directeur"}, rev="20261001T100000Z"), date(2026, 1, 1))
    home.run()
    (row,) = [row for key, row in home.held().items() if key.endswith("/card-3")]
    assert row["title"] == "Directeur"


def test_a_date_in_the_name_of_an_archive_is_newer_than_file_times(home: Home) -> None:
    """LinkedIn writes month, day, year; the members' own times are the same."""
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    for stamp, title, day in (("11-02-2026", "Stagiaire", 20), ("11-09-2026", "Directrice", 10)):
        rows = "".join(
            f"Zoé,Meier{n},https://www.linkedin.com/in/z{n},,Orlivel,{title},01 Nov 2024\n" for n in range(4)
        )
        path = home.inbox / f"Basic_LinkedInDataExport_{stamp}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo("Connections.csv", (2026, 11, day, 8, 0, 0)), head + rows)
    home.run()
    assert {row["source"] for row in home.exports()} == {"Basic_LinkedInDataExport.zip/Connections.csv"}
    assert {row["title"] for row in home.held().values()} == {"Directrice"}


def test_an_old_export_taken_out_of_the_inbox_forgets_nothing(home: Home) -> None:
    """Nor does taking out the newest."""
    first = home.put("contacts-2026-11-01.vcf", cards(*range(20)))
    second = home.put("contacts-2026-12-01.vcf", cards(*range(1, 21)))
    home.run()
    before = home.held()
    first.unlink()
    home.run()
    second.unlink()
    home.run()
    assert home.held() == before


def test_a_renamed_file_is_no_new_one(home: Home) -> None:
    """It is not read again, and its records keep their ids."""
    path = home.put("contacts.vcf", cards(*range(5)))
    home.run()
    before = set(home.held())
    path.rename(home.inbox / "carnet.vcf")
    (done,) = home.run().imports
    assert (done.name, done.is_unchanged) == ("carnet.vcf", True)
    assert set(home.held()) == before
    home.put("carnet.vcf", cards(*range(6)))
    home.run()
    assert set(home.held()) == before | {"contacts.vcf/card-5"}


def test_what_shares_too_few_records_starts_a_source_and_says_so(home: Home) -> None:
    """With the lines that make it the same one."""
    home.put("private.vcf", cards(*range(10)))
    home.run()
    home.put("work.vcf", cards(*range(7, 20)))
    done = home.run()
    assert {row["source"] for row in home.exports()} == {"private.vcf", "work.vcf"}
    (sentence,) = done.sentences
    assert 'entregent review --newer "work.vcf" "private.vcf"' in sentence
    assert home.newest("private.vcf") == (10, 0, 0, 0)


def test_the_user_may_say_which_source_a_file_is_of(home: Home) -> None:
    """Also after it was put into one of its own."""
    home.put("private.vcf", cards(*range(10)))
    home.put("work.vcf", cards(*range(7, 20)), date(2026, 12, 1))
    home.run()
    home.sources = {"work.vcf": FileSetting(source="private.vcf")}
    home.run("private.vcf")
    assert {row["source"] for row in home.exports()} == {"private.vcf"}
    assert home.newest("private.vcf") == (10, 0, 7, 0)


def test_a_large_drop_waits_for_a_yes(home: Home) -> None:
    """Four of ten are missing: they stay and are told until the user says that they are gone; the yes is kept."""
    home.put("contacts.vcf", cards(*range(10)))
    home.run()
    home.put("contacts.vcf", cards(*range(6), titles={2: "Directrice"}))
    done = home.run()
    assert home.newest("contacts.vcf") == (0, 1, 0, 4)
    assert 'entregent run --accept "contacts.vcf"' in done.sentences[0]
    assert not any(row["is_gone"] for row in home.held().values())
    assert home.run().sentences
    assert not home.run("contacts.vcf").sentences
    assert home.newest("contacts.vcf") == (0, 1, 4, 0)
    assert not home.run().sentences
    assert sum(bool(row["is_gone"]) for row in home.held().values()) == 4


def test_a_yes_that_was_wrong_is_taken_back(home: Home) -> None:
    """The records that went with it stand again, and the question is asked again."""
    home.put("contacts.vcf", cards(*range(10)))
    home.run()
    home.put("contacts.vcf", cards(*range(6)))
    home.run("contacts.vcf")
    assert home.newest("contacts.vcf") == (0, 0, 4, 0)
    asked = home.run(taken_back=("contacts.vcf",)).sentences
    assert home.newest("contacts.vcf") == (0, 0, 0, 4)
    assert 'entregent run --accept "contacts.vcf"' in asked[0]
    assert not any(row["is_gone"] for row in home.held().values())


def test_the_whole_export_again_wins_over_the_truncated_one(home: Home) -> None:
    """Whether it is exported anew or the very file from before is put back."""
    whole, cut = cards(*range(10)), cards(*range(4))
    home.put("contacts.vcf", whole)
    home.run()
    for back in (whole, cards(*range(11))):
        home.put("contacts.vcf", cut)
        assert home.run().sentences
        home.put("contacts.vcf", back)
        assert home.run().sentences == []
        assert home.run().sentences == []
        assert not any(row["is_gone"] for row in home.held().values())


def test_an_older_export_dropped_after_a_newer_one_says_so(home: Home) -> None:
    """It changes nothing but what only it holds."""
    home.put("contacts-2026-11-01.vcf", cards(*range(1, 11), titles={3: "Directeur"}))
    home.run()
    home.put("contacts-2026-10-01.vcf", cards(*range(10), titles={3: "Stagiaire"}))
    (sentence,) = home.run().sentences
    assert sentence.startswith("contacts-2026-10-01.vcf is older than contacts-2026-11-01.vcf")
    held = home.held()
    assert held["contacts.vcf/card-3"]["title"] == "Directeur"
    assert [key for key, row in held.items() if row["is_gone"]] == ["contacts.vcf/card-0"]
    assert home.run().sentences == []


def test_a_source_that_there_is_none_of_is_named(home: Home) -> None:
    """With those that there are; nothing changes."""
    home.put("contacts.vcf", cards(*range(3)))
    home.run()
    with pytest.raises(UserError, match=r'no source "contact\.vcf"\. The sources are: contacts\.vcf'):
        home.run("contact.vcf")


def test_an_export_of_another_layout_concludes_nothing(home: Home) -> None:
    """A file with fewer columns is of a view, or of another version: the user is asked what it continues.

    It adds and changes, and nobody is gone for it.
    """
    home.put("google.csv", google(*range(10)))
    home.run()
    narrow = (
        "\n".join(
            line.replace(",Orlivel", "").replace(",Organization Name", "")
            for line in google(*range(1, 10)).splitlines()
        )
        + "\n"
    )
    home.put("google-2.csv", narrow, date(2026, 12, 20))
    assert "Is google-2.csv a newer export of google.csv?" in home.run().sentences[0]
    home.sources = {"google-2.csv": FileSetting(source="google.csv")}
    home.run()
    assert home.newest("google.csv")[2:] == (0, 0)
    assert len(home.held()) == 10


def test_an_unchanged_export_changes_nothing(home: Home) -> None:
    """Nothing is read, and every record stands as it stood."""
    home.put("contacts.vcf", cards(*range(5)))
    home.put("google.csv", google(*range(5)))
    home.run()
    before = home.held()
    assert all(done.is_unchanged for done in home.run().imports)
    assert home.held() == before


def test_a_better_reader_reads_again_and_keeps_the_keys(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card without UID is known by its content: read otherwise, it is still the same record."""
    home.put("contacts.vcf", cards(*range(5), uid=False))
    home.run()
    before = set(home.held())
    honest = vcf.read

    def better(*arguments: object) -> Reading:
        reading = honest(*arguments)  # type: ignore[arg-type]
        return Reading(contacts=reading.contacts.with_columns(role=pl.lit("Associé")))

    monkeypatch.setattr(vcf, "read", better)
    monkeypatch.setattr(registry, "version_of_connector", lambda name: 999)
    (done,) = home.run().imports
    assert not done.is_unchanged
    assert set(home.held()) == before
    assert {row["role"] for row in home.held().values()} == {"Associé"}


def test_a_folder_of_one_card_per_file_is_one_source(home: Home) -> None:
    """One line of receipt; a card whose file goes is gone, one whose file changes has changed."""
    for number in range(12):
        home.put(f"nextcloud/contacts/{number}.vcf", cards(number))
    (done,) = home.run().imports
    assert (done.name, done.files, done.receipt.kept if done.receipt else 0, done.brought) == (
        "nextcloud/contacts",
        12,
        12,
        "new source",
    )
    (home.inbox / "nextcloud/contacts/3.vcf").unlink()
    home.put("nextcloud/contacts/4.vcf", cards(4, titles={4: "Directrice"}))
    home.put("nextcloud/contacts/12.vcf", cards(12))
    (done,) = home.run().imports
    assert (done.files, home.newest("nextcloud/contacts")) == (12, (1, 1, 1, 0))
    assert [key for key, row in home.held().items() if row["is_gone"]] == ["nextcloud/contacts/card-3"]
    for path in (home.inbox / "nextcloud/contacts").iterdir():
        path.unlink()
    before = home.held()
    home.run()
    assert home.held() == before


def test_the_labels_of_a_takeout_are_one_source_and_nobody_counts_twice(home: Home) -> None:
    """Its folders are named in the user's language, it comes in archives, a person stands under each label."""
    labels = {"001": ("Mes contacts", range(8)), "002": ("Clients", range(3)), "003": ("Amis", range(2, 10))}
    for part, (label, numbers) in labels.items():
        with zipfile.ZipFile(home.inbox / f"takeout-20261101T101112Z-{part}.zip", "w") as archive:
            archive.writestr(f"Takeout/Contacts/{label}/{label}.vcf", cards(*numbers, uid=False))
            archive.writestr(f"Takeout/Contacts/{label}/Anna.jpg", b"\xff\xd8\xff")
    done = home.run()
    (one,) = done.imports
    assert one.files == 3
    assert one.receipt is not None
    assert (one.receipt.found, one.receipt.kept, one.receipt.repeated) == (19, 10, 9)
    assert one.receipt.adds_up
    assert {row["source"] for row in home.exports()} == {"takeout.zip/Takeout/Contacts"}
    assert done.ignored == {"picture": 3}


def test_one_invitation_many_times_is_one_event(home: Home) -> None:
    """The higher SEQUENCE stands, then the later LAST-MODIFIED; the rest is repeated."""
    same = [event("lunch", "20261118", "Déjeuner", sequence="1")] * 5
    states = [
        event("talk", "20261119", "late", sequence="2", last_modified="20261101T000000Z"),
        event("talk", "20261119", "stands", sequence="2", last_modified="20261102T000000Z"),
        event("talk", "20261120", "old", sequence="1", last_modified="20261103T000000Z"),
    ]
    home.put("agenda.ics", calendar(*same, *states))
    (done,) = home.run().imports
    assert done.receipt is not None
    assert (done.receipt.found, done.receipt.kept, done.receipt.repeated) == (8, 2, 6)
    assert {row["summary"] for row in home.held("events").values()} == {"Déjeuner", "stands"}


def test_a_calendar_is_known_by_its_name(home: Home) -> None:
    """An export of the next months shares no event with the last; a name that every calendar has says nothing."""
    home.put("one.ics", calendar(event("a", "20260310"), event("b", "20260311"), name="Comité Rhône"))
    home.put("other.ics", calendar(event("x", "20260310"), event("y", "20260311"), name="Calendar"))
    home.run()
    home.put(
        "two.ics", calendar(event("c", "20260910"), event("d", "20260911"), name="Comité Rhône"), date(2026, 12, 1)
    )
    home.put("third.ics", calendar(event("z", "20260910"), name="Calendar"), date(2026, 12, 1))
    home.run()
    assert {row["source"] for row in home.exports()} == {"one.ics", "other.ics", "third.ics"}


def test_a_saved_invitation_ends_no_calendar(home: Home) -> None:
    """It is a message about one event; so is a calendar file of another name that holds some of the same events."""
    mine = [event(f"m{n}", f"202609{10 + n}") for n in range(10)]
    home.put("agenda.ics", calendar(*mine, name="Claire"))
    home.run()
    home.put("invite.ics", calendar(mine[3]).replace("PRODID", "METHOD:REQUEST\nPRODID"))
    home.put("one.ics", calendar(mine[9]))
    home.put("comité.ics", calendar(*mine[:5], event("c", "20261201"), name="Comité"))
    assert home.run().sentences == []
    assert not any(row["is_gone"] for row in home.held("events").values())
    assert {row["source"] for row in home.exports()} == {"agenda.ics", "invite.ics", "one.ics", "comité.ics"}


def test_saved_mails_in_one_folder_give_the_last_state_whatever_their_names(home: Home) -> None:
    """The higher SEQUENCE stands; a mail that is deleted takes no meeting with it."""
    home.put("mails/1 invitation.ics", calendar(event("lunch", "20261118", "Déjeuner", sequence="0")))
    home.put("mails/2 moved.ics", calendar(event("lunch", "20261120", "Déjeuner déplacé", sequence="2")))
    home.put("mails/3 moved.ics", calendar(event("lunch", "20261119", "Déjeuner déplacé", sequence="1")))
    for path in (home.inbox / "mails").iterdir():
        path.write_text(path.read_text("utf-8").replace("PRODID", "METHOD:REQUEST\nPRODID"), "utf-8")
    home.run()
    (row,) = home.held("events").values()
    assert row["dtstart"] == datetime(2026, 11, 20, 9)
    (home.inbox / "mails/2 moved.ics").unlink()
    home.run()
    assert not any(row["is_gone"] for row in home.held("events").values())


def test_what_lies_before_the_days_of_a_calendar_is_not_gone(home: Home) -> None:
    """An export from September on says nothing of March; an event it should hold and does not is gone."""
    march = [event(f"m{n}", f"202603{10 + n}") for n in range(3)]
    autumn = [event(f"s{n}", f"202609{10 + n}") for n in range(8)]
    home.put("agenda.ics", calendar(*march, *autumn, name="Comité Rhône"))
    home.run()
    home.put("agenda.ics", calendar(*autumn[:4], *autumn[5:], name="Comité Rhône"))
    home.run()
    assert [key for key, row in home.held("events").items() if row["is_gone"]] == ["agenda.ics/s4"]


def test_a_record_that_comes_back_counts_again(home: Home) -> None:
    """Under the id it had."""
    home.put("contacts.vcf", cards(*range(10)))
    home.run()
    home.put("contacts.vcf", cards(*range(9)))
    home.run()
    assert home.held()["contacts.vcf/card-9"]["is_gone"]
    home.put("contacts.vcf", cards(*range(10), titles={1: "Directeur"}))
    home.run()
    assert not home.held()["contacts.vcf/card-9"]["is_gone"]
    assert home.newest("contacts.vcf") == (1, 1, 0, 0)


def test_the_first_day_of_a_record_is_that_of_its_first_export(home: Home) -> None:
    """A newer export is no new acquaintance."""
    home.put("contacts-2026-11-01.vcf", cards(*range(5)))
    home.run()
    home.put("contacts-2026-12-01.vcf", cards(*range(6)))
    home.run()
    with State.open(home.state, RAW_SCHEMAS) as state:
        rows = state.read("contacts").join(state.files(), on=["source", "file", "sha256"])
    first = dict(rows.group_by("record_key").agg(pl.col("first_seen_on").min()).iter_rows())
    assert (first["card-0"], first["card-5"]) == (date(2026, 11, 22), date(2026, 11, 29))
