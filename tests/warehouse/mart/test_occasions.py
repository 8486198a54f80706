"""mart.occasions: what counts as one."""

from __future__ import annotations

from tests.warehouse.mart.network import Network, days_ago


def test_a_circles_own_event_is_an_occasion_with_nobody():
    """A lunch of the club without guests, beyond the first circle like the club; a coming one is none yet."""
    network = Network()
    for event_id, age, occasion in (("past", 3, "lunch"), ("coming", -9, "lunch"), ("family", 4, "dinner")):
        network.add(
            "core.events",
            event_id=event_id,
            local_date=days_ago(age),
            occasion=occasion,
            participants=None,
            is_counted=False,
        )
    for event_id, circle, is_first in (("past", "Rotary", False), ("coming", "Rotary", False), ("family", "F", True)):
        network.add("core.circle_events", event_id=event_id, circle=circle, is_first_circle=is_first)
    rows = network.mart("occasions", None).sort("occasion_id")
    assert rows.select("occasion_id", "mean", "is_networking", "is_beyond_first_circle").rows() == [
        ("family", "meal", True, False),
        ("past", "meal", True, True),
    ]
