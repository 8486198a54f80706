"""python -m pipelines.scheduling.tethered MODULE ARGUMENT… runs a module that ends when the process that started it
does, killed or not.

The starter holds the other end of standard input and writes nothing to it: its end is the end of that process.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    """Runs the module named first, with the arguments that follow."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_starter() -> None:
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read: its lock would be in the way at exit
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
