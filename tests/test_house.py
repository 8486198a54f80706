"""The rules of the house: who may import whom, where a third-party library may be used, which licences run with us."""

from __future__ import annotations

import ast
import graphlib
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "connectors": ("connectors",),
    "transforms": ("transforms", "connectors.records"),
    "warehouse": ("warehouse",),
    "pipelines": ("pipelines", "connectors", "transforms", "warehouse"),
}
"""What of ours each package may import."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "vobject": (),
    "icalendar": ("connectors/ics/*",),
    "prefect": ("pipelines/scheduling/*",),
    "jinja2": ("pipelines/report/*",),
    "duckdb": ("warehouse/*",),
}
"""Where a library may be imported; `*` also means sub-folders."""

DEVELOPMENT_ONLY = ("pytest", "hypothesis", "mypy", "ruff", "tests", "pandas", "recurring_ical_events")

COPYLEFT = re.compile(r"\b(A?GPL|GNU (AFFERO )?GENERAL PUBLIC)", re.IGNORECASE)
LESSER = re.compile(r"\b(LGPL|GNU LESSER|GNU LIBRARY)", re.IGNORECASE)


def modules() -> list[Path]:
    """Every Python file of the four packages."""
    return [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imports(source: str, module: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each import, inside functions too.

    `from a import b` gives a.b, a relative one is made absolute.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            yield from (
                (node.lineno, ".".join([*parents, *filter(None, [node.module]), alias.name])) for alias in node.names
            )


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of the packages or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def breaches(place: str, source: str) -> list[str]:
    """What a file at this place of the tree imports and may not."""
    package = place.split("/")[0]
    found = []
    for line, name in imports(source, place.removesuffix(".py").replace("/", ".")):
        top = name.split(".")[0]
        if top in MAY_IMPORT and not is_within(name, MAY_IMPORT[package]):
            found.append(f"{place}:{line} imports {name}: {package} may import only {', '.join(MAY_IMPORT[package])}")
        if top in ONLY_IN and not any(fnmatch(place, pattern) for pattern in ONLY_IN[top]):
            found.append(f"{place}:{line} imports {name}: that is done only in {', '.join(ONLY_IN[top])}")
        if top in DEVELOPMENT_ONLY:
            found.append(f"{place}:{line} imports {name}, which an installed entregent does not have")
    return found


def test_every_import_keeps_the_rules() -> None:
    """connectors, transforms and warehouse know nothing of each other's work; a library stays behind its door."""
    assert [
        breach for path in modules() for breach in breaches(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("connectors/x.py", "import transforms.names"),
        ("connectors/x.py", "def f():\n    from warehouse import state"),
        ("transforms/x.py", "from connectors import vcf"),
        ("transforms/x.py", "from connectors.vcf import read"),
        ("transforms/models/core/x.py", "import warehouse.build"),
        ("warehouse/x.py", "from connectors.records import CONTACTS"),
        ("warehouse/x.py", "import pipelines"),
        ("pipelines/weekly.py", "import duckdb"),
        ("pipelines/weekly.py", "from prefect import flow"),
        ("pipelines/commands/who.py", "import jinja2"),
        ("connectors/vcf/connector.py", "from icalendar import Calendar"),
        ("connectors/vcf/fields.py", "import vobject"),
        ("transforms/x.py", "import pandas"),
    ],
)
def test_a_forbidden_import_is_found(place: str, source: str) -> None:
    """The rule above can fail: also inside a function, and in each form of import."""
    assert len(breaches(place, source)) == 1


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("transforms/x.py", "from connectors.records import CONTACTS"),
        ("transforms/x.py", "from connectors import records"),
        ("transforms/linking/x.py", "from . import weights"),
        ("connectors/ics/recurrence.py", "import icalendar"),
        ("pipelines/report/page.py", "import jinja2"),
        ("warehouse/x.py", "import duckdb"),
        ("pipelines/scheduling/flows.py", "import prefect"),
    ],
)
def test_an_allowed_import_is_let_through(place: str, source: str) -> None:
    """What the rules allow, in the forms it is written in."""
    assert breaches(place, source) == []


