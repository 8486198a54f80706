"""What became of the records of a source."""

from __future__ import annotations

from datetime import date, datetime

from pipelines.sources.exports import Export, KeyedRecord
from pipelines.sources.history import described, history

DAY = datetime(2026, 11, 1, 8)


def export(
    *keys: str, kind: str = "contacts", layout: str = "file", accepted: date | None = None, method: str | None = None,
    days: dict[str, date] | None = None, said: str = "",
) -> Export:  # fmt: skip
    """keys: of its records; said: what each of them says; days: the first day of events, by key."""
    origin = ("contacts", "contacts.vcf", "aa")
    records = {
        key: KeyedRecord(key + said, origin, place, starts_on=(days or {}).get(key)) for place, key in enumerate(keys)
    }
    return Export(
        "contacts.vcf", layout, kind, [origin], records, None, DAY, DAY, {}, accepted_on=accepted, method=method
    )


def changes(*exports: Export) -> list[tuple[int, int, int, int]]:
    """new, changed, gone and waiting of each export."""
    done = history(exports).changes
    return [(change.new, change.changed, len(change.gone), len(change.waiting)) for change in done]


def test_what_a_newer_export_lacks_is_gone() -> None:
    """One of four is missing, one is new, and what stays says the same."""
    assert changes(export(*"abcd"), export(*"bcde")) == [(4, 0, 0, 0), (1, 0, 1, 0)]


def test_what_says_something_else_has_changed() -> None:
    """Under the same key."""
    assert changes(export("a"), export("a", said="!")) == [(1, 0, 0, 0), (0, 1, 0, 0)]


def test_a_large_drop_waits_until_it_is_accepted() -> None:
    """More than three in ten are missing."""
    assert changes(export(*"abcdef"), export(*"abcd"))[1] == (0, 0, 0, 2)
    assert changes(export(*"abcdef"), export(*"abcd", accepted=date(2026, 11, 8)))[1] == (0, 0, 2, 0)


def test_what_comes_back_is_new_again() -> None:
    """And no longer gone."""
    done = history([export(*"abcd"), export(*"abc"), export(*"abcd")])
    assert done.changes[2].new == 1
    assert done.gone == {}


def test_another_layout_concludes_nothing() -> None:
    """A view with other columns may hold other people."""
    assert changes(export(*"abcd"), export(*"ab", layout="file view"))[1] == (0, 0, 0, 0)


def test_messages_are_never_gone() -> None:
    """What was written was written."""
    assert changes(export(*"abcd", kind="messages"), export(*"abc", kind="messages"))[1] == (0, 0, 0, 0)


def test_a_message_about_single_events_ends_none() -> None:
    """An invitation holds one event, whatever the calendar holds."""
    assert changes(export(*"abcd", kind="events"), export(*"abc", kind="events", method="REQUEST"))[1] == (0, 0, 0, 0)


def test_events_before_the_days_of_an_export_are_not_gone() -> None:
    """It reaches back to a month before its first event."""
    days = {"march": date(2026, 3, 10), "may": date(2026, 5, 10), "june": date(2026, 6, 1), "july": date(2026, 7, 1)}
    whole = export("march", "may", "june", "july", kind="events", days=days)
    later = export("june", "july", kind="events", days=days)
    assert history([whole, later]).changes[1].gone == {"may"}


def test_a_change_is_described_without_what_is_zero() -> None:
    """In the order given; nothing at all has a word too."""
    assert described({"new": 3, "changed": 0, "gone": 2}) == "3 new, 2 gone"
    assert described({"new": 0}) == "nothing new"
