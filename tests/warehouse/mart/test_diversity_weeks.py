"""mart.diversity_weeks: effective numbers of groups, their interval and bounds."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

import pytest

from tests.warehouse.mart.network import Network, days_ago


def network_of(sizes: dict[str, int], unclassified: int = 0) -> Network:
    """Active people, so many in each circle."""
    network = Network()
    for circle, size in sizes.items():
        network.circle(circle)
        for number in range(size):
            network.person(f"{circle}{number}", [circle]).met(f"{circle}{number}", 20)
    for number in range(unclassified):
        network.person(f"none{number}").met(f"none{number}", 20)
    return network


def circles(network: Network) -> dict[str, Any]:
    return network.row("diversity_weeks", population="active", axis="circle")


def test_five_three_two() -> None:
    """The effective numbers of three circles of 5, 3 and 2 people."""
    row = circles(network_of({"a": 5, "b": 3, "c": 2}))
    # H = -(.5 ln .5 + .3 ln .3 + .2 ln .2) = .34657 + .36119 + .32189 = 1.02965; exp(H) = 2.8001
    # sum p² = .25 + .09 + .04 = .38; 1/.38 = 2.6316; 1 - .38 = .62; evenness 1.8001/2 = .90005; iqv .62 · 3/2 = .93
    assert row["d0"] == 3
    assert row["d1"] == pytest.approx(2.8001, abs=5e-5)
    assert row["d2"] == pytest.approx(2.6316, abs=5e-5)
    assert row["blau"] == pytest.approx(0.62)
    assert row["evenness"] == pytest.approx(0.90005, abs=5e-5)
    assert row["iqv"] == pytest.approx(0.93)


def test_the_interval_is_the_closed_form() -> None:
    """On the log scale, the bias corrected: ln d1 + (d0-1)/2n ± 1.645·sqrt((sum p ln²p - H²)/n)."""
    row = circles(network_of({"a": 5, "b": 3, "c": 2}))
    # sum p ln²p = .5·.48045 + .3·1.44955 + .2·2.59029 = 1.19315; H² = 1.06019; sqrt(.13296/10) = .11531
    # centre 1.02965 + 2/20 = 1.12965; ± 1.645 · .11531 = .18968: exp(.93997) = 2.5599, exp(1.31933) = 3.7409
    assert (row["low90"], row["high90"]) == (pytest.approx(2.5599, abs=5e-4), pytest.approx(3.7409, abs=5e-4))
    entropy = -sum(p * log(p) for p in (0.5, 0.3, 0.2))
    spread = 1.645 * sqrt((sum(p * log(p) ** 2 for p in (0.5, 0.3, 0.2)) - entropy**2) / 10)
    assert row["low90"] == pytest.approx(exp(entropy + 0.1 - spread), rel=1e-9)


@pytest.mark.parametrize("groups", [3, 7, 11])
def test_equal_shares_have_no_spread(groups: int) -> None:
    """Every logarithm of a share is the mean: both ends are exp(H + (d0-1)/2n) = d0 · exp((d0-1)/2n)."""
    row = circles(network_of({f"c{number}": 3 for number in range(groups)}))
    centre = groups * exp((groups - 1) / (2 * 3 * groups))
    assert (row["low90"], row["high90"]) == (pytest.approx(centre, rel=1e-14), pytest.approx(centre, rel=1e-14))


def test_someone_in_two_circles_counts_half_in_each() -> None:
    """Weights of a person sum to 1, so the number classified is a number of people."""
    network = Network().circle("a").circle("b").person("p", ["a", "b"]).person("q", ["a"]).met("p", 5).met("q", 5)
    row = circles(network)
    # p: a .5, b .5; q: a 1; shares a .75, b .25; H = .75·.28768 + .25·1.38629 = .56234; exp = 1.75477
    assert row["n_classified"] == 2
    assert row["d1"] == pytest.approx(1.75477, abs=5e-6)


def test_the_unclassified_bound_what_is_said() -> None:
    """All of them in the biggest group, or each a group of its own."""
    row = circles(network_of({"a": 3, "b": 1}, unclassified=2))
    # low: 5 and 1 of 6: H = 5/6·.18232 + 1/6·1.79176 = .45056; exp = 1.56919
    # high: 3, 1, 1, 1 of 6: H = .5·.69315 + 3/6·1.79176 = 1.24245; exp = 3.46410
    assert row["coverage"] == pytest.approx(4 / 6)
    assert row["lowest_d1"] == pytest.approx(1.56919, abs=5e-5)
    assert row["highest_d1"] == pytest.approx(3.46410, abs=5e-5)


def test_nobody_classified_leaves_everything_open() -> None:
    """d0 is 0; the rest is null."""
    row = circles(network_of({}, unclassified=3))
    assert (row["n"], row["n_classified"], row["d0"], row["coverage"]) == (3, 0, 0, 0)
    assert {
        row[name]
        for name in ("d1", "d2", "low90", "high90", "evenness", "blau", "iqv", "lowest_d1", "highest_d1", "change")
    } == {None}


def test_one_group_is_one() -> None:
    """Effective number 1, no spread, no evenness, index of variation 0."""
    row = circles(network_of({"a": 4}))
    assert (row["d1"], row["low90"], row["high90"], row["evenness"], row["iqv"]) == (1, 1, 1, None, 0)


def test_seniority_has_six_levels_however_few_are_seen() -> None:
    """The index of variation takes the size of the code list where it is fixed."""
    network = Network().person("a", seniority="owner").person("b", seniority="staff").met("a", 1).met("b", 1)
    row = network.row("diversity_weeks", population="active", axis="seniority")
    # blau .5; .5 · 6/5 = .6
    assert row["iqv"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("classified", "unclassified", "status"),
    # 20/33 = .606, 20/34 = .588, 30/50 = .6
    [(20, 13, "ok"), (19, 0, "insufficient"), (20, 14, "insufficient"), (30, 20, "ok")],
)
def test_too_few_or_too_many_unknown_is_insufficient(classified: int, unclassified: int, status: str) -> None:
    """At least 20 classified, and at least 60 % of the population."""
    assert circles(network_of({"a": classified}, unclassified))["status"] == status


def test_a_stable_week_says_so() -> None:
    """The same people in both weeks: no change, whatever is drawn."""
    row = circles(network_of({"a": 15, "b": 10}))
    assert (row["delta_low"], row["delta_high"], row["change"]) == (0, 0, "stable")


def test_a_circle_that_wakes_up_is_a_rise() -> None:
    """Twenty people of a second circle seen this week double the number of circles."""
    network = network_of({"a": 25}).circle("b")
    for number in range(20):
        network.person(f"b{number}", ["b"]).met(f"b{number}", 2)
    row = circles(network)
    assert row["change"] == "up"
    assert row["delta_low"] > 0.5


def test_known_people_are_counted_in_full() -> None:
    """No sample, so no resampling: whoever was never met belongs to the population known."""
    network = network_of({"a": 25}).circle("b").person("silent", ["b"])
    row = network.row("diversity_weeks", population="known", axis="circle")
    assert (row["n"], row["d0"], row["change"]) == (26, 2, None)


def test_dormant_ties_are_not_active() -> None:
    """Cooling ones are."""
    network = (
        network_of({"a": 2}).person("asleep", ["a"]).met("asleep", 700).person("cooling", ["a"]).met("cooling", 100)
    )
    assert circles(network)["n"] == 3


def test_the_dominant_groups_without_the_bias_of_few_people() -> None:
    """(n - 1) / (n x sum of squared shares - 1); null when no two people share a group."""
    # n 10, sum p² .38: 9 / 2.8 = 3.2143
    row = circles(network_of({"a": 5, "b": 3, "c": 2}))
    assert row["d2_unbiased"] == pytest.approx(3.2143, abs=5e-5)
    assert circles(network_of({"a": 1, "b": 1}))["d2_unbiased"] is None


def test_groups_are_compared_among_as_many_people() -> None:
    """Hurlbert's rarefaction to the smallest sufficient week: here, the week before the only other member came."""
    network = Network(measures={"diversity_minimum": 3}).circle("a").circle("b")
    for name, circle, age in (("p", "a", 20), ("q", "a", 20), ("r", "b", 20), ("s", "b", 3)):
        network.person(name, [circle], formed_precision="exact", formed_date=days_ago(age)).met(name, age)
    row = circles(network)
    # now 2 and 2 of 4, among 3 of them: each group is missed with chance C(2, 3)/C(4, 3) = 0: 2 groups
    assert row["d0_rarefied"] == pytest.approx(2)
    network.person("t", ["a"], formed_precision="exact", formed_date=days_ago(3)).met("t", 3)
    # now 3 and 2 of 5, among 3: a missed C(2, 3) = 0, b missed C(3, 3)/C(5, 3) = 1/10: 1.9 groups
    assert circles(network)["d0_rarefied"] == pytest.approx(1.9)
