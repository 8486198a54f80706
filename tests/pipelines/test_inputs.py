"""What the user wrote, as tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.inputs import read_decisions, settings_tables
from pipelines.settings import Circle, Means, Organisation, Owner, Plan, Settings


def test_every_table_exists_without_settings() -> None:
    """Models can read them all on a new home."""
    tables = settings_tables(Settings())
    empty = {name for name, table in tables.items() if table.is_empty()}
    assert empty == {
        "own_addresses", "own_names", "own_organisations", "circles", "circle_rules", "organisation_sectors",
        "occasion_rules", "plan", "plan_targets", "plan_means", "circle_mix", "leave_weeks",
    }  # fmt: skip
    assert tables["measures"].row(0, named=True)["strong_threshold"] == 4.0


def test_a_circle_has_the_first_circle_and_gap_of_its_kind() -> None:
    """metrics.md §4 and §5: school is of the first circle and is seen every 90 days, a club every 60."""
    tables = settings_tables(
        Settings(circles={"HEC": Circle(kind="school"), "Rotary": Circle(kind="club", default_gap_days=45, first_circle=True, labels=("RC",))})
    )
    assert tables["circles"].rows() == [("HEC", "school", True, 90), ("Rotary", "club", True, 45)]
    assert tables["circle_rules"].rows() == [("Rotary", "label", "RC")]


def test_the_first_organisation_is_the_present_one() -> None:
    """design.md §1b: organisations, present first."""
    tables = settings_tables(Settings(owner=Owner(organisations=("Voltéa", "Anciens SA"))))
    assert tables["own_organisations"].rows() == [("Voltéa", True), ("Anciens SA", False)]


def test_the_plan_becomes_targets_and_means() -> None:
    """Only the means that were planned have a row."""
    plan = Plan(
        statement="Douze", start=date(2026, 9, 1), deadline=date(2027, 6, 30), target_people=12,
        sectors=("energy",), seniority=("c_level",), places=("Lyon", "Allemagne"), per_week=Means(meal=2.0), leave_weeks=("2026-W52",),
    )  # fmt: skip
    tables = settings_tables(Settings(plan=plan, organisations={"Voltéa": Organisation(sector="energy")}))
    assert tables["plan"].rows() == [("Douze", date(2026, 9, 1), date(2027, 6, 30), 12, None)]
    assert tables["plan_targets"].rows() == [("sector", "energy"), ("seniority", "c_level"), ("place", "Lyon"), ("place", "DE")]
    assert tables["plan_means"].rows() == [("meal", 2.0)]
    assert tables["leave_weeks"].rows() == [("2026-W52",)]
    assert tables["organisation_sectors"].rows() == [("Voltéa", "energy", None)]


def test_decisions_that_cannot_be_used_are_said_with_their_line(tmp_path: Path) -> None:
    """A bad line costs only itself."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        "decided_at,verb,subject,object,note\n"
        "2026-11-02,same,icloud/U1,linkedin/Connections.csv/https://x,\n"
        "2026-11-03,marry,icloud/U1,icloud/U2,\n"
        "yesterday,suppress,icloud/U3,,\n"
        "2026-11-05,not_same,icloud/U1,,\n"
        "\n"
        "2026-11-04,suppress,icloud/U9\n",
        "utf-8",
    )
    decisions = read_decisions(path)
    assert decisions.rows.select("verb", "subject", "line").rows() == [("same", "icloud/U1", 2), ("suppress", "icloud/U9", 7)]
    assert [problem.split(":")[0] for problem in decisions.problems] == ["decisions.csv, line 3", "decisions.csv, line 4", "decisions.csv, line 5"]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    """A new home has none."""
    decisions = read_decisions(tmp_path / "decisions.csv")
    assert decisions.rows.is_empty()
    assert not decisions.problems


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line(tmp_path: Path) -> None:
    """The decisions after it are replayed; so are those after a line no cell of which csv takes."""
    path = tmp_path / "decisions.csv"
    path.write_text(f'2026-01-01,set,"icloud/U1,sector=energy\n2026-01-01,suppress,icloud/U2\n{"x" * 200_000}\n2026-01-01,suppress,icloud/U3\n', "utf-8")
    decisions = read_decisions(path)
    assert decisions.rows.select("subject", "line").rows() == [("icloud/U2", 2), ("icloud/U3", 4)]
    assert [problem.split(":")[0] for problem in decisions.problems] == ["decisions.csv, line 1", "decisions.csv, line 3"]


def test_decisions_in_another_encoding_are_the_users_mistake(tmp_path: Path) -> None:
    """Guessing could put a decision on somebody else."""
    path = tmp_path / "decisions.csv"
    path.write_bytes("2026-01-01,suppress,icloud/Zoé".encode("cp1252"))
    with pytest.raises(UserError, match="not UTF-8"):
        read_decisions(path)
