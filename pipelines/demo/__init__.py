"""The demo network: a made-up French executive's home, the same bytes for the same arguments. Nobody in it exists."""

from pipelines.demo.home import write_demo
from pipelines.demo.newer import write_newer

__all__ = ["write_demo", "write_newer"]
