"""Telephone numbers set aside for fiction, given out once each while they last.

Sources: Arcep (01 99 00 xx xx), Ofcom, NANPA (555-01xx), and the like.
"""

from __future__ import annotations

from pipelines.demo.circles import household

_SWITCHBOARDS = 100  # the first French numbers
_HOUSEHOLDS = 2000  # and those that households share
_ABROAD = {
    "GB": ("+44 20 7946 0{:03d}", 1000),
    "CH": ("+41 22 555 01 {:02d}", 100),
    "US": ("+1 202 555 01{:02d}", 100),
    "DE": ("+49 30 23125 0{:02d}", 100),
}


def personal_telephone(number: int, country: str) -> str | None:
    """The number of person `number`, written as people write theirs; null when there is none left to give."""
    if country in _ABROAD:
        pattern, size = _ABROAD[country]
        # of four people in a row, hardly two are of one of these countries
        return pattern.format(number // 4) if number // 4 < size else None
    return _french(number + _SWITCHBOARDS + _HOUSEHOLDS, number) if country == "FR" else None


def household_telephone(number: int) -> str | None:
    """The landline that the couple shares; `number`: of either."""
    first = household(number)
    return _french(_SWITCHBOARDS + first, first) if first < _HOUSEHOLDS else None


def switchboard(number: int, country: str) -> str | None:
    """The number that colleagues share; null abroad."""
    return _french(number, 0) if country == "FR" else None


def _french(index: int, style: int) -> str | None:
    if index >= 10_000:
        return None
    pairs = ("01", "99", "00", f"{index // 100:02d}", f"{index % 100:02d}")
    national = "".join(pairs)
    styles = (
        " ".join(pairs),
        "+33 1 " + " ".join(pairs[1:]),
        national,
        "+33" + national[1:],
        ".".join(pairs),
        "0033" + national[1:],
    )
    return styles[style % len(styles)]
