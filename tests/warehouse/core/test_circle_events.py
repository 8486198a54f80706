"""core.circle_events: events without guests whose title names a circle of the settings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.network import OWN, Network, attendee, event

ROTARY = {
    "label": "Rotary",
    "kind": "club",
    "is_first_circle": False,
    "default_gap_days": 60,
    "counts_alone": True,
}
RULES = [{"circle": "Rotary", "field": "label", "value": "RC Lille"}]


def circles(told: dict[str, Any], **changes: Any) -> list[str]:
    """The circles that the event's title names."""
    tables = {"raw.circles": [ROTARY | changes], "raw.circle_rules": RULES}
    return Network(events=[told], tables=tables).build("core.circle_events")["core.circle_events"]["circle"].to_list()


@pytest.mark.parametrize("title", ["Déjeuner Rotary", "déj. ROTARY (statutaire)", "Dîner RC Lille", "Rotary : bureau"])
def test_a_title_names_a_circle_or_one_of_its_labels(title):
    """As whole words, whatever their case."""
    assert circles(event("2026-07-01T10:30", title)) == ["Rotary"]


@pytest.mark.parametrize(
    "told",
    [
        event("2026-07-01T10:30", "Déjeuner Rotarien"),
        event("2026-07-01T10:30", "Annulé : déjeuner Rotary"),
        event("2026-07-01T10:30", "Refusé : déjeuner Rotary"),
        event("2026-07-01T10:30", "Relancer trésorier Rotary"),
        event("2026-07-01T10:30", "Virement Rotary"),
        event("2026-07-01T10:30", "Préparer déjeuner Rotary"),
        event("2026-07-01T10:30", "Déjeuner Rotary", OWN, "lea@rive.example"),
        event("2026-07-01T10:30", "Déjeuner Rotary", attendee(OWN, "DECLINED")),
        event("2026-07-01", "Déjeuner Rotary", transp="TRANSPARENT"),
    ],
)
def test_other_events_are_no_circles_own(told):
    """Called off, declined or a task; those with guests are occasions with them; a free day is none."""
    assert circles(told) == []


def test_a_circle_can_be_told_not_to_count_alone():
    """counts_alone = false in network.toml."""
    assert circles(event("2026-07-01T10:30", "Déjeuner Rotary"), counts_alone=False) == []
