"""What the user wrote, as tables."""

from __future__ import annotations

from datetime import date

from pipelines.settings.as_tables import settings_tables
from pipelines.settings.settings import Circle, Means, Organisation, Owner, Plan, Settings


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
        Settings(
            circles={
                "HEC": Circle(kind="school"),
                "Rotary": Circle(kind="club", default_gap_days=45, first_circle=True, labels=("RC",)),
            }
        )
    )
    assert tables["circles"].rows() == [("HEC", "school", True, 90, True), ("Rotary", "club", True, 45, True)]
    assert tables["circle_rules"].rows() == [("Rotary", "label", "RC")]


def test_the_first_organisation_is_the_present_one() -> None:
    """design.md §1b: organisations, present first."""
    tables = settings_tables(Settings(owner=Owner(organisations=("Voltéa", "Anciens SA"))))
    assert tables["own_organisations"].rows() == [("Voltéa", True), ("Anciens SA", False)]


def test_the_plan_becomes_targets_and_means() -> None:
    """Only the means that were planned have a row."""
    plan = Plan(
        statement="Douze", start=date(2026, 9, 1), deadline=date(2027, 6, 30), target_people=12,
        sectors=("energy",), seniority=("c_level",), places=("Lyon", "Allemagne"), per_week=Means(meal=2.0),
        leave_weeks=("2026-W52",),
    )  # fmt: skip
    tables = settings_tables(Settings(plan=plan, organisations={"Voltéa": Organisation(sector="energy")}))
    assert tables["plan"].rows() == [("Douze", date(2026, 9, 1), date(2027, 6, 30), 12, None)]
    assert tables["plan_targets"].rows() == [
        ("sector", "energy"),
        ("seniority", "c_level"),
        ("place", "Lyon"),
        ("place", "DE"),
    ]
    assert tables["plan_means"].rows() == [("meal", 2.0)]
    assert tables["leave_weeks"].rows() == [("2026-W52",)]
    assert tables["organisation_sectors"].rows() == [("Voltéa", "energy", None)]
