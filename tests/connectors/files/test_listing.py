"""What the inbox holds becomes exports; what must not be read is refused with a sentence."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from connectors.files import archives
from connectors.files.decoys import ignored_by
from connectors.files.listing import files_at, files_in

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Meier\r\nEND:VCARD\r\n"


def archive(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 10, 0, 0)), content, compression)
    return path


def test_files_of_sub_folders_are_exports_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Sub-folders are fine; the name is the path from the inbox with slashes."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.vcf").write_bytes(CARD)
    (tmp_path / "a.csv").write_bytes(b"Name\n")
    assert [file.name for file in files_in(tmp_path).files] == ["a.csv", "b/x.vcf"]


def test_an_export_knows_its_size_day_and_hash(tmp_path: Path) -> None:
    """The day is that of the file time, in UTC."""
    path = tmp_path / "x.vcf"
    path.write_bytes(CARD)
    os.utime(path, (0, 86_400 * 20_000))  # day 20,000 of the epoch
    (file,) = files_in(tmp_path).files
    assert (file.size, file.modified_on, file.sha256) == (
        len(CARD),
        date(2024, 10, 4),
        hashlib.sha256(CARD).hexdigest(),
    )


def test_chunks_and_head_give_the_bytes_of_a_file_and_of_a_member(tmp_path: Path) -> None:
    """Chunks of five bytes join to the whole, from a folder and from an archive."""
    (tmp_path / "x.vcf").write_bytes(CARD)
    archive(tmp_path / "y.zip", {"x.vcf": CARD})
    for file in files_in(tmp_path).files:
        pieces = list(file.chunks(5))
        assert b"".join(pieces) == CARD == file.read_bytes()
        assert {len(piece) for piece in pieces[:-1]} == {5}
        assert file.head(11) == b"BEGIN:VCARD"


def test_members_of_an_archive_are_exports_of_their_own(tmp_path: Path) -> None:
    """A member's name is that of the archive, a slash, and its path inside; its day is its own."""
    archive(tmp_path / "a.zip", {"inner/b.vcf": CARD, "c.csv": b"Name\n"})
    found = files_in(tmp_path).files
    assert [(file.name, file.modified_on) for file in found] == [
        ("a.zip/c.csv", date(2026, 3, 1)),
        ("a.zip/inner/b.vcf", date(2026, 3, 1)),
    ]


