"""The signals that end the program as Ctrl-C does: in order, so that nothing half done is left."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


def ending_signals() -> list[signal.Signals]:
    """SIGTERM, and SIGHUP of a terminal that closes unless nohup holds it off."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within it these signals are KeyboardInterrupt; only the main thread of a process can be told of them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in ending_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
