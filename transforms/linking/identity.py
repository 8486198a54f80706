"""Stable person ids: a cluster keeps the id most of its records had, a new one gets its own, none is used twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from hashlib import sha256


def person_ids(clusters: Mapping[str, str], register: Mapping[str, str]) -> dict[str, str]:
    """The person id of each record.

    clusters: record id → name of its cluster; register: record id → person id of earlier runs, records that are gone
    included. A split leaves the id with the part that holds most of its records, a merge keeps the id that most records
    had (then the smallest cluster and id).
    """
    members: defaultdict[str, list[str]] = defaultdict(list)
    for record_id, name in clusters.items():
        members[name].append(record_id)
    overlaps = Counter((name, register[record_id]) for record_id, name in clusters.items() if record_id in register)
    given: dict[str, str] = {}
    taken: set[str] = set()
    for (name, person_id), _ in sorted(overlaps.items(), key=lambda item: (-item[1], item[0])):
        if name not in given and person_id not in taken:
            given[name] = person_id
            taken.add(person_id)
    taken |= set(register.values())
    for name in sorted(set(members) - set(given)):
        given[name] = _new_id(min(members[name]), taken)
        taken.add(given[name])
    return {record_id: given[name] for record_id, name in clusters.items()}


def _new_id(record_id: str, taken: set[str]) -> str:
    """'p' and twelve hexadecimal digits derived from the smallest record key.

    Another draw where the id was once someone else's.
    """
    draw = 0
    while True:
        text = record_id if draw == 0 else f"{record_id}\n{draw}"
        person_id = "p" + sha256(text.encode()).hexdigest()[:12]
        if person_id not in taken:
            return person_id
        draw += 1
