"""How two names agree: the same, a form of one another, one left short, or names of two people."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from transforms.lexicon import rows, words

# from the surest to the weakest; CONFLICT: names of two people; UNKNOWN: a side without a name
FULL, VARIANT, MIDDLE, FORMER, PARTIAL, TYPO, INITIAL, SINGLE, OTHER_FAMILY, UNKNOWN, CONFLICT = (
    "full", "variant", "middle", "former_family", "partial", "typo", "initial", "single", "other_family", "unknown", "conflict",
)  # fmt: skip

_SKELETON = [
    (r"ph", "f"), (r"ck|[cq]", "k"), (r"kh", "k"), (r"ou|oo", "u"), (r"ee", "i"), (r"tch|sch|tsch", "ch"), (r"dj|dsch", "j"), (r"[yj]", "i"), (r"w", "v"),
    (r"z", "s"), (r"ae|ai|ei", "e"), (r"(?<!^)h", ""), (r"(.)\1+", r"\1"), (r"(?<=..)e$", ""),
]  # fmt: skip

_REMEMBERED = 2**17  # pairs of names whose comparison is kept at hand: the same ones come up in several blocks


class NameView(NamedTuple):
    """A name as it is compared: folded words of the given name, core words of the family name; others: further given or family names the record shows."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    other_given: frozenset[str] = frozenset()
    other_families: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return " ".join(sorted(self.given + self.family))


def family_words(folded: str) -> tuple[str, ...]:
    """The words of a folded family name without its particles; all of them where nothing else is left."""
    parts = folded.split()
    return tuple(part for part in parts if part not in words("names", "particles")) or tuple(parts)


@cache
def skeleton(name: str) -> str:
    """Spellings of one sound brought together: Mohammed and Mohamed, Kareem and Karim, Cathérine and Katherine."""
    for pattern, replacement in _SKELETON:
        name = re.sub(pattern, replacement, name)
    return name


@cache
def variants() -> frozenset[tuple[str, str]]:
    """Pairs of given names that may name one person, both ways round."""
    pairs = {(_joined(row["name"]), _joined(row["variant"])) for row in rows("given_name_variants")}
    return frozenset(pairs | {(two, one) for one, two in pairs})


@cache
def formal_names() -> frozenset[str]:
    """Given names that stand by themselves, folded, without hyphens."""
    return frozenset(_joined(row["name"]) for row in rows("given_name_variants")) | words("names", "compound_heads") | words("names", "compound_tails")


def _joined(name: str) -> str:
    return name.replace("-", "").replace(" ", "")