def arrows(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """For each module those it imports at its top, for types only included. sources: text by dotted name."""
    found: dict[str, set[str]] = {}
    for module, source in sources.items():
        names = [name for _, name in imports(without_functions(source), module)]
        places = [name if name in sources else name.rpartition(".")[0] for name in names]
        found[module] = {place for place in places if place in sources and place != module}
    return found


def without_functions(source: str) -> str:
    """The source with its functions emptied: what they import they import late."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [ast.Pass()]
    return ast.unparse(tree)


def circles(sources: Mapping[str, str]) -> list[str]:
    """The modules that import one another in a circle."""
    order = graphlib.TopologicalSorter(arrows(sources))
    try:
        order.prepare()
    except graphlib.CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def test_no_module_imports_in_a_circle() -> None:
    """Not even for types: whoever reads one module needs to read none that needs it."""
    names = {path: path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in modules()}
    assert circles({name.removesuffix(".__init__"): path.read_text("utf-8") for path, name in names.items()}) == []


@pytest.mark.parametrize("late", ["from a import x", "if TYPE_CHECKING:\n    from a import x", "import a"])
def test_a_circle_is_found(late: str) -> None:
    """In each form of import; one within a function is none."""
    assert sorted(set(circles({"a": "from b import y", "b": late}))) == ["a", "b"]
    assert circles({"a": "from b import y", "b": "def f():\n    import a"}) == []


def requirements() -> list[Requirement]:
    """What pyproject.toml asks for at run time."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(text) for text in project["dependencies"]]


def run_time_distributions() -> dict[str, importlib.metadata.Distribution]:
    """The dependencies and theirs, as they are installed here, without extras nobody asked for."""
    waiting = [(requirement, "") for requirement in requirements()]
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        key = (canonicalize_name(requirement.name), ",".join(sorted(requirement.extras)))
        if key in seen or not (requirement.marker is None or requirement.marker.evaluate({"extra": extra})):
            continue
        seen.add(key)
        distribution = importlib.metadata.distribution(requirement.name)
        found[key[0]] = distribution
        for text in distribution.requires or []:
            waiting += [(Requirement(text), wanted) for wanted in ("", *requirement.extras)]
    return found


def test_no_module_is_named_like_a_dependency() -> None:
    """`vcf.py`, not `vobject.py`: a module of the same name hides the library from whoever runs a file beside it."""
    names = {
        name.split(".")[0] for distribution in run_time_distributions().values() for name in top_levels(distribution)
    }
    names |= {name for name in sys.stdlib_module_names if name != "__main__"}
    allowed = {"calendar"}  # inside a package, never imported by its bare name
    ours = {path.stem if path.stem != "__init__" else path.parent.name for path in modules()}
    assert sorted((ours & names) - allowed) == []


def top_levels(distribution: importlib.metadata.Distribution) -> set[str]:
    """The names a distribution can be imported by."""
    files = [file for file in distribution.files or [] if file.suffix in {".py", ".so"} and ".." not in file.parts]
    return {file.parts[0].split(".")[0] for file in files}


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    """The licence expression, else the classifiers, else the first line of the free text."""
    stated = {
        field: [str(text) for text in distribution.metadata.get_all(field) or []]
        for field in ("License-Expression", "Classifier", "License")
    }
    classifiers = [text for text in stated["Classifier"] if text.startswith("License ::")]
    return "; ".join(stated["License-Expression"] or classifiers) or "".join(stated["License"]).strip().split("\n")[0]


def is_copyleft(licence: str) -> bool:
    """Whether every choice the licence leaves is GPL or AGPL; the lesser GPL is not one of them."""
    choices = re.split(r"\bOR\b|;", licence)
    return bool(choices) and all(COPYLEFT.search(choice) and not LESSER.search(choice) for choice in choices)


def test_no_dependency_is_under_a_strong_copyleft_licence() -> None:
    """Permissive, or LGPL, MPL and Artistic for a library that is merely imported; never GPL or AGPL, never unknown."""
    licences = {name: licence_of(distribution) for name, distribution in run_time_distributions().items()}
    assert {name: licence for name, licence in licences.items() if is_copyleft(licence)} == {}
    assert [name for name, licence in licences.items() if not licence] == []


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-or-later", "AGPL-3.0-only", "License :: OSI Approved :: GNU General Public License v2 (GPLv2)", "GPLv3"],
)
def test_a_copyleft_licence_is_found(licence: str) -> None:
    """As an expression, a classifier or free text."""
    assert is_copyleft(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "LGPL-3.0-or-later",
        "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
        "BSD-3-Clause OR GPL-2.0-only",
    ],
)
def test_a_permissive_or_lesser_licence_is_let_through(licence: str) -> None:
    """A choice that includes a permissive licence is one too."""
    assert not is_copyleft(licence)


def test_no_line_of_sql_is_longer_than_a_line_of_python() -> None:
    """120 characters, as ruff holds it for the rest: a model is read side by side with another."""
    long_lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "warehouse" / "sql").rglob("*.sql"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > 120
    ]
    assert long_lines == []
