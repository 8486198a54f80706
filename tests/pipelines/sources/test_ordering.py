"""Which of several exports is the newer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.exports import Export, KeyedRecord
from pipelines.sources.ordering import in_order

DAY = datetime(2026, 11, 1, 8)


def export(
    name: str = "contacts.vcf",
    *,
    content: str = "aa",
    modified: datetime = DAY,
    arrived: datetime = DAY,
    named: date | None = None,
    stamps: dict[str, datetime] | None = None,
    is_back: bool = False,
) -> Export:
    """stamps: the last change that each record states, by key."""
    origin = ("contacts", name, content)
    records = {
        key: KeyedRecord(key, origin, place, stamp=stamp) for place, (key, stamp) in enumerate((stamps or {}).items())
    }
    return Export(name, "file", "contacts", [origin], records, named, modified, arrived, {}, is_back)


def names(*exports: Export) -> list[str]:
    return [one.name for one in in_order(exports)]


def test_the_later_file_is_the_newer() -> None:
    """Where nothing else speaks."""
    assert names(export("a", modified=DAY + timedelta(days=1)), export("b")) == ["b", "a"]


def test_a_date_in_the_name_stands_above_the_time_of_the_file() -> None:
    """A file that was copied is as old as its copy."""
    old, new = export("old", named=date(2026, 9, 1), modified=DAY), export("new", named=date(2026, 10, 1), modified=DAY)
    assert names(new, old) == ["old", "new"]
    assert names(export("later", modified=datetime(2026, 9, 2)), old) == ["old", "later"]


def test_the_changes_that_records_state_stand_above_both() -> None:
    """A card's REV is its author's."""
    old = export("old", named=date(2026, 12, 1), stamps={"k": datetime(2026, 1, 1)})
    new = export("new", named=date(2026, 10, 1), stamps={"k": datetime(2026, 2, 1)})
    assert names(old, new) == ["old", "new"]


def test_numbers_in_names_tell_copies_of_one_moment_apart() -> None:
    """`contacts (10).csv` was saved after `contacts (2).csv`, and both after `contacts.csv`."""
    copies = [export(name) for name in ("contacts (10).csv", "contacts.csv", "contacts (2).csv")]
    assert names(*copies) == ["contacts.csv", "contacts (2).csv", "contacts (10).csv"]


def test_a_content_that_came_back_in_the_place_of_another_is_the_newer() -> None:
    """Whatever its records state: the user put it there last."""
    cut = export(content="cut", arrived=DAY + timedelta(days=7), stamps={"k": datetime(2026, 2, 1)})
    whole = export(content="whole", arrived=DAY + timedelta(days=14), is_back=True, stamps={"k": datetime(2026, 1, 1)})
    assert in_order([whole, cut]) == [cut, whole]


TIMES = st.integers(0, 5).map(lambda minutes: DAY + timedelta(minutes=minutes))
EXPORTS = st.builds(
    export,
    st.sampled_from(["contacts.vcf", "contacts (2).vcf", "book.vcf"]),
    content=st.uuids().map(str),
    modified=TIMES,
    arrived=TIMES,
    named=st.none() | st.sampled_from([date(2026, 11, 1), date(2026, 11, 2)]),
    stamps=st.dictionaries(st.sampled_from("xyz"), TIMES, max_size=3),
    is_back=st.booleans(),
)


@given(st.lists(EXPORTS, max_size=6).flatmap(lambda exports: st.tuples(st.just(exports), st.permutations(exports))))
def test_the_order_they_are_given_in_changes_nothing(exports: tuple[list[Export], list[Export]]) -> None:
    """Also where what two of them say of each other goes round in a circle."""
    one, other = exports
    assert in_order(one) == in_order(other)
    assert sorted(in_order(one), key=id) == sorted(one, key=id)
