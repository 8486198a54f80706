"""Which circles there are and who is in them: core.circles, core.person_circles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.network import Network
from transforms.values.circles import circle_id, label_kind, organisation_kind, rule_key

ROTARY = {"label": "Rotary", "kind": "club", "is_first_circle": False, "default_gap_days": 45}


def memberships(network: Network) -> list[tuple[Any, ...]]:
    return (
        network.build("core.person_circles")["core.person_circles"]
        .select("person_id", "circle_id", "origin", "weight")
        .rows()
    )


def labelled(*labels: str, **tables: Any) -> Network:
    """Karim, with labels on his card."""
    network = Network(cards={"book/k": {"name": "Karim Haddad"}})
    network.tables = {"staging.contact_labels": [{"record_id": "book/k", "label": label} for label in labels], **tables}
    return network


def test_a_person_of_k_circles_counts_one_kth_in_each():
    """Two spellings of one label are one circle."""
    assert memberships(labelled("Amis", "amis", "HEC")) == [
        ("k", "amis", "declared", 0.5),
        ("k", "hec", "declared", 0.5),
    ]


def test_labels_of_the_settings_mean_their_circle():
    """[circles."Rotary"] labels = ["RC Lille"]: its kind, first circle and rhythm are the settings'.

    The label is no circle of its own.
    """
    rules = [{"circle": "Rotary", "field": "label", "value": "RC Lille"}]
    network = labelled("RC LILLE", **{"raw.circles": [ROTARY], "raw.circle_rules": rules})
    assert memberships(network) == [("k", "rotary", "declared", 1.0)]
    circles = network.build("core.circles")["core.circles"]
    assert circles.rows() == [("rotary", "Rotary", "club", False, 45)]


@pytest.mark.parametrize(
    ("rule", "is_in"),
    [
        (("organisation", "Voltéa SA"), True),
        (("organisation", "Volt"), False),
        (("domain", "@mail.voltea.example"), True),
        (("city", "Saint Étienne"), True),
        (("city", "Lille"), False),
    ],
)
def test_a_rule_puts_people_without_a_label_into_its_circle(rule, is_in):
    """By organisation, domain or town, in any spelling that folds to the same."""
    field, value = rule
    network = labelled(
        **{"raw.circles": [ROTARY], "raw.circle_rules": [{"circle": "Rotary", "field": field, "value": value}]}
    )
    network.cards["book/k"] |= {"organisation": "VOLTÉA", "organisation_key": "voltea"}
    network.tables["staging.contact_emails"] = [
        {"record_id": "book/k", "ordinal": 1, "email": "k@voltea.example", "domain": "voltea.example"}
    ]
    network.tables["staging.contact_addresses"] = [{"record_id": "book/k", "ordinal": 1, "locality": "Saint-Étienne"}]
    assert memberships(network) == ([("k", "rotary", "rule", 1.0)] if is_in else [])


@pytest.mark.parametrize("town", ["Łódź", "Malmø", "Œuilly"])
def test_a_town_of_letters_that_are_no_accents_fits_its_own_rule(town):
    """The rule and the town are folded alike."""
    network = labelled(
        **{"raw.circles": [ROTARY], "raw.circle_rules": [{"circle": "Rotary", "field": "city", "value": town}]}
    )
    network.tables["staging.contact_addresses"] = [{"record_id": "book/k", "ordinal": 1, "locality": town}]
    assert memberships(network) == [("k", "rotary", "rule", 1.0)]


def test_labels_win_over_rules_and_rules_over_the_employer():
    """Derived circles only where none is declared."""
    tables = {
        "raw.circles": [ROTARY],
        "raw.circle_rules": [{"circle": "Rotary", "field": "organisation", "value": "Voltéa"}],
        "raw.own_organisations": [{"organisation": "Voltéa", "is_present": True}],
    }
    found = []
    for labels, rules in ((["Amis"], True), ([], True), ([], False)):
        network = labelled(*labels, **(tables if rules else {"raw.own_organisations": tables["raw.own_organisations"]}))
        network.cards["book/k"] |= {"organisation": "Voltéa", "organisation_key": "voltea"}
        found += memberships(network)
    assert found == [("k", "amis", "declared", 1.0), ("k", "rotary", "rule", 1.0), ("k", "voltea", "employer", 1.0)]


def test_an_employer_that_is_not_the_owners_is_no_circle():
    """Else each person would be a circle of their own; an association of former students or a club is one."""
    network = Network(
        cards={
            "book/a": {"name": "Ada Noir", "organisation": "Rive SA", "organisation_key": "rive"},
            "book/b": {"name": "Léa Roux", "organisation": "HEC Alumni", "organisation_key": "hec alumni"},
            "book/c": {
                "name": "Sam Blanc",
                "organisation": "Rotary Club de Lille",
                "organisation_key": "rotary club de lille",
            },
        }
    )
    assert memberships(network) == [("b", "hec alumni", "school", 1.0), ("c", "rotary club de lille", "club", 1.0)]
    kinds = (
        network.build("core.circles")["core.circles"]
        .select("label", "kind", "is_first_circle", "default_gap_days")
        .rows()
    )
    assert kinds == [("HEC Alumni", "school", True, 90), ("Rotary Club de Lille", "club", False, 60)]


def test_a_circle_that_nobody_is_in_is_one_only_in_the_settings():
    """An own employer whose people are all in a declared circle is no circle beside it.

    A declared one without people is.
    """
    rules = [{"circle": "Rotary", "field": "label", "value": "Amis"}]
    network = labelled("Amis", **{"raw.circles": [ROTARY, {**ROTARY, "label": "Chasse"}], "raw.circle_rules": rules})
    network.tables["raw.own_organisations"] = [{"organisation": "Voltéa", "is_present": True}]
    assert network.build("core.circles")["core.circles"]["circle_id"].to_list() == ["chasse", "rotary"]


def test_a_former_colleague_stays_in_the_circle_of_the_employer():
    """The old card names the owner's house, LinkedIn the new one; a past employer counts too."""
    network = Network(
        cards={
            "book/k": {"name": "Karim Haddad", "organisation": "Voltéa", "organisation_key": "voltea"},
            "in/k": {"name": "Karim Haddad", "organisation": "Rive", "organisation_key": "rive"},
        },
        people={"book/k": "karim", "in/k": "karim"},
        tables={"raw.own_organisations": [{"organisation": "Voltéa SA", "is_present": False}]},
    )
    assert memberships(network) == [("karim", "voltea sa", "employer", 1.0)]


