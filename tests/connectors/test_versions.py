"""The version of a connector follows from what it is made of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from connectors.versions import HERE, version_of_connector

CONNECTORS = ("connectors.vcf", "connectors.ics", "connectors.tables")


def versions(package: Path) -> dict[str, int]:
    version_of_connector.cache_clear()
    return {name: version_of_connector(name, package) for name in CONNECTORS}


@pytest.mark.parametrize(
    ("changed", "read_otherwise"),
    [
        ("content/lines.py", {"connectors.vcf", "connectors.ics"}),
        ("content/plain_bytes.py", {"connectors.vcf", "connectors.ics"}),
        ("ics/zones.py", {"connectors.ics"}),
        ("tables/dialects/yahoo.toml", {"connectors.tables"}),
        ("tables/generic/words.toml", {"connectors.tables"}),
        ("tables/builders/cells.py", {"connectors.tables"}),
        ("records.py", set(CONNECTORS)),
        ("registry.py", set()),
    ],
)
def test_a_changed_part_changes_the_version_of_whoever_uses_it(
    tmp_path: Path, changed: str, read_otherwise: set[str]
) -> None:
    """One byte more, in a source or a table, of its own or imported; and of nobody else."""
    package = tmp_path / "connectors"
    shutil.copytree(HERE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = versions(package)
    with (package / changed).open("ab") as file:
        file.write(b"\n")
    after = versions(package)
    assert {name for name in CONNECTORS if before[name] != after[name]} == read_otherwise


def test_equal_sources_have_equal_versions_wherever_they_lie(tmp_path: Path) -> None:
    """An installed copy reads nothing again that the checkout has read."""
    package = tmp_path / "elsewhere"
    shutil.copytree(HERE, package, ignore=shutil.ignore_patterns("__pycache__"))
    assert versions(package) == versions(HERE)
