"""The models: SQL files of this package and Python modules handed in by the caller, in one graph with one kind of
header.
"""

from __future__ import annotations

import graphlib
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import polars as pl

from warehouse.errors import ModelError
from warehouse.parse import Reads, reads_of

SQL = Path(__file__).parent / "sql"

LAYERS: Mapping[str, tuple[str, ...]] = {
    "staging": ("raw", "staging"),
    "link": ("staging", "link"),
    "core": ("staging", "link", "core"),
    "mart": ("core", "mart"),
    "main": ("core", "mart"),
}
"""What each layer may read, beside what `OPEN` names."""

RECORDS = frozenset(
    f"raw.{name}" for name in ("files", "contacts", "events", "occurrences", "messages", "rejects", "receipts")
)
"""What files say: only staging reads it. The other tables of raw are what the user or the program decided."""

LINKING_STATE = frozenset({"raw.person_register", "raw.decisions", "raw.linking_parameters"})
"""State that linking reads and settles; the layers after it read its outcome."""

Build = Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame]


@dataclass(frozen=True)
class Reference:
    """Each value of `column` that is not null is one of `target` in `table`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Header:
    """What a model says of itself. grain: the columns that tell its rows apart; empty for a table of one row."""

    description: str
    grain: tuple[str, ...]
    columns: Mapping[str, str]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Model:
    """One table of the warehouse (a view in `main`). Exactly one of sql and python is set."""

    name: str
    origin: str
    header: Header
    reads: frozenset[str]
    sql: str | None = None
    python: Build | None = None
    parameters: frozenset[str] = frozenset()

    @property
    def layer(self) -> str:
        return self.name.split(".")[0]


def parse_header(text: str) -> Header:
    """The header in a block comment or a docstring. Raises ValueError with a sentence for each thing missing.

    Form: prose that begins `One row per …`; `grain: a, b` (`-` for one row); a line `name  text` per column in order,
    two blanks or more between, continued on indented lines; `references: column schema.table[.column]`.
    """
    lines = inspect.cleandoc(text).splitlines()
    marks = [number for number, line in enumerate(lines) if line.startswith("grain:")]
    if len(marks) != 1:
        raise ValueError(
            "its header needs exactly one line 'grain: column, column' ('grain: -' for a table of one row)"
        )
    description = " ".join(" ".join(lines[: marks[0]]).split())
    if not description:
        raise ValueError("its header does not say what one row is ('One row per …')")
    grain = tuple(
        part.strip() for part in lines[marks[0]].removeprefix("grain:").split(",") if part.strip() not in {"", "-"}
    )
    columns, references = _body(lines[marks[0] + 1 :])
    strangers = [name for name in [*grain, *(reference.column for reference in references)] if name not in columns]
    if strangers:
        raise ValueError(f"its header describes no column {', '.join(strangers)}, which its grain or references name")
    return Header(description, grain, columns, references)


def _body(lines: Iterable[str]) -> tuple[dict[str, str], tuple[Reference, ...]]:
    columns: dict[str, str] = {}
    references: list[Reference] = []
    current: str | None = None
    for line in lines:
        column = re.fullmatch(r"([a-z][a-z0-9_]*) {2,}(\S.*)", line.rstrip())
        if line.startswith("references:"):
            references.append(_reference(line.removeprefix("references:").split()))
            current = None
        elif column:
            current = column[1]
            if current in columns:
                raise ValueError(f"its header describes {current} twice")
            columns[current] = column[2]
        elif line.startswith(" ") and current:
            columns[current] += " " + line.strip()
        else:
            current = None
    return columns, tuple(references)


def _reference(words: list[str]) -> Reference:
    if len(words) != 2 or words[1].count(".") not in (1, 2):
        raise ValueError(
            "a references line reads 'references: column schema.table' or 'references: column schema.table.column'"
        )
    schema, table, *target = words[1].split(".")
    return Reference(words[0], f"{schema}.{table}", target[0] if target else words[0])


def sql_model(path: Path) -> Model:
    """The model of one SQL file: its folder is the layer.

    Raises ValueError with a sentence when the file is not one.
    """
    text = path.read_text("utf-8")
    comment = re.match(r"\s*/\*(.*?)\*/", text, re.DOTALL)
    if not comment:
        raise ValueError("it does not begin with a block comment that says what one row is")
    header = parse_header(comment[1])
    found: Reads = reads_of(text)
    return Model(
        name=f"{path.parent.name}.{path.stem}",
        origin=f"warehouse/sql/{path.parent.name}/{path.name}",
        header=header,
        reads=found.tables,
        sql=text,
        parameters=found.parameters,
    )


def python_model(module: ModuleType) -> Model:
    """The model of a module with `reads` and `build`; its package's last part is the layer. Raises ModelError."""
    *_, layer, table = module.__name__.split(".")
    origin = module.__name__.replace(".", "/") + ".py"
    missing = [name for name in ("__doc__", "reads", "build") if getattr(module, name, None) is None]
    if missing:
        raise ModelError(
            f"{origin}: a Python model has a docstring, `reads` and `build`; missing here: {', '.join(missing)}."
        )
    try:
        header = parse_header(str(module.__doc__))
    except ValueError as error:
        raise ModelError(f"{origin}: {error}.") from error
    return Model(
        name=f"{layer}.{table}", origin=origin, header=header, reads=frozenset(module.reads), python=module.build
    )


