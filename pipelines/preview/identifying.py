"""Which exports the files named on a command line hold, and what each is taken for; no home is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors import registry
from connectors.files.listing import File, Found, files_at, visible
from connectors.records import Recognition
from pipelines.errors import NoHome, UserError
from pipelines.home import Home, find_home
from pipelines.settings import own_tables
from pipelines.settings.settings import Settings, read_settings

NOTHING_READ = ("unknown", "empty")
"""The kinds of files that no connector reads."""


@dataclass(frozen=True)
class Around:
    """What holds around the files: the settings of the home, where there is one, and its inbox."""

    settings: Settings
    inbox: Path | None = None

    def name_of(self, file: File) -> str:
        """The name of a file in the inbox of the home; empty for other files."""
        place = file.path.resolve()
        if self.inbox is None or not place.is_relative_to(self.inbox):
            return ""
        return visible(place.relative_to(self.inbox).as_posix()) + file.name.removeprefix(visible(file.path.as_posix()))


def around_of(asked: Path | None) -> Around:
    """The home asked for or stood in; without one, the settings every home begins with.

    Raises NoHome when the one asked for is none.
    """
    try:
        home = find_home(asked)
    except NoHome:
        if asked is not None:
            raise
        return Around(Settings())
    return Around(read_settings(home.settings), Home(home.folder).inbox.resolve())


def files_named(paths: Sequence[Path]) -> Found:
    """What these files, folders, archives and members of archives (`a.zip/inner/b.vcf`) hold, in the order they are
    named.

    Raises UserError with a sentence for each that does not exist.
    """
    found = [(path, _at(path)) for path in paths]
    missing = [visible(str(path)) for path, held in found if held is None]
    if missing:
        raise UserError(
            *(f"{name} does not exist. Check how it is spelt and in which folder it lies." for name in missing)
        )
    held = [each for _, each in found if each is not None]
    return Found(
        tuple(file for each in held for file in each.files),
        tuple(refused for each in held for refused in each.refused),
        tuple(ignored for each in held for ignored in each.ignored),
    )


def _at(path: Path) -> Found | None:
    if path.exists():
        return files_at(path)
    archive = next((parent for parent in path.parents if parent.suffix.lower() == ".zip" and parent.is_file()), None)
    if archive is None:
        return None
    name, found = visible(path.as_posix()), files_at(archive)
    member = Found(
        tuple(file for file in found.files if file.name == name),
        tuple(each for each in found.refused if each[0] == name),
    )
    return member if member.files or member.refused else None


@dataclass(frozen=True)
class Identified:
    """What one file is.

    signature: the columns or the mark it is known by; of a file nobody reads, what was found and what to do.
    records: how many it holds, counted apart from reading them.
    """

    file: str
    kind: str
    dialect: str
    signature: str
    records: int


def identified(found: Found, around: Around) -> Iterator[Identified]:
    """Each file in turn: those refused come after those read."""
    for file in found.files:
        yield _identified(file, around)
    for name, sentence in found.refused:
        yield Identified(name, "unknown", "unknown", sentence, 0)


def _identified(file: File, around: Around) -> Identified:
    recognition = recognised(file, around)
    try:
        records = registry.count(file, recognition)
    except OSError:
        recognition, records = gone(file), 0
    dialect = recognition.dialect or recognition.kind
    return Identified(file.name, recognition.kind, dialect, recognition.signature, records)


def gone(file: File) -> Recognition:
    """What is said of a file that cannot be read any more: it was listed a moment ago."""
    sentence = f"{file.name} was moved or changed while it was being read. Look where it is and try again."
    return Recognition(kind="unknown", dialect="", signature=sentence, score=0)


def recognised(file: File, around: Around) -> Recognition:
    """What the file is taken for.

    One that several dialects fit equally is unknown, with the sentence that names them, and so is one that has gone.
    """
    name = around.name_of(file)
    source = around.settings.sources.get(name)
    try:
        recognition = own_tables.recognised(file, name, source.dialect if source else None, around.settings.own_tables)
    except OSError:
        return gone(file)
    if isinstance(recognition, registry.Ambiguous):
        return Recognition(kind="unknown", dialect="", signature=recognition.sentence, score=0)
    return recognition


def left_out(found: Found) -> list[str]:
    """A sentence for what an archive or a folder holds beside exports; none when it holds nothing else."""
    rules = sorted({rule for _, rule in found.ignored})
    if not found.ignored:
        return []
    one = len(found.ignored) == 1
    return [
        f"{len(found.ignored)} {'file is no export and was' if one else 'files are no exports and were'} left out "
        f"({', '.join(rules)})."
    ]