def test_a_member_without_a_day_takes_that_of_its_archive(tmp_path: Path) -> None:
    """1980-01-01 is what a zip holds when its writer set no day."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(zipfile.ZipInfo("b.vcf"), CARD)
    os.utime(path, (0, 86_400 * 20_000))
    assert files_in(tmp_path).files[0].modified_on == date(2024, 10, 4)


def test_names_that_macos_archives_give_without_their_encoding_are_read_as_utf_8(tmp_path: Path) -> None:
    """zipfile takes such a name for code page 437."""
    path = archive(tmp_path / "a.zip", {"Répertoire.vcf": CARD})
    content = path.read_bytes()
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        content = content[:at] + b"\0\0" + content[at + 2 :]  # the flag that says UTF-8
    path.write_bytes(content)
    (file,) = files_in(tmp_path).files
    assert file.name == "a.zip/Répertoire.vcf"
    assert file.read_bytes() == CARD


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (".DS_Store", "macos_folder_data"),
        ("._contacts.vcf", "hidden"),
        ("Thumbs.db", "windows_folder_data"),
        ("~$contacts.csv", "office_lock_file"),
        ("__MACOSX/x.vcf", "macos_archive_data"),
        ("contacts.vcf.crdownload", "unfinished_download"),
        ("Takeout/Contacts/Mes contacts/Anna Meier.JPG", "picture"),
        ("Takeout/archive_browser.html", "web_page"),
        ("Takeout/Contacts/x.json", "json"),
        ("Rich Media/talk.mp4", "film"),
        ("README.txt", "note"),
        ("Lisez-moi.txt", "note"),
        ("Complete_LinkedInDataExport_11-20-2026.zip/Ad_Targeting.csv", "linkedin_activity"),
        ("linkedin/Shares_1234567.csv", "linkedin_activity"),
        ("linkedin/guide_messages.csv", "linkedin_activity"),
        ("learning_role_play_messages.csv", "linkedin_activity"),
        ("x/Coach_messages.csv", "linkedin_activity"),
        ("x/learning_coach_messages.csv", "linkedin_activity"),
    ],
)
def test_decoys_are_ignored_by_a_named_rule(name: str, rule: str) -> None:
    """Folder data, lock files and hidden files are no exports."""
    assert ignored_by(name) == rule


@pytest.mark.parametrize(
    "name",
    ["linkedin/messages.csv", "linkedin/Connections.csv", "Skills.csv", "jpg", "readme.csv", "contacts.txt", "x.zip"],
)
def test_what_may_hold_people_is_no_decoy(name: str) -> None:
    """LinkedIn's names count only within something of LinkedIn's; a table is read whatever its name."""
    assert ignored_by(name) is None


def test_decoys_of_a_folder_and_of_an_archive_are_listed(tmp_path: Path) -> None:
    """Ignored is not silent: name and rule are handed on."""
    (tmp_path / ".DS_Store").write_bytes(b"x")
    archive(tmp_path / "a.zip", {"__MACOSX/._b.vcf": b"x", "b.vcf": CARD})
    found = files_in(tmp_path)
    assert found.ignored == ((".DS_Store", "macos_folder_data"), ("a.zip/__MACOSX/._b.vcf", "macos_archive_data"))
    assert [file.name for file in found.files] == ["a.zip/b.vcf"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_linkedin_archive_of_any_name_is_known_by_its_members(tmp_path: Path, packed: bool) -> None:
    """Renamed or unpacked: those that hold nobody are ignored by name, further down too; the others know where they
    lie.
    """
    members = {
        name: name.encode()
        for name in (
            "Connections.csv",
            "Profile.csv",
            "Skills.csv",
            "Shares_12.csv",
            "New.csv",
            "Jobs/Job Applications.csv",
        )
    }
    if packed:
        archive(tmp_path / "my export.zip", members)
    else:
        for name, content in members.items():
            (tmp_path / "my export.zip" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "my export.zip" / name).write_bytes(content)
    found = files_in(tmp_path)
    assert [name for name, _ in found.ignored] == [
        f"my export.zip/{name}" for name in ("Jobs/Job Applications.csv", "Shares_12.csv", "Skills.csv")
    ]
    assert {rule for _, rule in found.ignored} == {"linkedin_activity"}
    assert [(file.name, file.is_of_linkedin) for file in found.files] == [
        (f"my export.zip/{name}", True) for name in ("Connections.csv", "New.csv", "Profile.csv")
    ]


def test_beside_an_archive_unpacked_into_the_inbox_a_list_of_ones_own_is_kept(tmp_path: Path) -> None:
    """Anybody may call a list Events; nobody calls one Ad_Targeting."""
    for name in ("Connections.csv", "Profile.csv", "messages.csv", "Events.csv", "Ad_Targeting.csv"):
        (tmp_path / name).write_bytes(b"x")
    found = files_in(tmp_path)
    assert found.ignored == (("Ad_Targeting.csv", "linkedin_activity"),)
    assert "Events.csv" in [file.name for file in found.files]


def test_two_files_of_linkedins_names_make_no_archive(tmp_path: Path) -> None:
    """A list of skills or events of one's own is read."""
    for name in ("Skills.csv", "Events.csv", "clients.csv"):
        (tmp_path / name).write_bytes(b"x")
    found = files_in(tmp_path)
    assert (found.ignored, [file.is_of_linkedin for file in found.files]) == ((), [False, False, False])


