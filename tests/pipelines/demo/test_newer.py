"""The demo of a month later: exactly what its list says is reported of each source."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tests.pipelines.conftest import Called
from warehouse.query import table

COUNTS = ("new", "changed", "gone")


def test_exactly_what_changed_is_reported(tmp_path: Path, entregent: Callable[..., Called]) -> None:
    """New, changed and gone, source by source.

    Nobody else changes id, the gone are no contacts, and a third run changes nothing.
    """
    home = tmp_path / "demo"
    entregent("demo", home, "--people", "150")
    entregent("run", home, "--as-of", "2026-11-22")
    before = table(home / "network.duckdb", "link.person_records").select("record_id", "person_id")
    assert "expected-changes.csv" in entregent("demo", home, "--newer").out
    called = entregent("run", home, "--as-of", "2026-12-20")
    assert called.exit_code == 0, called.err
    rows = csv.DictReader((home / "expected-changes.csv").read_text("utf-8").splitlines())
    told = {row["source"]: tuple(int(row[count]) for count in COUNTS) for row in rows}
    sources = table(home / "network.duckdb", "core.sources")
    assert {
        row["source"]: tuple(row[f"{count}_records"] for count in COUNTS) for row in sources.iter_rows(named=True)
    } == told
    after = table(home / "network.duckdb", "link.person_records").select("record_id", "person_id")
    assert after.join(before, on="record_id", how="inner").height == before.height
    gone = table(home / "network.duckdb", "staging.gone_records").filter(kind="contacts")["record_id"]
    assert gone.len() == sum(told[name][2] for name in told if name != "calendar.ics")
    counted = table(home / "network.duckdb", "core.records")["record_id"]
    assert not set(gone) & set(counted)
    only_gone = set(after.filter(pl.col("record_id").is_in(gone.implode()))["person_id"]) - set(
        after.filter(pl.col("record_id").is_in(counted.implode()))["person_id"]
    )
    contacts = table(home / "network.duckdb", "core.persons").filter("is_contact")["person_id"]
    channels = table(home / "network.duckdb", "core.person_channels")["person_id"]
    assert only_gone
    assert not only_gone & (set(contacts) | set(channels))
    figures = table(home / "network.duckdb", "mart.figures")
    new, changed, gone_cards = told["icloud.vcf"]
    assert (
        f"icloud.vcf: its newest export (icloud-2026-12-20.vcf) brought {new} new, {changed} changed, {gone_cards} gone"
        in entregent("status", "--home", home).out.splitlines()
    )
    entregent("run", home, "--as-of", "2026-12-20")
    assert table(home / "network.duckdb", "mart.figures").equals(figures)


def test_newer_exports_need_a_demo(tmp_path: Path, entregent: Callable[..., Called]) -> None:
    """A folder without one is told how to get one."""
    called = entregent("demo", tmp_path, "--newer")
    assert called.exit_code == 2
    assert "holds no demo" in called.err
