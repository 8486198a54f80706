"""mart.structure_weeks, brokerage and bridge_weeks: the shape of the network."""

from __future__ import annotations

import pytest

from tests.warehouse.mart.network import Network
from transforms.models.mart import betweenness


def alters(*names: str, age: int = 0) -> Network:
    network = Network()
    for name in names:
        network.person(name).met(name, age)
    return network


def test_a_closed_triad_has_constraint_1_125() -> None:
    """More than 1 is possible."""
    # two alters of strength 1, tied with weight 1: p = 1/2 each; (1/2 + 1/2 · 1/2)² · 2 = .5625 · 2 = 1.125
    row = alters("a", "b").tie("a", "b", 0, 1.0).row("structure_weeks")
    assert row["constraint"] == pytest.approx(1.125)
    # effective size 2 - 2·1/2 = 1; efficiency 1/2; both alters constrain equally
    assert (row["effective_size"], row["efficiency"]) == (1, 0.5)
    assert row["hierarchy"] == pytest.approx(0, abs=1e-12)


def test_three_alters_with_one_tie() -> None:
    """Effective size counts ties, not their weight."""
    # 3 - 2·1/3 = 2.3333; efficiency .7778
    row = alters("a", "b", "c").tie("a", "b", 0, 0.1).row("structure_weeks")
    assert row["effective_size"] == pytest.approx(2.3333, abs=5e-5)
    assert row["efficiency"] == pytest.approx(0.7778, abs=5e-5)


def test_one_alter() -> None:
    """Constraint 1, effective size 1, no hierarchy."""
    row = alters("a").row("structure_weeks")
    assert (row["size"], row["effective_size"], row["constraint"], row["hierarchy"]) == (1, 1, 1, None)


def test_no_alter() -> None:
    """Size 0, the rest null."""
    row = Network().person("never").row("structure_weeks")
    assert (row["size"], row["effective_size"], row["efficiency"], row["constraint"], row["hierarchy"]) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_ties_decay_as_strength_does() -> None:
    """The same triad half a year later has the same shape."""
    row = alters("a", "b", age=180).tie("a", "b", 180, 1.0).row("structure_weeks")
    assert row["constraint"] == pytest.approx(1.125)


def test_brokered_pairs_are_pairs_of_neighbours_not_tied() -> None:
    """With three neighbours of whom two know each other, two pairs are brokered."""
    network = alters("hub", "a", "b", "c").tie("hub", "a").tie("hub", "b").tie("hub", "c").tie("a", "b")
    row = network.row("brokerage", person_id="hub")
    # 3 pairs: a-b tied, a-c and b-c not; clustering 1/3
    assert (row["neighbours"], row["ties_among_neighbours"], row["brokered_pairs"]) == (3, 1, 2)
    assert row["clustering"] == pytest.approx(1 / 3)
    assert network.row("brokerage", person_id="a")["clustering"] == 1
    assert network.row("brokerage", person_id="c")["clustering"] == 0


def test_bridges_say_what_they_link() -> None:
    """The circles of their neighbours, most frequent first; contacts who link nobody are no bridges."""
    network = Network().circle("rotary", label="Rotary").circle("hec", label="HEC Lille")
    for name, circle in (("hub", "rotary"), ("a", "rotary"), ("b", "hec"), ("c", "hec")):
        network.person(name, [circle]).met(name, 5)
    bridges = network.tie("hub", "a").tie("hub", "b").tie("hub", "c").tie("b", "c").mart("bridge_weeks")
    assert bridges.select("rank", "person_id", "brokered_pairs", "links").rows() == [
        (1, "hub", 2, "HEC Lille · Rotary")
    ]


def test_who_stands_between_more_ranks_first() -> None:
    """The tie of two groups brokers fewer pairs than the hub of one, and stands between all of them."""
    left, right = [f"l{n}" for n in range(4)], [f"r{n}" for n in range(4)]
    network = alters("hub", "link", "other", *left, *right).tie("hub", "link").tie("link", "other")
    for name in left:
        network.tie("hub", name)
    for name in right:
        network.tie("other", name)
    bridges = network.mart("bridge_weeks").sort("rank")
    # link: 5 on one side x 5 on the other; hub: its 4 among themselves, and 4 x the 6 behind the link
    assert bridges.select("person_id", "betweenness", "brokered_pairs").rows() == [
        ("hub", 30.0, 10), ("other", 30.0, 10), ("link", 25.0, 1),
    ]  # fmt: skip


def test_beyond_a_size_bridges_rank_by_the_pairs_they_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """And have no betweenness."""
    monkeypatch.setattr(betweenness, "MOST", 3)
    network = alters("hub", "a", "b", "c", "d").tie("hub", "a").tie("hub", "b").tie("a", "c").tie("a", "d")
    rows = network.mart("bridge_weeks").sort("rank").select("person_id", "betweenness", "brokered_pairs").rows()
    assert rows == [("a", None, 3), ("hub", None, 1)]


def test_bridges_name_organisations_where_circles_are_unknown() -> None:
    """Two organisations tell more than one circle."""
    network = Network().circle("rotary", label="Rotary")
    for organisation in ("Aubier", "Belmont"):
        network.add("core.organisations", organisation_id=organisation, name=organisation)
    network.person("hub").person("a", ["rotary"], organisation_id="Aubier").person(
        "b", ["rotary"], organisation_id="Belmont"
    )
    network.met("hub", 5).met("a", 5).met("b", 5)
    assert network.tie("hub", "a").tie("hub", "b").mart("bridge_weeks")["links"].to_list() == ["Aubier · Belmont"]
