"""One thing to read: files, files in folders and members of zip archives all become Exports; what must not be read is refused with a sentence."""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import IO

CHUNK = 2**22

MOST_MEMBERS = 10_000
LARGEST_ARCHIVE = 4 * 2**30
"""Bytes all members of an archive may have once unpacked."""

DEEPEST = 100
"""Levels of sub-folders that are looked into."""

LARGEST_RATIO = 200
"""Unpacked to packed size above which a member of more than 100 MB is taken for a bomb; real exports stay below 30."""

_SUFFIXES = (".vcf", ".ics", ".csv", ".zip")
_UNPRINTABLE = frozenset({"Cc", "Zl", "Zp"})  # escapes of a terminal and line ends
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})  # marks that turn the rest of a line round
_READ_ERRORS = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, struct.error)


@dataclass(frozen=True)
class Export:
    """A file of the inbox, or a member of a zip archive in it. Reading raises OSError when it has gone since it was listed."""

    name: str  # relative to the inbox, with `/`, in Unicode form C; a member as `a.zip/inner/b.vcf`
    size: int  # bytes
    modified_on: date  # of the file time, UTC; of the archive where the member has none
    sha256: str
    path: Path  # the file, or the archive
    member: str | None = None  # its name in the archive as zipfile gives it

    def read_bytes(self) -> bytes:
        """All of it."""
        return b"".join(self.chunks())

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """Its bytes, `size` at a time."""
        with _opened(self.path, self.member) as stream:
            while chunk := stream.read(size):
                yield chunk

    def head(self, size: int) -> bytes:
        """Its first bytes, fewer when it is shorter."""
        return next(self.chunks(size), b"")

    def is_as_listed(self) -> bool:
        """Whether it still holds the bytes its hash is of."""
        try:
            return _sha256(self.path, self.member) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True)
