"""Names that share their field with a firm."""

from __future__ import annotations

import pytest

from transforms.names.firms import without_firm

HOUSES = frozenset({"menuiserie roc", "roc"})


@pytest.mark.parametrize(
    ("formatted", "organisation", "name", "firm"),
    [
        ("Menuiserie Roc, Zoé Roc", "Menuiserie Roc", "Zoé Roc", "Menuiserie Roc"),
        ("Zoé Roc, Menuiserie Roc", "Menuiserie Roc", "Zoé Roc", "Menuiserie Roc"),
        ("Menuiserie Roc, Zoé Roc", None, "Zoé Roc", "Menuiserie Roc"),
        ("Banque Orne, Paul Lenz", None, "Paul Lenz", "Banque Orne"),
        ("Orne GmbH, Paul Lenz", None, "Paul Lenz", "Orne GmbH"),
        ("Roc, Zoé Marie", "Roc", "Zoé Marie", "Roc"),
        ("Roc, Zoé", "Roc", "Roc, Zoé", None),
        ("Roc, Zoé Marie", "Voltéa", "Roc, Zoé Marie", None),
        ("Lenz, Paul", None, "Lenz, Paul", None),
        ("Paul Lenz, MBA", None, "Paul Lenz, MBA", None),
        ("Paul Lenz, Directeur Banque Orne", None, "Paul Lenz, Directeur Banque Orne", None),
        ("Banque Orne, Cabinet Lenz", None, "Banque Orne, Cabinet Lenz", None),
        (None, "Roc", None, None),
    ],
)
def test_a_firm_that_a_comma_parts_from_a_name_is_taken_off(formatted, organisation, name, firm):
    """Either may stand first; a family name before a comma is no firm, nor is a job."""
    found = without_firm(formatted, None, None, organisation, HOUSES)
    assert (found.formatted, found.firm) == (name, firm)


def test_a_firm_is_taken_off_the_parts_of_a_name():
    """Programs cut the text at its last space, or leave it in one part."""
    assert without_firm(None, "Banque Orne, Paul", "Lenz", None, frozenset()) == (None, "Paul", "Lenz", "Banque Orne")
    assert without_firm(None, "Banque Orne, Paul Lenz", None, None, frozenset())[1:] == (
        "Paul Lenz",
        None,
        "Banque Orne",
    )
