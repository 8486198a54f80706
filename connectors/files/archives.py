"""Zip archives: what members they have, which of them must not be read, and the bytes of those that may."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

MOST_MEMBERS = 10_000
LARGEST_ARCHIVE = 4 * 2**30
"""Bytes all members of an archive may have once unpacked."""

LARGEST_RATIO = 200
"""Unpacked to packed size above which a member of more than 100 MB is taken for a bomb; real exports stay below 30."""

LARGEST_INNER = 256 * 10**6
"""Bytes of an archive in an archive, which is held in memory."""

MOST_INNER = 20
"""Archives in an archive that are opened."""

_BOMBS_FROM = 100 * 10**6
_UNDATED = (1980, 1, 1)  # what a zip holds when its writer set no day
_READ_ERRORS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    struct.error,
)


@dataclass(frozen=True)
class Member:
    """A file or folder of an archive.

    stored_as: its name as zipfile gives it; name: as its writer meant it; problem: why it is not read, and what to do.
    """

    stored_as: str
    name: str
    size: int  # bytes, unpacked
    modified_at: datetime | None  # local time, to two seconds; null when the archive says none
    is_folder: bool = False
    problem: str | None = None
    copies: int = 0  # further members of this name with the same content


def is_archive(name: str) -> bool:
    """Whether a file of this name is to be opened as an archive."""
    return name.lower().endswith(".zip")


def members_of(path: Path, inner: str | None = None) -> list[Member] | str:
    """The files and folders of an archive, or of the one that its member `inner` is; else a sentence why none is read.

    Only the list is read. Nothing is ever unpacked to the disk.
    """
    try:
        listed = _archive(path, inner).infolist()
        packed = path.stat().st_size
    except _READ_ERRORS:
        return "It is not a zip archive that can be opened. Download it again, or unpack it into the inbox."
    if problem := _problem_of_archive(listed, packed):
        return problem
    sames = Counter(member.filename for member in listed)
    inner_ones = [member.filename for member in listed if is_archive(member.filename)]
    contents = Counter((member.filename, member.CRC, member.file_size) for member in listed)
    once = {member.filename: member for member in listed}
    return [
        Member(
            stored_as=name,
            name=_written_name(member),
            size=member.file_size,
            modified_at=_time(member),
            is_folder=member.is_dir(),
            problem=_problem_of_member(member, contents[member.filename, member.CRC, member.file_size] < sames[name])
            or (_problem_of_inner(member, inner is not None, len(inner_ones)) if is_archive(name) else None),
            copies=sames[name] - 1,
        )
        for name, member in once.items()
    ]


@contextmanager
def opened(path: Path, member: str, inner: str | None = None) -> Iterator[IO[bytes]]:
    """The bytes of a member; of the member `inner` of the archive that it is.

    Raises OSError when they cannot be read.
    """
    archive, name = (None, member) if inner is None else (member, inner)
    try:
        with _archive(path, archive).open(name) as stream:
            yield stream
    except (KeyError, *_READ_ERRORS) as error:
        raise OSError("the member cannot be read") from error


def _archive(path: Path, inner: str | None) -> zipfile.ZipFile:
    status = path.stat()
    return _opened_archive(path, inner, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=2)
def _opened_archive(path: Path, inner: str | None, mtime: int, size: int, inode: int) -> zipfile.ZipFile:
    """The archive with its list of members, which is long to read: kept for as long as the file stays the same."""
    if inner is None:
        return zipfile.ZipFile(io.BytesIO(path.read_bytes()) if size < _BOMBS_FROM else path)
    with zipfile.ZipFile(path) as outer, outer.open(inner) as stream:
        content = stream.read(LARGEST_INNER + 1)
    if len(content) > LARGEST_INNER:
        raise OSError("the archive in the archive is too large")
    return zipfile.ZipFile(io.BytesIO(content))


def _problem_of_archive(members: Sequence[zipfile.ZipInfo], packed: int) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"The archive has more than {MOST_MEMBERS:,} members. Unpack it and put only the exports into the inbox."
    if all(member.is_dir() for member in members):
        return "The archive holds no file. Export it again, or remove it."
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_ARCHIVE:
        return "The archive would unpack to more than 4 GB. Unpack it and put only the exports into the inbox."
    if unpacked > _BOMBS_FROM and len(members) > 1 and unpacked > LARGEST_RATIO * max(packed, 1):
        return "The archive would unpack to a size no export has. Do not trust it; ask for another."
    return None


def _problem_of_member(member: zipfile.ZipInfo, is_doubtful: bool) -> str | None:
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
    if member.file_size > _BOMBS_FROM and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        return "It would unpack to a size no export has. Do not trust this archive; ask for another."
    if is_doubtful:
        return "The archive holds several members of this name. Unpack it and put the right one into the inbox."
    return None


def _problem_of_inner(member: zipfile.ZipInfo, is_inner: bool, inner_ones: int) -> str | None:
    if inner_ones > MOST_INNER:
        return (
            f"It is one of more than {MOST_INNER} archives in an archive. "
            "Unpack the outer one and put only the exports into the inbox."
        )
    if is_inner:
        return "It is an archive in an archive in an archive. Unpack the outer ones into the inbox."
    if member.file_size > LARGEST_INNER:
        return "It is a large archive in an archive. Unpack the outer one into the inbox."
    return None


def _written_name(member: zipfile.ZipInfo) -> str:
    """Archives made on macOS hold UTF-8 without saying so, which zipfile reads as code page 437."""
    if not member.flag_bits & 0x800:
        try:
            return member.filename.encode("cp437").decode("utf-8")
        except UnicodeError:  # it is in code page 437, as it does not say otherwise
            return member.filename
    return member.filename


def _time(member: zipfile.ZipInfo) -> datetime | None:
    try:
        return None if member.date_time[:3] == _UNDATED else datetime(*member.date_time)
    except ValueError:
        return None