def sql_models(folder: Path = SQL) -> list[Model]:
    """All models `<layer>/<name>.sql` of the folder, by name. Raises ModelError with a sentence per unfit file."""
    models, problems = [], []
    for path in sorted(folder.glob("*/*.sql")):
        try:
            models.append(sql_model(path))
        except ValueError as error:
            problems.append(f"warehouse/sql/{path.parent.name}/{path.name}: {error}.")
    if problems:
        raise ModelError(*problems)
    return models


def needed(models: Iterable[Model], names: Collection[str]) -> list[Model]:
    """The models of these names and all that they read, so that a part of the warehouse can be built alone."""
    by_name = {model.name: model for model in models}
    found: dict[str, Model] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found[name] = by_name[name]
            waiting += by_name[name].reads
    return list(found.values())


def ordered(models: Iterable[Model], raw: Collection[str]) -> list[Model]:
    """The models so that each comes after what it reads, otherwise by name.

    raw: the tables `raw.…` there will be. Raises ModelError with all problems: two models of one name, an unknown
    layer, a table nobody makes, a layer that may not be read, `$as_of` outside core.weeks, a circle.
    """
    models = sorted(models, key=lambda model: model.name)
    by_name = {model.name: model for model in models}
    twice = [model for model in models if by_name[model.name] is not model]
    problems = [
        f"{model.origin}: {by_name[model.name].origin} makes {model.name} too; keep one of them." for model in twice
    ]
    for model in models:
        problems += [
            f"{model.origin}: {problem}"
            for problem in (*_misfits(model, by_name.keys() | set(raw)), *_dangling(model, by_name))
        ]
    if problems:
        raise ModelError(*problems)
    return [by_name[name] for name in _order(by_name)]


def _misfits(model: Model, known: Collection[str]) -> list[str]:
    if model.layer not in LAYERS:
        return [f"{model.layer} is no layer; the layers are {', '.join(LAYERS)}."]
    problems = [
        f"it reads {table}, which no model makes and no settings or state hold."
        for table in sorted(model.reads)
        if table not in known
    ]
    problems += [
        f"it reads {table}, but {model.layer} may read only {', '.join(LAYERS[model.layer])} and the settings."
        for table in sorted(model.reads)
        if not _may_read(model.layer, table)
    ]
    if "as_of" in model.parameters and model.name != "core.weeks":
        problems.append("it names $as_of, which only core.weeks may; join core.weeks.")
    problems += [
        f"it names the parameter ${name}; the only one is $as_of." for name in sorted(model.parameters - {"as_of"})
    ]
    return problems


def _dangling(model: Model, models: Mapping[str, Model]) -> list[str]:
    """Sentences for references to a table or a column that no header describes."""
    return [
        f"its header refers to {reference.table}.{reference.target}, which no model makes."
        for reference in model.header.references
        if reference.table not in models or reference.target not in models[reference.table].header.columns
    ]


def _may_read(layer: str, table: str) -> bool:
    schema = table.split(".")[0]
    if schema in LAYERS[layer]:
        return True
    return schema == "raw" and table not in RECORDS and (table not in LINKING_STATE or layer == "link")


def _order(models: Mapping[str, Model]) -> list[str]:
    sorter = graphlib.TopologicalSorter({name: sorted(model.reads & models.keys()) for name, model in models.items()})
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        raise ModelError(f"These models read each other in a circle: {' → '.join(error.args[1])}.") from error
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
