"""What holds of every mart: it builds on any network, the empty one included, and is what its header says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from tests.warehouse.mart.network import SUNDAY, Network, lay, make, marts
from warehouse.checks import failures_of
from warehouse.models import Model


def small_network() -> Network:
    network = Network(as_of=SUNDAY + timedelta(days=2))
    network.circle("rotary", label="Rotary").circle(
        "famille", label="Famille", kind="family", is_first_circle=True, default_gap_days=90
    )
    network.add("core.organisations", organisation_id="aubier", name="Aubier Énergie", sector="energy")
    network.add("core.persons", person_id="ego", display_name="Moi", is_contact=False, is_ego=True)
    network.person(
        "p1", ["rotary"], organisation_id="aubier", sector="energy", seniority="director", country="FR", city="Lille"
    )
    network.person("p2", ["rotary", "famille"], formed_date=date(2026, 11, 18), formed_precision="exact").person(
        "p3", sector="energy", country="PT"
    )
    network.person("p4", is_contact=False).person("p5", ["famille"])
    network.add("core.person_channels", person_id="p3", channel="mobile", value="+33199000001")
    network.met("p1", 3, 60, occasion="lunch").met("p2", 4).met("p3", 400).met("p5", 136)
    network.event("p1 3", 3, "p1", occasion="lunch").event("salon", 5, "p4", "p2", "p1", occasion="networking")
    network.tie("p1", "p2").tie("p2", "p3", 400).add(
        "raw.plan", statement="Ouvrir l'Europe", start_date=date(2026, 9, 1), target_people=12
    )
    network.add("raw.plan_targets", axis="sector", value="energy").add("raw.plan_means", mean="meal", planned=2.0)
    network.add("core.sources", source="agenda.ics", kind="events", dialect="icalendar", data_through=SUNDAY)
    return network


NETWORKS = {"empty": Network, "small": small_network}


@pytest.fixture(scope="module", params=NETWORKS)
def built(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        lay(connection, NETWORKS[request.param]())
        for model in marts():
            make(connection, model)
        yield connection


@pytest.mark.parametrize("model", marts(), ids=lambda model: model.name)
def test_a_mart_is_what_its_header_says(built: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Columns are those of the header in its order; grain columns are unique and never null."""
    held = [row[0] for row in built.execute(f"describe {model.name}").fetchall()]
    assert held == list(model.header.columns)
    assert not failures_of(built, model)


@pytest.mark.parametrize("model", marts(), ids=lambda model: model.name)
def test_a_mart_has_no_column_without_a_type(built: duckdb.DuckDBPyConnection, model: Model) -> None:
    """A column of nulls still has the type the report expects; counts are whole numbers of 64 bits, never of 128."""
    kinds = {row[0]: row[1] for row in built.execute(f"describe {model.name}").fetchall()}
    assert not [
        name for name, kind in kinds.items() if kind in {"NULL", '"NULL"', "HUGEINT"} or kind.startswith("DECIMAL")
    ]
