"""What network.toml names and the network does not hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.pipelines.conftest import SETTINGS, Called

PLAN = """
[plan]
statement = "Douze personnes de l'énergie"
start = 2026-09-01
deadline = 2027-06-30
target_people = 12
organisations = ["Orlivel Energies", "Tallbrook"]
functions = ["finances"]
people = ["Karim Hadad"]

[circles."Client"]
kind = "client"
[circles."Amis"]
kind = "friends"
"""


def test_targets_and_circles_that_nobody_meets_are_named_with_the_nearest(
    home: Path, entregent: Callable[..., Called]
) -> None:
    """A misprint would look like an empty network; who fits none of it is not named in a sentence."""
    (home / "network.toml").write_text(SETTINGS + PLAN, "utf-8")
    called = entregent("run", home, "--as-of", "2026-11-22")
    assert called.exit_code == 0, called.err
    about = [line for line in called.err.splitlines() if line.startswith("network.toml")]
    assert about == [
        'network.toml, [plan], functions: "finances" is none. There are: general_management, finance, sales, '
        "marketing, hr, it, operations, legal, rnd, communication, purchasing, other.",
        'network.toml, [plan], organisations: nobody of the network fits "Orlivel Energies". The nearest that it '
        'holds: "Orlivel Énergie".',
        "network.toml, [plan], people: somebody named there is nobody of the network, or goes by another name. "
        "Look with entregent who.",
        'network.toml, [circles."Client"]: nobody is in this circle. The nearest that it holds: "Clients".',
    ]


def test_what_the_network_holds_is_not_spoken_of(home: Path, entregent: Callable[..., Called]) -> None:
    """Whatever its case and accents."""
    plan = PLAN.replace("Orlivel Energies", "orlivel energie").replace("finances", "general_management")
    plan = plan.replace("Karim Hadad", "karim haddad").replace('"Client"', '"Clients"')
    (home / "network.toml").write_text(SETTINGS + plan, "utf-8")
    called = entregent("run", home, "--as-of", "2026-11-22")
    assert called.exit_code == 0
    assert "network.toml" not in called.err
