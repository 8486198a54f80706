"""Tables that say the same in another order and beside columns nobody knows.

What property tests of CSV readers draw.
"""

from __future__ import annotations

from hypothesis import strategies as st

from connectors.tables.dialects import key


def columns_moved_and_added(
    data: st.DataObject, names: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows with up to twenty further columns, the columns in any order.

    Where a header stands twice, in the order given.
    """
    places = list(range(len(names)))
    if len({key(name) for name in names}) == len(names):
        places = data.draw(st.permutations(places))
    names, rows = [names[place] for place in places], [[row[place] for place in places] for row in rows]
    for number in range(data.draw(st.sampled_from([0, 20]))):
        at = data.draw(st.integers(0, len(names)))
        names.insert(at, f"Question {number} ?")
        for row in rows:
            row.insert(at, f"answer, {number}")
    return names, rows
