"""The names of contacts, as titles write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple

from transforms.lexicon import rows
from transforms.text import fold_text

OWNER = ""
"""Stands in the index for the owner, whom no title of theirs means."""

_MOST_WORDS = 5  # of an own name whose words may stand in any order


class Contact(NamedTuple):
    """Somebody a title may name. organisation: where they are now, as written."""

    person_id: str
    given_name: str | None
    family_name: str | None
    organisation: str | None = None


class NameIndex:
    """The names of contacts by their folded words.

    towns: folded names, which no lone name may be; own_names: the folded words of each name of the owner, in any order.
    """

    def __init__(
        self, contacts: Iterable[Contact], towns: Collection[str], own_names: Iterable[Sequence[str]] = ()
    ) -> None:
        folded = cache(fold_text)
        self.full: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self.lone: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self.initials: dict[str, tuple[str, str]] = {}
        self.organisations: dict[str, str] = {}
        self.surnames: set[str] = set()
        self.givens = set(_known_givens())
        self._own = [tuple(words) for words in own_names]
        self.town_words = {word for town in towns for word in town.split()}
        for person_id, given, family, organisation in contacts:
            first, last = tuple(folded(given).split()), tuple(folded(family).split())
            self.initials[person_id] = (first[0][0] if first else "", last[0][0] if last else "")
            self.organisations[person_id] = folded(organisation)
            self.surnames.update(last)
            if first and last:
                self.full[first + last][person_id] = "full"
                self.full[last + first][person_id] = "full"
                self.givens.add(" ".join(first))
                for initials in _initials(first):
                    self.full[initials + last][person_id] = "full"
                    self.full[last + initials][person_id] = "full"
            for name, fit in ((last, "family"), (first, "given")):
                if sum(map(len, name)) > 1 and " ".join(name) not in towns and not self._is_own(name):
                    self.lone[name][person_id] = fit
        for words in self._own:
            for name in permutations(words) if len(words) <= _MOST_WORDS else (words,):
                if len(name) > 1:
                    self.full[name] = {OWNER: "full"}

    def _is_own(self, name: Sequence[str]) -> bool:
        return any(set(name) <= set(words) for words in self._own)

    def may_stand_beside(self, word: str, person_id: str) -> bool:
        """Beside a lone name: a town, or a word of the person's own organisation.

        Never a family name, which makes it another's full name.
        """
        return word not in self.surnames and (word in self.town_words or word in self.organisations[person_id].split())


def _initials(given: Sequence[str]) -> list[tuple[str, ...]]:
    """('jb',) and ('j', 'b') of Jean-Baptiste; a single initial is no name of its own."""
    letters = tuple(word[0] for word in given)
    return [("".join(letters),), letters] if len(letters) > 1 else []


@cache
def _known_givens() -> frozenset[str]:
    return frozenset(name for row in rows("given_name_variants") for name in (row["name"], *row["variant"].split()))