class Found:
    """exports: in the order of their names; refused: name and sentence; ignored: name and the rule it fell under."""

    exports: tuple[Export, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass
class _Findings:
    exports: list[Export] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def exports_in(folder: Path) -> Found:
    """All exports of a folder and its sub-folders, zip members included. Reads each once, for its hash.

    A folder that does not exist holds nothing. What cannot or must not be read is refused, never raised.
    """
    findings = _Findings()
    if folder.is_dir():
        _take_folder(folder, "", findings)
    return Found(tuple(sorted(findings.exports, key=lambda export: export.name)), tuple(sorted(findings.refused)), tuple(sorted(findings.ignored)))


def ignored_by(name: str) -> str | None:
    """The rule by which a file or folder of this name is no export; none for most."""
    parts = PurePosixPath(name).parts
    if "__MACOSX" in parts:
        return "macos_archive_data"
    last = parts[-1] if parts else ""
    if last.lower() in ("thumbs.db", "desktop.ini"):
        return "windows_folder_data"
    if last == ".DS_Store":
        return "macos_folder_data"
    if last.startswith(("~$", ".~lock.")):
        return "office_lock_file"
    if last.lower().endswith((".part", ".crdownload", ".download", ".tmp")):
        return "unfinished_download"
    return "hidden" if any(part.startswith(".") and part != ".." for part in parts) else None


def _take_folder(folder: Path, prefix: str, findings: _Findings) -> int:
    """Takes what the folder holds; returns the number of entries that are no decoys."""
    if prefix.count("/") > DEEPEST:
        findings.refused.append((prefix.rstrip("/"), f"The folder lies more than {DEEPEST} levels deep. Move what it holds further up."))
        return 1
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        findings.refused.append((prefix.rstrip("/"), "The folder cannot be opened. Give yourself the right to read it."))
        return 1
    taken = 0
    for entry in entries:
        name = prefix + visible(entry.name)
        rule = ignored_by(entry.name)
        if rule:
            findings.ignored.append((name, rule))
            continue
        taken += 1
        if entry.is_symlink():
            findings.refused.append((name, "It is a link to somewhere else, which is not followed. Put the file itself into the inbox."))
        elif entry.is_dir(follow_symlinks=False):
            _take_sub_folder(Path(entry.path), name, findings)
        elif not entry.is_file(follow_symlinks=False):
            findings.refused.append((name, "It is not a file (a device, a pipe or a socket). Remove it from the inbox."))
        else:
            _take_file(Path(entry.path), name, findings)
    return taken


def _take_sub_folder(path: Path, name: str, findings: _Findings) -> None:
    taken = _take_folder(path, name + "/", findings)
    if not taken and name.lower().endswith(_SUFFIXES):
        findings.refused.append((name, "It is a folder with the name of a file, and it holds no file. Put the export itself into the inbox."))


def _take_file(path: Path, name: str, findings: _Findings) -> None:
    if name.lower().endswith(".zip"):
        _take_archive(path, name, findings)
        return
    try:
        status = path.stat()
        sha256 = _sha256(path, None)
    except OSError:
        findings.refused.append((name, "The file cannot be read. Give yourself the right to read it, or export it again."))
        return
    findings.exports.append(Export(name, status.st_size, _day(status.st_mtime), sha256, path))


def _take_archive(path: Path, name: str, findings: _Findings) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        day = _day(path.stat().st_mtime)
    except _READ_ERRORS:
        findings.refused.append((name, "It is not a zip archive that can be opened. Download it again, or unpack it into the inbox."))
        return
    problem = _problem_of_archive(members)
    if problem:
        findings.refused.append((name, problem))
        return
    repeated = Counter(member.filename for member in members)
    for member in members:
        inner = _member_name(member)
        full_name = f"{name}/{inner}"
        rule = ignored_by(inner)
        problem = _problem_of_member(member, repeated[member.filename])
        if rule:
            findings.ignored.append((full_name, rule))
        elif problem:
            findings.refused.append((full_name, problem))
        elif not member.is_dir():
            _take_member(path, full_name, member, day, findings)


def _take_member(path: Path, name: str, member: zipfile.ZipInfo, archive_day: date, findings: _Findings) -> None:
    try:
        sha256 = _sha256(path, member.filename)
    except OSError:
        findings.refused.append((name, "This member of the archive is damaged. Unpack the archive into the inbox."))
        return
    findings.exports.append(Export(name, member.file_size, _member_day(member, archive_day), sha256, path, member.filename))


def _problem_of_archive(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"The archive has more than {MOST_MEMBERS:,} members. Unpack it and put only the exports into the inbox."
    if all(member.is_dir() for member in members):
        return "The archive holds no file. Export it again, or remove it."
    if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
        return "The archive would unpack to more than 4 GB. Unpack it and put only the exports into the inbox."
    return None


def _problem_of_member(member: zipfile.ZipInfo, same_names: int) -> str | None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if not path.name:
        return "It has no name. Unpack the archive and put the exports into the inbox."
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0][1:2]:
        return "Its path leads out of the archive. Do not trust this archive; ask for another."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a link, which is not followed. Unpack the archive and put the file itself into the inbox."
    if member.flag_bits & 1:
        return "It is encrypted. Unpack the archive with its password and put the file into the inbox."
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "It is packed in a way that cannot be read. Unpack the archive into the inbox."
    if member.file_size > 100 * 10**6 and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        return "It would unpack to a size no export has. Do not trust this archive; ask for another."
    if same_names > 1:
        return "The archive holds several members of this name. Unpack it and put the right one into the inbox."
    if member.filename.lower().endswith(".zip"):
        return "It is an archive in an archive. Unpack the outer one into the inbox."
    return None


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: archives made on macOS hold UTF-8 without saying so, which zipfile reads as code page 437."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return visible(name)


def visible(text: str) -> str:
    """The text in Unicode form C; bytes that are not UTF-8 and control characters written out, so that it can be stored and printed."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    return "".join(sign if _is_printable(sign) else repr(sign)[1:-1] for sign in text)


def _is_printable(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNPRINTABLE and unicodedata.bidirectional(sign) not in _TURNING


def _member_day(member: zipfile.ZipInfo, archive_day: date) -> date:
    try:
        day = date(*member.date_time[:3])
    except ValueError:
        return archive_day
    return archive_day if day == date(1980, 1, 1) else day  # the day a zip holds when its writer set none


def _day(timestamp: float) -> date:
    return datetime.fromtimestamp(timestamp, UTC).date()


def _sha256(path: Path, member: str | None) -> str:
    digest = hashlib.sha256()
    with _opened(path, member) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _opened(path: Path, member: str | None) -> Iterator[IO[bytes]]:
    if member is None:
        with path.open("rb") as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            yield stream
    except (KeyError, *_READ_ERRORS) as error:
        raise OSError("the member cannot be read") from error
