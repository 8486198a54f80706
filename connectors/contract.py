"""What a connector is: a module, or the face of a folder, of this package that hands on these five functions."""

from __future__ import annotations

from typing import Protocol

from connectors.files.listing import File
from connectors.records import Reading, Recognition, Window


class Connector(Protocol):
    """Reads one kind of file. Bad data is a reject in the reading, never an exception."""

    __name__: str

    def recognises(self, file: File) -> list[Recognition]:
        """What the file may be; none when it is not for this connector."""
        ...

    def read(self, file: File, recognition: Recognition, window: Window) -> Reading:
        """All that the file holds, recurring events expanded within the window."""
        ...

    def count(self, file: File, recognition: Recognition) -> int:
        """The records the file holds, counted by another code path than `read`."""
        ...

    def forced(self, file: File, dialect: str) -> Recognition | None:
        """The recognition for a dialect that the user names and whose signature the file may lack; None: not so."""
        ...

    def described(self, file: File, description: str, is_named: bool) -> Recognition | None:
        """The recognition for a description of the user's own; is_named: meant for this very file."""
        ...


def never_forced(file: File, dialect: str) -> None:
    """`forced` of a connector whose files say themselves what they are."""


def never_described(file: File, description: str, is_named: bool) -> None:
    """`described` of a connector that nobody can describe a file for."""
