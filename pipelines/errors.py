"""What can go wrong for a user, and the exit code of each.

    UserError                     exit 2: a wrong file, setting or argument; all its problems at once, no traceback
    ├── NoHome                    exit 2: no network home where one was looked for
    RunError                      exit 1: the run could not do what it was asked; nothing was published
    └── NothingToDo               exit 1: no export could be read and nothing was imported before
    StateError, PublishedError    exit 1: of the warehouse: a file of the home cannot be used as it is
    AlreadyRunning                exit 3: of the warehouse: another run holds the lock

Bad data is none of these: it becomes a reject in the stream. A full disk, met by whatever was writing, is exit 1. So is
a bug: its kind and place are said, its traceback, which may quote the data, is kept in the home.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence

EXIT_FAILED = 1
EXIT_USER = 2
EXIT_ALREADY_RUNNING = 3


class UserError(Exception):
    """A mistake the user can put right. problems: one sentence each, saying what, where and what to do."""

    exit_code = EXIT_USER

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class NoHome(UserError):
    """No network home where one was looked for."""


class RunError(Exception):
    """The run could not do what it was asked; nothing was published. problems: one sentence each."""

    exit_code = EXIT_FAILED

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class NothingToDo(RunError):
    """No export could be read and none was imported before."""


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, the user's share of it, the largest file it takes


def is_of_full_disk(error: BaseException) -> bool:
    """Whether the error came of a disk that took no more. DuckDB hands on the words of the system, not the number."""
    return any(
        getattr(cause, "errno", None) in _FULL or any(os.strerror(code) in str(cause) for code in _FULL)
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came of."""
    known: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in known:
        yield following
        known.add(id(following))
        following = following.__cause__ or following.__context__
