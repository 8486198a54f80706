"""The bytes of what was listed: of a file, a member of an archive, a sheet of a workbook."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from connectors.files import archives
from connectors.files.workbooks import sheets_of

CHUNK = 2**22


@contextmanager
def opened(
    path: Path, member: str | None = None, inner: str | None = None, sheet: str | None = None
) -> Iterator[IO[bytes]]:
    """The bytes of a file, of a member of the archive that it is, of a sheet of the workbook that either is, as CSV.

    inner: the member is an archive, and this is its name there. Raises OSError when they cannot be read.
    """
    if sheet is not None:
        yield io.BytesIO(_sheet(path, member, inner, sheet))
        return
    with path.open("rb") if member is None else archives.opened(path, member, inner) as stream:
        yield stream


def sha256_of(path: Path, member: str | None = None, inner: str | None = None, sheet: str | None = None) -> str:
    """The SHA-256 of these bytes, in hexadecimal. Raises OSError as `opened` does."""
    digest = hashlib.sha256()
    with opened(path, member, inner, sheet) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sheet(path: Path, member: str | None, inner: str | None, sheet: str) -> bytes:
    sheets = sheets_of(path, member, inner)
    if isinstance(sheets, str) or sheet not in sheets:
        raise OSError("the sheet has gone since the workbook was listed")
    return sheets[sheet]
