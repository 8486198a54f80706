"""The pages of docs/ say what the program does: what they show is run, what they list is complete."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from pipelines.building import models
from pipelines.cli import entregent
from pipelines.settings.settings import Measures, Settings, read_settings
from tests import documents
from transforms.lexicon import rows

ROOT = documents.FOLDER.parent
WRITE = "Write it again with: python -m tests.documents"
QUESTIONS = documents.questions(documents.QUESTIONS.read_text("utf-8"))


def page(name: str) -> str:
    return (documents.FOLDER / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page(name), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo network the pages speak of, with its report."""
    folder = tmp_path_factory.mktemp("documents") / "my-demo"
    documents.make_demo(folder)
    return folder


def test_pages_written_by_the_program_are_up_to_date() -> None:
    """docs/warehouse.md and docs/commands.md are what the models and the commands say of themselves."""
    old = [
        path.name for path, text in documents.pages().items() if not path.exists() or path.read_text("utf-8") != text
    ]
    assert not old, WRITE


def test_every_command_is_named() -> None:
    """A command that nobody can read about does not exist."""
    text = "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *documents.FOLDER.glob("*.md")])
    names = entregent.list_commands(click.Context(entregent))
    assert [name for name in names if not re.search(rf"\bentregent {name}\b", text)] == []


def test_every_mart_table_is_named() -> None:
    """docs/metrics.md says where each measure is held, so every table of the layer stands in it."""
    text = page("metrics.md")
    assert [model.name for model in models() if model.layer == "mart" and f"`{model.name}" not in text] == []


def test_metrics_names_tables_and_columns_that_exist() -> None:
    """`mart.tie_weeks.strength` is a column of that table."""
    columns = {model.name: model.header.columns for model in models()}
    named = re.findall(r"`((?:core|mart|staging)\.\w+)(?:\.(\w+))?`", page("metrics.md"))
    assert [
        (table, column) for table, column in named if table not in columns or (column and column not in columns[table])
    ] == []


def test_settings_named_beside_measures_exist() -> None:
    """[measures] has every setting that docs/metrics.md says changes a measure, and each is said to change one."""
    named = set(re.findall(r"^Settings?: (.*)$", page("metrics.md"), re.MULTILINE))
    keys = {key for line in named for key in re.findall(r"`(\w+)`", line)}
    assert keys == set(Measures.model_fields)


def test_worked_examples_come_out_as_written() -> None:
    """The arithmetic of docs/metrics.md is Python, and is run."""
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(
        doctest.DocTestParser().get_doctest("\n".join(blocks("metrics.md", "pycon")), {}, "docs/metrics.md", None, 0)
    )
    assert (runner.failures, runner.tries > 0) == (0, True)


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Every key of a table of the settings, those of the tables in it included."""
    for name, field in model.model_fields.items():
        nested = [
            kind
            for kind in (field.annotation, *get_args(field.annotation))
            if isinstance(kind, type) and issubclass(kind, BaseModel)
        ]
        yield f"[{name}" if nested else name
        for kind in nested:
            yield from keys_of(kind)


def test_every_setting_is_described() -> None:
    """Each key has a row of its own, each table a heading or a mention."""
    text = page("settings.md")
    wanted = [
        key if key.startswith("[") else f"| `{key}` |"
        for key in keys_of(Settings)
        if key not in ("per_week", "occasions")
    ]
    assert [key for key in wanted if key.replace("[per_week", "[plan.per_week") not in text] == []


@pytest.mark.parametrize(
    ("key", "written"),
    re.findall(r"^\| `(\w+)` \| ([^|]+) \|", page("settings.md").partition("## [measures]")[2], re.MULTILINE),
)
def test_defaults_of_the_measures_are_as_written(key: str, written: str) -> None:
    """The default in the page is the one in force."""
    default = Measures.model_fields[key].default
    assert written == (str(default).lower() if isinstance(default, bool) else f"{default:g}")


@pytest.mark.parametrize("text", [*blocks("settings.md", "toml"), "\n".join(blocks("settings.md", "toml"))])
def test_examples_of_settings_are_right(tmp_path: Path, text: str) -> None:
    """Each block may be pasted into network.toml, and all of them together."""
    path = tmp_path / "network.toml"
    path.write_text(text, "utf-8")
    read_settings(path)


@pytest.mark.parametrize("question", QUESTIONS, ids=[str(number + 1) for number in range(len(QUESTIONS))])
def test_the_questions_are_answered_as_shown(question: documents.Question, demo: Path) -> None:
    """The demo network gives the very answer of docs/questions.md."""
    assert documents.answer(demo, question.sql) == question.answer, WRITE


def test_linking_is_explained_by_what_the_demo_says(demo: Path) -> None:
    """The transcript and the answer of docs/linking.md are those of the demo network."""
    text = page("linking.md")
    assert "```console" in text
    assert documents.with_answers(text, demo) == text, WRITE


def test_every_sign_has_its_words() -> None:
    """docs/linking.md says of each comparison and level of the weights what it means."""
    text = page("linking.md").partition("## What each sign means")[2].partition("\n## ")[0]
    signs = {row[column].replace("_", " ") for row in rows("link_weights") for column in ("comparison", "level")}
    assert sorted(sign for sign in signs if f"`{sign}`" not in text) == []


def test_there_are_twelve_questions() -> None:
    """No question is without its answer."""
    assert len(QUESTIONS) == page("questions.md").count("```sql") == 12
