"""One thing to read: files, files in folders and members of zip archives all become Files.

What must not be read is refused with a sentence.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from connectors.files.archives import Member, is_archive, members_of
from connectors.files.decoys import ignored_by, ignored_within, is_within, linkedin_archives
from connectors.files.opening import CHUNK, opened, sha256_of
from connectors.files.workbooks import holds_sheets, sheets_of

DEEPEST = 100
"""Levels of sub-folders that are looked into."""

_SUFFIXES = (".vcf", ".ics", ".csv", ".zip")
_UNPRINTABLE = frozenset({"Cc", "Zl", "Zp"})  # escapes of a terminal and line ends
# marks that turn the rest of a line round
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


@dataclass(frozen=True)
class File:
    """A file of the inbox, or a member of a zip archive in it.

    Reading raises OSError when it has gone since it was listed.
    """

    name: str  # relative to the inbox, with `/`, in Unicode form C; a member as `a.zip/inner/b.vcf`
    size: int  # bytes
    # without zone: the file time, UTC; the member's own, local; of the archive where the member has none
    modified_at: datetime
    sha256: str
    path: Path  # the file, or the archive
    member: str | None = None  # its name in the archive as zipfile gives it
    inner: str | None = None  # its name in the archive that the member is
    sheet: str | None = None  # its name in the workbook; its bytes are those of the sheet as CSV
    is_of_linkedin: bool = field(default=False, compare=False)  # it lies in a folder that holds a LinkedIn archive

    @property
    def modified_on(self) -> date:
        """The day of modified_at."""
        return self.modified_at.date()

    def read_bytes(self) -> bytes:
        """All of it."""
        return b"".join(self.chunks())

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """Its bytes, `size` at a time."""
        with opened(self.path, self.member, self.inner, self.sheet) as stream:
            while chunk := stream.read(size):
                yield chunk

    def head(self, size: int) -> bytes:
        """Its first bytes, fewer when it is shorter."""
        return next(self.chunks(size), b"")

    def is_as_listed(self) -> bool:
        """Whether it still holds the bytes its hash is of."""
        try:
            return sha256_of(self.path, self.member, self.inner, self.sheet) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True)
class Found:
    """files: in the order of their names; refused: name and sentence; ignored: name and the rule it fell under."""

    files: tuple[File, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass
class _Findings:
    files: list[File] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def files_in(folder: Path) -> Found:
    """All files of a folder and its sub-folders, zip members included. Reads each once, for its hash.

    A folder that does not exist holds nothing. What cannot or must not be read is refused, never raised.
    """
    findings = _Findings()
    if folder.is_dir():
        _take_folder(folder, "", findings)
    return _found(findings)


def files_at(path: Path) -> Found:
    """The file, the archive or the folder that the user names, under the name it was given, whatever that is.

    A link is followed. What a folder or an archive holds is taken and left out as `exports_in` does. What cannot be
    read is refused, never raised.
    """
    if path.is_dir():
        return _below(path, files_in(path))
    findings, name = _Findings(), visible(path.name)
    if path.exists() and not path.is_file():
        findings.refused.append(
            (name, "It is not a file (a device, a pipe or a socket). Save what it holds as a file.")
        )
    else:
        _take_file(path, name, findings)
    return _below(path.parent, _found(findings))


def _below(folder: Path, found: Found) -> Found:
    """The same, each name led by that of the folder."""
    lead = "" if folder == Path() else visible(folder.as_posix()).rstrip("/") + "/"
    return Found(
        tuple(replace(file, name=lead + file.name) for file in found.files),
        tuple((lead + name, sentence) for name, sentence in found.refused),
        tuple((lead + name, rule) for name, rule in found.ignored),
    )


def _found(findings: _Findings) -> Found:
    """What was found, without the members of LinkedIn archives that hold nobody: told by what lies beside them."""
    archives = linkedin_archives(name for name in [file.name for file in findings.files] + _names(findings.ignored))
    activity = {file.name: rule for file in findings.files if (rule := ignored_within(file.name, archives))}
    files = (replace(file, is_of_linkedin=is_within(file.name, archives)) for file in findings.files)
    return Found(
        tuple(sorted((file for file in files if file.name not in activity), key=lambda file: file.name)),
        tuple(sorted(findings.refused)),
        tuple(sorted([*findings.ignored, *activity.items()])),
    )


def _names(told: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, _ in told]


def _take_folder(folder: Path, prefix: str, findings: _Findings) -> int:
    """Takes what the folder holds; returns the number of entries that are no decoys."""
    if prefix.count("/") > DEEPEST:
        findings.refused.append(
            (prefix.rstrip("/"), f"The folder lies more than {DEEPEST} levels deep. Move what it holds further up.")
        )
        return 1
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        findings.refused.append(
            (prefix.rstrip("/"), "The folder cannot be opened. Give yourself the right to read it.")
        )
        return 1
    taken = 0
    for entry in entries:
        name = prefix + visible(entry.name)
        if rule := ignored_by(name):
            findings.ignored.append((name, rule))
            continue
        taken += 1
        if entry.is_symlink():
            findings.refused.append(
                (name, "It is a link to somewhere else, which is not followed. Put the file itself into the inbox.")
            )
        elif entry.is_dir(follow_symlinks=False):
            _take_sub_folder(Path(entry.path), name, findings)
        elif not entry.is_file(follow_symlinks=False):
            findings.refused.append(
                (name, "It is not a file (a device, a pipe or a socket). Remove it from the inbox.")
            )
        else:
            _take_file(Path(entry.path), name, findings)
    return taken


def _take_sub_folder(path: Path, name: str, findings: _Findings) -> None:
    taken = _take_folder(path, name + "/", findings)
    if not taken and name.lower().endswith(_SUFFIXES):
        findings.refused.append(
            (
                name,
                "It is a folder with the name of a file, and it holds no file. Put the export itself into the inbox.",
            )
        )


def _take_file(path: Path, name: str, findings: _Findings) -> None:
    if is_archive(name):
        _take_archive(path, name, findings)
        return
    if holds_sheets(name, path):
        _take_workbook(path, name, findings)
        return
    try:
        status = path.stat()
        sha256 = sha256_of(path)
    except OSError:
        findings.refused.append(
            (name, "The file cannot be read. Give yourself the right to read it, or export it again.")
        )
        return
    findings.files.append(File(name, status.st_size, _time_of(status), sha256, path))


def _take_archive(path: Path, name: str, findings: _Findings, inner: str | None = None) -> None:
    """Takes the members of an archive, or of the one that its member `inner` is."""
    members = members_of(path, inner)
    if isinstance(members, str):
        findings.refused.append((name, members))
        return
    refused: dict[str, list[str]] = {}
    for member in members:
        full_name = f"{name}/{visible(member.name)}"
        findings.ignored.extend([(full_name, "repeated_member")] * (0 if member.problem else member.copies))
        if rule := ignored_by(full_name):
            findings.ignored.append((full_name, rule))
        elif member.problem:
            refused.setdefault(member.problem, []).append(full_name)
        elif is_archive(member.name):
            _take_archive(path, full_name, findings, member.stored_as)
        elif not member.is_folder:
            _take_member(path, full_name, member, inner, findings)
    findings.refused.extend((names[0], _of_all(sentence, len(names))) for sentence, names in refused.items())


def _of_all(sentence: str, members: int) -> str:
    """One sentence for all members of an archive that have the same problem."""
    return sentence if members == 1 else f"{sentence} So it is with {members - 1} more of this archive."


def _take_workbook(
    path: Path,
    name: str,
    findings: _Findings,
    place: tuple[str | None, str | None] = (None, None),
    written_at: datetime | None = None,
) -> None:
    """Takes the sheets of a workbook that hold anything; one alone goes by the workbook's name."""
    try:
        sheets = sheets_of(path, *place)
        modified_at = written_at or _file_time(path)
    except OSError:
        sheets = "The workbook cannot be read. Give yourself the right to read it, or export it again."
    if isinstance(sheets, str):
        findings.refused.append((name, sheets))
        return
    for sheet, content in sheets.items():
        full_name = name if len(sheets) == 1 else f"{name}/{visible(sheet)}"
        sha256 = hashlib.sha256(content).hexdigest()
        findings.files.append(File(full_name, len(content), modified_at, sha256, path, *place, sheet))
    if not sheets:
        findings.refused.append((name, "The workbook holds nothing. Export it again, or remove it."))


def _take_member(path: Path, name: str, member: Member, inner: str | None, findings: _Findings) -> None:
    place = (member.stored_as, None) if inner is None else (inner, member.stored_as)
    if holds_sheets(name, path, *place):
        _take_workbook(path, name, findings, place, member.modified_at)
        return
    try:
        file = File(name, member.size, member.modified_at or _file_time(path), sha256_of(path, *place), path, *place)
    except OSError:
        findings.refused.append((name, "This member of the archive is damaged. Unpack the archive into the inbox."))
        return
    findings.files.append(file)


def visible(text: str) -> str:
    """The text in Unicode form C.

    Bytes that are not UTF-8 and control characters written out, so that it can be stored and printed.
    """
    text = unicodedata.normalize("NFC", text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    return "".join(sign if _is_printable(sign) else repr(sign)[1:-1] for sign in text)


def _is_printable(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNPRINTABLE and unicodedata.bidirectional(sign) not in _TURNING


def _file_time(path: Path) -> datetime:
    return _time_of(path.stat())


def _time_of(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None)
