"""How stages are run: one after the other, or as the tasks of a flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")

T = TypeVar("T")

Item = TypeVar("Item")


class Step(Protocol):
    """How stages are run: Prefect's makes each a task; `Call` just calls."""

    def __call__(self, stage: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What the stage gives."""
        ...

    def map(self, stage: Callable[[Item], T], items: Sequence[Item]) -> Iterator[tuple[Item, T | Exception]]:
        """What the stage gives for each item, or the exception it raised there: a failed item isolates itself."""
        ...


class Call:
    """The step of a run without Prefect.

    `map` runs an item when it is asked for, so that one is in memory at a time.
    """

    def __call__(self, stage: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        return stage(*arguments, **options)

    def map(self, stage: Callable[[Item], T], items: Sequence[Item]) -> Iterator[tuple[Item, T | Exception]]:
        for item in items:
            try:
                yield item, stage(item)
            except Exception as error:  # handed on: the caller says what it cost
                yield item, error


CALL = Call()