def test_links_are_refused(tmp_path: Path) -> None:
    """Neither a link to a file nor one to a folder is followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.vcf").write_bytes(CARD)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "file.vcf").symlink_to(outside / "x.vcf")
    (inbox / "folder").symlink_to(outside)
    found = files_in(inbox)
    assert found.files == ()
    assert [name for name, _ in found.refused] == ["file.vcf", "folder"]


def test_a_pipe_is_refused_and_not_opened(tmp_path: Path) -> None:
    """Opening a named pipe would wait for ever."""
    os.mkfifo(tmp_path / "x.vcf")
    assert "not a file" in files_in(tmp_path).refused[0][1]


def test_a_folder_named_like_a_file_gets_a_sentence_when_it_holds_none(tmp_path: Path) -> None:
    """A folder x.vcf with a file in it is a folder like any other."""
    (tmp_path / "x.vcf").mkdir()
    (tmp_path / "y.vcf").mkdir()
    (tmp_path / "y.vcf" / "z.vcf").write_bytes(CARD)
    found = files_in(tmp_path)
    assert [name for name, _ in found.refused] == ["x.vcf"]
    assert [file.name for file in found.files] == ["y.vcf/z.vcf"]


@pytest.mark.parametrize("name", ["../evil.vcf", "/etc/evil.vcf", "a/../../evil.vcf", "C:/evil.vcf"])
def test_members_that_lead_out_of_their_archive_are_refused(tmp_path: Path, name: str) -> None:
    """The other members are read."""
    archive(tmp_path / "a.zip", {name: CARD, "good.vcf": CARD})
    found = files_in(tmp_path)
    assert [file.name for file in found.files] == ["a.zip/good.vcf"]
    assert "out of the archive" in found.refused[0][1]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """Its content would be a path."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        member = zipfile.ZipInfo("x.vcf")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(member, "/etc/passwd")
    assert "link" in files_in(tmp_path).refused[0][1]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """101 MB of zeros pack to a thousandth; no export does."""
    archive(tmp_path / "a.zip", {"x.vcf": bytes(101 * 10**6)})
    assert "a size no export has" in files_in(tmp_path).refused[0][1]


def test_an_archive_of_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds for the number of members, here lowered to two."""
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    archive(tmp_path / "a.zip", {"1.vcf": CARD, "2.vcf": CARD, "3.vcf": CARD})
    assert "more than 2 members" in files_in(tmp_path).refused[0][1]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_a_zip_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged download costs itself only."""
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.vcf").write_bytes(CARD)
    found = files_in(tmp_path)
    assert [name for name, _ in found.refused] == ["a.zip"]
    assert [file.name for file in found.files] == ["b.vcf"]


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    """Its checksum does not fit its bytes."""
    path = archive(tmp_path / "a.zip", {"x.vcf": CARD}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"Anna", b"Emma"))
    assert "damaged" in files_in(tmp_path).refused[0][1]


def test_the_members_of_an_archive_in_an_archive_are_exports(tmp_path: Path) -> None:
    """Their names say the way to them; what lies one level deeper is refused."""
    deepest = archive(tmp_path / "deepest.zip", {"z.vcf": CARD})
    inner = archive(tmp_path / "inner.zip", {"x.vcf": CARD, "y/deepest.zip": deepest.read_bytes()})
    archive(tmp_path / "outer.zip", {"folder/inner.zip": inner.read_bytes(), "w.vcf": CARD})
    deepest.unlink()
    inner.unlink()
    found = files_in(tmp_path)
    assert [(file.name, file.read_bytes()) for file in found.files] == [
        ("outer.zip/folder/inner.zip/x.vcf", CARD),
        ("outer.zip/w.vcf", CARD),
    ]
    assert [name for name, _ in found.refused] == ["outer.zip/folder/inner.zip/y/deepest.zip"]


