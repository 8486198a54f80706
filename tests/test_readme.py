"""The README's transcripts are what the commands really answer; those of docs/ are in tests/test_docs.py.

Blocks marked `console` are run in order in one folder: a line that begins with `$ ` is typed, what follows is the
answer. `python -m tests.test_readme` writes the answers anew: read them before you commit them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
EXCERPT = re.compile(r"(?ms)^```markdown\n(.*?)^```$")
REPORT = Path("my-demo/reports/2026-W47/report.en.md")
SECTIONS_SHOWN = ("The week in one line", "Reconnect this week", "Ties going dormant")
ENTREGENT = Path(sys.executable).with_name("entregent")


def answered(readme: str, folder: Path) -> str:
    """The README with what its commands answer in this folder, and the first sections of the report they make."""

    def run(block: re.Match[str]) -> str:
        commands = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{_answer(line[2:], folder)}" for line in commands) + "```"

    transcribed = BLOCK.sub(run, readme)
    return EXCERPT.sub(lambda _: f"```markdown\n{_excerpt((folder / REPORT).read_text('utf-8'))}```", transcribed)


def _excerpt(report: str) -> str:
    sections = dict(re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^##? |\Z)", report))
    return "\n".join(f"## {title}\n\n{sections[title].strip()}\n" for title in SECTIONS_SHOWN)


def _answer(command: str, folder: Path) -> str:
    arguments = shlex.split(command)
    assert arguments[0] == "entregent"
    environment = {**os.environ, "ENTREGENT_HOME": ""}
    done = subprocess.run(
        [ENTREGENT, *arguments[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return "".join(f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())


def test_the_transcripts_are_true(tmp_path: Path) -> None:
    """Each command of the README answers what the README shows."""
    readme = README.read_text("utf-8")
    assert BLOCK.search(readme)
    assert answered(readme, tmp_path) == readme


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        README.write_text(answered(README.read_text("utf-8"), Path(scratch)), "utf-8")
