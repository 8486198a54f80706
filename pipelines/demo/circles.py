"""The circles of the made-up executive: their settings, who belongs to them, and how one meets there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of the made-up owner.

    gap_days: the usual gap between two meetings, as network.toml states it; occasions: titles with {name} or {family}.
    """

    label: str
    kind: str
    gap_days: int
    is_first_circle: bool
    rules: tuple[str, ...]
    occasions: tuple[str, ...]


FAMILY = Circle("Famille", "family", 90, True, (), ("Déjeuner {family}", "Dîner {name}", "Déj. {name}"))
FRIENDS = Circle(
    "Amis", "friends", 60, True, (), ("Dîner {name}", "Apéro {name}", "Verre avec {name}", "Brunch {name}")
)
SCHOOL = Circle(
    "HEC Lille", "school", 90, True, (), ("Déjeuner {name}", "Verre avec {name}", "Café {name}", "Petit dej {name}")
)
ROTARY = Circle("Rotary", "club", 60, False, (), ("Déjeuner {name}", "Café {name}", "RDV {name}"))
FORMER = Circle(
    "Anciens Cotrelle",
    "employer",
    30,
    True,
    ("organisation=Cotrelle Industrie",),
    ("Déj. {name}", "Café {name}", "Verre avec {name}", "RDV {name}"),
)
OWN = Circle(
    "Brevanne",
    "employer",
    30,
    True,
    ("organisation=Brevanne Ingénierie",),
    ("1:1 {name}", "Point {name}", "Déj. {name}", "Café {name}"),
)
CLIENTS = Circle(
    "Clients",
    "client",
    60,
    False,
    (),
    ("Déjeuner {name}", "RDV {name}", "Petit-déjeuner {name}", "Visio {name}", "Lunch {name}"),
)
ASSOCIATIONS = Circle(
    "Cercle des Dirigeantes", "professional", 120, False, (), ("RDV {name}", "Café {name}", "Déjeuner {name}")
)
CIRCLES = (FAMILY, FRIENDS, SCHOOL, ROTARY, FORMER, OWN, CLIENTS, ASSOCIATIONS)

NO_CIRCLE = Circle("", "other", 120, False, (), ("RDV {name}", "Visio {name}", "Café {name}", "Déjeuner {name}"))

# Forty consecutive people: eight clients, six colleagues, and so on, mixed so that any short run of people holds most
# circles.
_SHARES = (
    (CLIENTS, 8),
    (OWN, 6),
    (FORMER, 5),
    (SCHOOL, 5),
    (ROTARY, 4),
    (ASSOCIATIONS, 3),
    (FAMILY, 2),
    (FRIENDS, 2),
    (NO_CIRCLE, 5),
)
_ROW = tuple(circle for circle, share in _SHARES for _ in range(share))
PATTERN = tuple(_ROW[place * 7 % len(_ROW)] for place in range(len(_ROW)))


def household(number: int) -> int:
    """The first person of the household: a couple stands in the same circle, one pattern apart."""
    return number - len(PATTERN) if number // len(PATTERN) % 2 else number