def test_more_archives_in_an_archive_than_any_export_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence for all of them, the bound here lowered to one."""
    monkeypatch.setattr(archives, "MOST_INNER", 1)
    inner = archive(tmp_path / "inner.zip", {"x.vcf": CARD})
    archive(tmp_path / "outer.zip", {"1.zip": inner.read_bytes(), "2.zip": inner.read_bytes(), "w.vcf": CARD})
    inner.unlink()
    found = files_in(tmp_path)
    assert [file.name for file in found.files] == ["outer.zip/w.vcf"]
    ((name, sentence),) = found.refused
    assert (name, sentence[-37:]) == ("outer.zip/1.zip", "So it is with 1 more of this archive.")


def test_an_archive_of_many_small_members_that_unpack_to_a_bomb_is_refused(tmp_path: Path) -> None:
    """Each member of 60 MB alone is below the bound of a bomb; the two together are not."""
    archive(tmp_path / "a.zip", {"x.vcf": bytes(60 * 10**6), "y.vcf": bytes(60 * 10**6)})
    assert [name for name, _ in files_in(tmp_path).refused] == ["a.zip"]


def write_twice(path: Path, *contents: bytes) -> None:
    with zipfile.ZipFile(path, "w") as target:
        for content in contents:
            target.writestr("x.vcf", content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_read_when_their_content_is_one(tmp_path: Path) -> None:
    """Two of another content are refused in one sentence; a copy of the same falls under a rule."""
    for name, second in (("same.zip", CARD), ("other.zip", CARD.replace(b"Anna", b"Emma"))):
        write_twice(tmp_path / name, CARD, second)
    found = files_in(tmp_path)
    assert [file.name for file in found.files] == ["same.zip/x.vcf"]
    assert found.ignored == (("same.zip/x.vcf", "repeated_member"),)
    assert [name for name, _ in found.refused] == ["other.zip/x.vcf"]


def test_all_encrypted_members_of_an_archive_are_one_sentence(tmp_path: Path) -> None:
    """It names the first and counts the others."""
    path = archive(tmp_path / "a.zip", {"1.vcf": CARD, "2.vcf": CARD, "3.vcf": CARD})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for at in (at for at in range(len(content)) if content[at : at + 4] == mark):
            content[at + offset] |= 1
    path.write_bytes(content)
    ((name, sentence),) = files_in(tmp_path).refused
    assert name == "a.zip/1.vcf"
    assert sentence.startswith("It is encrypted.")
    assert sentence.endswith("So it is with 2 more of this archive.")


def test_a_missing_inbox_holds_nothing(tmp_path: Path) -> None:
    """It is for the caller to say that there is no inbox."""
    assert files_in(tmp_path / "nowhere").files == ()


@pytest.mark.parametrize("name", [".", "/", "//", "./"])
def test_a_member_without_a_name_is_refused(tmp_path: Path, name: str) -> None:
    """The other members are read."""
    archive(tmp_path / "a.zip", {name: CARD, "good.vcf": CARD})
    found = files_in(tmp_path)
    assert [file.name for file in found.files] == ["a.zip/good.vcf"]
    assert [place for place, _ in found.refused] == [f"a.zip/{name}"]


def test_folders_within_folders_without_end_are_refused(tmp_path: Path) -> None:
    """Six hundred levels are no export; what lies above them is read."""
    (tmp_path / "a.vcf").write_bytes(CARD)
    tmp_path.joinpath(*["d"] * 600).mkdir(parents=True)
    found = files_in(tmp_path)
    assert [file.name for file in found.files] == ["a.vcf"]
    assert "levels" in found.refused[0][1]


def test_an_export_whose_bytes_changed_since_it_was_listed_says_so(tmp_path: Path) -> None:
    """The hash is that of the first bytes; a file or archive that is gone is no longer what was listed either."""
    (tmp_path / "a.vcf").write_bytes(CARD)
    archive(tmp_path / "b.zip", {"x.vcf": CARD})
    card, member = files_in(tmp_path).files
    assert card.is_as_listed()
    assert member.is_as_listed()
    (tmp_path / "a.vcf").write_bytes(CARD.replace(b"Anna", b"Emma"))
    archive(tmp_path / "b.zip", {"y.vcf": CARD})
    assert not card.is_as_listed()
    assert not member.is_as_listed()
    (tmp_path / "a.vcf").unlink()
    assert not card.is_as_listed()


@pytest.mark.parametrize("content", [None, b"no archive any more"])
def test_a_member_that_is_gone_is_an_os_error(tmp_path: Path, content: bytes | None) -> None:
    """Whether the archive was replaced by another or by no archive at all."""
    path = archive(tmp_path / "b.zip", {"x.vcf": CARD})
    (file,) = files_in(tmp_path).files
    archive(path, {"y.vcf": CARD})
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OSError, match="member cannot be read"):
        file.read_bytes()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\x1b[31m.vcf", "a\\x1b[31m.vcf"), ("a\nb.vcf", "a\\nb.vcf"), ("a\u202efcv.vcf", "a\\u202efcv.vcf")],
)
def test_control_characters_of_a_name_are_written_out(tmp_path: Path, name: str, shown: str) -> None:
    """A name is printed on a terminal: it can neither colour it nor make a line of its own."""
    (tmp_path / name).write_bytes(CARD)
    archive(tmp_path / "z.zip", {name: CARD})
    assert [file.name for file in files_in(tmp_path).files] == [shown, f"z.zip/{shown}"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_as_no_export_is_packed_is_refused(tmp_path: Path, compression: int) -> None:
    """Exports are stored or deflated; the other kinds fail in ways of their own when damaged."""
    archive(tmp_path / "a.zip", {"x.vcf": CARD}, compression)
    assert "packed in a way" in files_in(tmp_path).refused[0][1]


def test_an_archive_whose_names_are_not_what_it_says_is_refused(tmp_path: Path) -> None:
    """Its names are marked as UTF-8 and are none."""
    path = archive(tmp_path / "a.zip", {"é.vcf": CARD})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xc3\xff"))
    assert [name for name, _ in files_in(tmp_path).refused] == ["a.zip"]


def test_a_member_with_a_control_character_in_its_name_is_read(tmp_path: Path) -> None:
    """What is written out for the terminal is no path."""
    archive(tmp_path / "z.zip", {"\x1b.vcf": CARD})
    assert [file.name for file in files_in(tmp_path).files] == ["z.zip/\\x1b.vcf"]


def test_an_archive_that_holds_nothing_gets_a_sentence(tmp_path: Path) -> None:
    """So does one of empty folders; one of decoys has them listed."""
    archive(tmp_path / "a.zip", {})
    archive(tmp_path / "b.zip", {"folder/": b""})
    archive(tmp_path / "c.zip", {"__MACOSX/._x.vcf": b"x"})
    found = files_in(tmp_path)
    assert [name for name, _ in found.refused] == ["a.zip", "b.zip"]
    assert [name for name, _ in found.ignored] == ["c.zip/__MACOSX/._x.vcf"]


def test_a_file_that_is_named_is_taken_whatever_its_name_and_through_a_link(tmp_path: Path) -> None:
    """The user means this file, also where a folder's listing would leave it out; it goes by the name it was given."""
    (tmp_path / ".hidden.vcf").write_bytes(CARD)
    (tmp_path / "link.vcf").symlink_to(tmp_path / ".hidden.vcf")
    for name in (".hidden.vcf", "link.vcf"):
        assert [file.name for file in files_at(tmp_path / name).files] == [f"{tmp_path}/{name}"]


def test_an_archive_or_a_folder_that_is_named_gives_what_it_holds(tmp_path: Path) -> None:
    """Under its own name; what is not a file is refused."""
    (tmp_path / "folder").mkdir()
    archive(tmp_path / "folder" / "a.zip", {"inner/b.vcf": CARD})
    for place in (tmp_path / "folder", tmp_path / "folder" / "a.zip"):
        assert [file.name for file in files_at(place).files] == [f"{tmp_path}/folder/a.zip/inner/b.vcf"]
    os.mkfifo(tmp_path / "pipe")
    assert [name for name, _ in files_at(tmp_path / "pipe").refused] == [f"{tmp_path}/pipe"]