def test_positions_and_schools_of_an_account_stand_in_for_organisations_of_the_settings():
    """An archive names them; the settings, once they name one, stand alone."""
    facts = [
        {
            "source": "Education.csv",
            "position": 1,
            "organisation": "Institut Bréval",
            "organisation_kind": "school",
            "finished_on": "2002",
        },
        {"source": "Positions.csv", "position": 1, "organisation": "Voltéa SA", "organisation_kind": "employer"},
        {
            "source": "Positions.csv",
            "position": 2,
            "organisation": "Rive",
            "organisation_kind": "employer",
            "finished_on": "Dec 2022",
        },
    ]
    cards = {
        f"book/{key}": {"name": "Karim Haddad", "organisation": key, "organisation_key": key}
        for key in ("voltea", "rive", "institut breval", "autre")
    }
    network = Network(cards=cards, tables={"raw.owner_facts": facts})
    own = network.build("staging.own_organisations")["staging.own_organisations"]
    assert own.select("organisation", "kind", "is_present", "origin").rows() == [
        ("Institut Bréval", "school", False, "account"),
        ("Rive", "employer", False, "account"),
        ("Voltéa SA", "employer", True, "account"),
    ]
    assert [row[:3] for row in memberships(network)] == [
        ("institut breval", "institut breval", "school"),
        ("rive", "rive", "employer"),
        ("voltea", "voltea sa", "employer"),
    ]
    network.tables["raw.own_organisations"] = [{"organisation": "Autre", "is_present": True}]
    assert [row[:3] for row in memberships(network)] == [("autre", "autre", "employer")]


def test_decisions_add_and_remove_circles():
    """circle makes a circle where there was none; not_circle takes a label away, under any of the circle's names."""
    decisions = [
        {"verb": "circle", "subject": "book/k", "object": "Chasse", "line": 2},
        {"verb": "not_circle", "subject": "book/k", "object": "RC Lille", "line": 3},
    ]
    rules = [{"circle": "Rotary", "field": "label", "value": "RC Lille"}]
    network = labelled("Rotary", **{"raw.decisions": decisions, "raw.circles": [ROTARY], "raw.circle_rules": rules})
    assert memberships(network) == [("k", "chasse", "declared", 1.0)]
    assert network.build("core.circles")["core.circles"]["circle_id"].to_list() == ["chasse", "rotary"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Famille", "family"),
        ("Promo HEC 98", "school"),
        ("Rotary", "club"),
        ("Amis", "friends"),
        ("Clients Nord", "client"),
        ("Ex-collègues", "employer"),
        ("Fournisseurs", "professional"),
        ("Divers", "other"),
        ("Club des anciens élèves", "school"),
        ("🎾 Tennis", "club"),
    ],
)
def test_a_label_has_the_kind_it_speaks_of(label, kind):
    """A small lexicon of French and English labels; other where it says nothing."""
    assert label_kind(label) == kind


def test_keys_of_circles_and_rules_fold_spellings():
    """Accents, case, signs, legal forms and hosts change nothing; a label of signs keeps them."""
    assert [
        circle_id("Été & Cie"),
        circle_id("★"),
        rule_key("organisation", "VOLTÉA S.A."),
        rule_key("domain", "Mail.Voltea.co.uk"),
    ] == [
        "ete cie",
        "★",
        "voltea",
        "voltea.co.uk",
    ]
    assert organisation_kind("Voltéa") is None
