"""core.person_relations: what two people share is a relation, not one person."""

from __future__ import annotations

from typing import Any

from tests.support.network import Network

LINE = "+33199001234"


def relations(network: Network) -> list[tuple[str, str, str]]:
    rows = network.build("core.person_relations")["core.person_relations"]
    return sorted(rows.select("person_a", "person_b", "relation").rows())


def household(*names: str, **tables: list[dict[str, Any]]) -> Network:
    """One card per name, 'book/<given name>', with rows of staging tables by their last word."""
    cards = {
        f"book/{name.split()[0].lower()}": {"name": name, "name_key": " ".join(sorted(name.lower().split()))}
        for name in names
    }
    return Network(cards=cards, tables={f"staging.contact_{name}": rows for name, rows in tables.items()})


def line(*keys: str, subtype: str = "fixed_line") -> list[dict[str, Any]]:
    return [
        {"record_id": f"book/{key}", "ordinal": 1, "raw": LINE, "e164": LINE, "subtype": subtype, "is_valid": True}
        for key in keys
    ]


def test_a_landline_and_a_family_name_make_a_household():
    """A couple that shares a line at home is two people who live together; without the name they share a line."""
    assert relations(household("Marie Dupont", "Paul Dupont", phones=line("marie", "paul"))) == [
        ("marie", "paul", "shares_household"),
        ("marie", "paul", "shares_landline"),
    ]
    assert relations(household("Marie Dupont", "Paul Petit", phones=line("marie", "paul"))) == [
        ("marie", "paul", "shares_landline")
    ]


def test_a_switchboard_relates_nobody():
    """A line that five people hold, or that a company's card holds too, is the house's."""
    names = ["Marie A", "Paul B", "Jeanne C", "Louis D", "Sophie E"]
    assert relations(household(*names, phones=line("marie", "paul", "jeanne", "louis", "sophie"))) == []
    firm = household("Marie A", "Paul B", "Zorglub SAS", phones=line("marie", "paul", "zorglub"))
    firm.types = {"book/zorglub": "company"}
    assert relations(firm) == []


def test_a_private_mailbox_and_a_home_are_shared_by_a_household():
    """A work address in common is neither."""
    mail = [{"ordinal": 1, "email": "lesdupont@gmail.com", "is_valid": True, "is_free_mail": True, "is_role": False}]
    both = [row | {"record_id": f"book/{key}"} for key in ("marie", "paul") for row in mail]
    assert relations(household("Marie A", "Paul B", emails=both)) == [("marie", "paul", "shares_household")]
    work = [row | {"email": "x@zorglub.example", "is_free_mail": False} for row in both]
    assert relations(household("Marie A", "Paul B", emails=work)) == []
    home = [
        {"record_id": f"book/{key}", "ordinal": 1, "types": ["home"], "street": "1 Rue Haute", "postal_code": "59000"}
        for key in ("marie", "paul")
    ]
    assert relations(household("Marie A", "Paul B", addresses=home)) == [("marie", "paul", "shares_household")]


def test_a_card_that_names_an_assistant_relates_the_two():
    """The assistant stands first; a name that nobody, or more than one person, bears relates nobody."""
    named = [
        {
            "record_id": "book/marie",
            "ordinal": 1,
            "relation": "assistant",
            "name": "Paul Petit",
            "name_key": "paul petit",
        }
    ]
    assert relations(household("Marie Dupont", "Paul Petit", relations=named)) == [("paul", "marie", "assistant_of")]
    assert relations(household("Marie Dupont", "Louis Petit", relations=named)) == []
    twice = household("Marie Dupont", "Paul Petit", relations=named)
    twice.cards["other/paul2"] = {"name": "Paul Petit", "name_key": "paul petit"}
    assert relations(twice) == []


def test_a_card_that_names_a_spouse_relates_the_two():
    """Once, though both cards name the other; the smaller id stands first."""
    named = [
        {"record_id": f"book/{one}", "ordinal": 1, "relation": "spouse", "name": name, "name_key": name.lower()}
        for one, name in (("marie", "Paul Petit"), ("paul", "Dupont Marie"))
    ]
    assert relations(household("Marie Dupont", "Paul Petit", relations=named)) == [("marie", "paul", "spouse_of")]