def distance_is_within(one: str, two: str, most: int) -> bool:
    """True when at most that many letters are added, dropped, changed or swapped with their neighbour between the two words."""
    # a letter added, dropped or changed is one letter more or less on either side; swapped neighbours are none
    if abs(len(one) - len(two)) > most or len(set(one) ^ set(two)) > 2 * most:
        return False
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        current = [i]
        for j, other in enumerate(two, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most and (not row or min(row) > most):
            return False
        before, row = row, current
    return row[-1] <= most


class Comparer:
    """Compares names; each pair of views once. attested: given names the book or the lexicon knows, which are no misspellings of one another."""

    def __init__(self, attested: frozenset[str]) -> None:
        self.attested = attested
        self._known = lru_cache(maxsize=_REMEMBERED)(self._names)
        self._given: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}

    def names(self, one: NameView, two: NameView) -> str:
        """How the two names agree: one of the words at the top of this module. The order of the two does not matter."""
        first, second = (one, two) if one <= two else (two, one)
        return CONFLICT if self._are_strangers(first, second) else self._known(first, second)

    def _are_strangers(self, one: NameView, two: NameView) -> bool:
        """True of most pairs of names that are two people's, told from the given names alone, whichever of the names stands first.

        Only a short cut: names of one length may be the same words in another order, those beyond ASCII may be in another script.
        """
        if one.other_given or two.other_given or not (one.given and one.family and two.given and two.family):
            return False
        if self.givens(one.given, two.given) != CONFLICT or self.givens(one.given, two.family) != CONFLICT:
            return False
        first, second = "".join(one.given + one.family), "".join(two.given + two.family)
        return len(first) != len(second) and first.isascii() and second.isascii()

    def _names(self, one: NameView, two: NameView) -> str:
        if not one.given + one.family or not two.given + two.family or _is_latin(one) != _is_latin(two):
            return UNKNOWN
        if one.key == two.key or "".join(one.given + one.family) == "".join(two.given + two.family):
            return FULL if len(one.key.split()) > 1 else SINGLE
        if len(one.given + one.family) == 1 or len(two.given + two.family) == 1:
            return self._single(one, two)
        straight = self._in_order(one, two)
        if straight in (CONFLICT, OTHER_FAMILY):
            turned = self._in_order(one, NameView(two.family, two.given))
            return straight if turned in (CONFLICT, OTHER_FAMILY) else turned
        return straight

    def _single(self, one: NameView, two: NameView) -> str:
        short, full = (one, two) if len(one.given + one.family) == 1 else (two, one)
        word = (short.given + short.family)[0]
        parts = {"".join(full.given), "".join(full.family), *full.given, *full.family} | full.other_given
        is_known = word in parts or any((word, part) in variants() for part in parts)
        return SINGLE if is_known else CONFLICT

    def _in_order(self, one: NameView, two: NameView) -> str:
        given = self.givens(one.given, two.given)
        if given == CONFLICT and (one.other_given & _forms(two) or two.other_given & _forms(one)):
            given = VARIANT
        if given == CONFLICT or (family := _families(one, two)) == CONFLICT:
            return CONFLICT
        if family == OTHER_FAMILY:
            return OTHER_FAMILY if given in (FULL, VARIANT) else CONFLICT
        if given == TYPO and family != FULL:
            return CONFLICT
        order = (FULL, VARIANT, MIDDLE, FORMER, PARTIAL, TYPO, INITIAL)
        return max(given, family, key=order.index)

    def givens(self, one: tuple[str, ...], two: tuple[str, ...]) -> str:
        """How two given names agree: full, variant, middle, partial, typo, initial or conflict."""
        pair = (one, two) if one <= two else (two, one)
        if pair not in self._given:
            self._given[pair] = self._givens(*pair)
        return self._given[pair]

    def _givens(self, one: tuple[str, ...], two: tuple[str, ...]) -> str:
        first, second = "".join(one), "".join(two)
        if not first or not second or first == second:
            return FULL
        if _is_initials(one) or _is_initials(two):
            return INITIAL if _initials(one)[0] == _initials(two)[0] and _initials_fit(one, two) else CONFLICT
        if (first, second) in variants() or skeleton(first) == skeleton(second):
            return VARIANT
        if _is_short_form(first, second) or _is_short_form(second, first):
            return VARIANT
        shorter, longer = sorted((one, two), key=len)
        if len(shorter) < len(longer) and (longer[: len(shorter)] == shorter):
            is_double = longer[0] in words("names", "compound_heads") and len(longer[-1]) > 1
            return PARTIAL if is_double else MIDDLE
        if (one[0], two[0]) in variants() and min(len(one), len(two)) == 1:
            return PARTIAL
        both_attested = first in self.attested and second in self.attested
        if not both_attested and min(len(first), len(second)) >= 4 and distance_is_within(first, second, 1):
            return TYPO
        return CONFLICT


def _is_latin(view: NameView) -> bool:
    """True of a name in Latin letters: names in two scripts can only be compared by what stands beside them."""
    return "".join(view.given + view.family).isascii()


def _is_short_form(short: str, name: str) -> bool:
    """True of 'math' for Mathilde, not of Paul for Pauline: the beginning of a name that is no formal name itself."""
    return 3 <= len(short) <= len(name) - 2 and name.startswith(short) and short not in formal_names()


def _forms(view: NameView) -> set[str]:
    return {"".join(view.given), *view.given}


def _is_initials(given: tuple[str, ...]) -> bool:
    return all(len(part) == 1 for part in given)


def _initials(given: tuple[str, ...]) -> str:
    return "".join(part[0] for part in given)


def _initials_fit(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    first, second = _initials(one), _initials(two)
    return first.startswith(second) or second.startswith(first)


def _families(one: NameView, two: NameView) -> str:
    """How two family names agree: full, former_family, partial, typo, initial or other_family; conflict between initials that differ."""
    first, second = "".join(one.family), "".join(two.family)
    if not first or not second or first == second:
        return FULL
    if len(first) == 1 or len(second) == 1:
        return INITIAL if first[0] == second[0] else CONFLICT
    if len(first) > 3 and skeleton(first) == skeleton(second):
        return VARIANT
    if second in one.other_families or first in two.other_families or one.other_families & two.other_families:
        return FORMER
    if set(one.family) & set(two.family) & {part for part in one.family if len(part) > 2}:
        return PARTIAL
    most = 2 if min(len(first), len(second)) >= 9 else 1
    if min(len(first), len(second)) >= 5 and distance_is_within(first, second, most):
        return TYPO
    return OTHER_FAMILY
