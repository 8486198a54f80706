"""Whom a note names: by a record key, an address, or a name that fits one contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from transforms.text import fold_text

Key = TypeVar("Key", bound=Hashable)


class NotedPeople:
    """People by what a note may call them.

    keys: person ids by record key and by lower-case address; names: (person id, name) of contacts, as written.
    """

    def __init__(self, keys: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]]) -> None:
        self._keys = _by_key(keys)
        self._names = _by_key((name, person_id) for person_id, written in names if (name := _words(written)))
        self._bearers: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in self._names:
            for word in words:
                self._bearers[word].add(words)

    def fitting(self, written: str) -> set[str]:
        """Ids of the people the text fits, none or several when it settles nothing.

        A record key or an address first; else the same name, whatever the order of its words; else names that hold all
        of its words, of which there are at least two.
        """
        for key in (written, written.lower(), written.lower().removeprefix("mailto:")):
            if key in self._keys:
                return self._keys[key]
        words = _words(written)
        if words in self._names:
            return self._names[words]
        if len(words) < 2:
            return set()
        holding = set.intersection(*(self._bearers.get(word, set()) for word in words))
        return {person_id for name in holding for person_id in self._names[name]}


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(fold_text(text).split()))


def _by_key(pairs: Iterable[tuple[Key, str]]) -> Mapping[Key, set[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for key, person_id in pairs:
        found[key].add(person_id)
    return dict(found)
