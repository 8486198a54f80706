"""How two given names, or two family names, agree.

The same, a form of one another, one left short, or words of two people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations

import polars as pl

from transforms.lexicon import rows, words

# from the surest to the weakest; names that are none of these are names of two people
VARIANT, PARTIAL, TYPO, INITIAL = "variant", "partial", "typo", "initial"

_SKELETON = [
    (r"ph", "f"), (r"ck|[cq]", "k"), (r"kh", "k"), (r"ou|oo", "u"), (r"ee", "i"), (r"tch|sch|tsch", "ch"),
    (r"dj|dsch", "j"), (r"[yj]", "i"), (r"w", "v"),
    (r"z", "s"), (r"ae|ai|ei", "e"), (r"(?<!^)h", ""), (r"(.)\1+", r"\1"), (r"(?<=..)e$", ""),
]  # fmt: skip
# particles that stand two by two
_RUN_TOGETHER = frozenset({"dela", "delos", "delas", "vander", "vanden", "vonder", "abdel", "abdal"})
_LARGEST_GROUP = 400  # words that share a part too common to say anything ('marie', 'jean') are not compared for it


@cache
def skeleton(name: str) -> str:
    """Spellings of one sound brought together: Mohammed and Mohamed, Kareem and Karim, Cathérine and Katherine."""
    for pattern, replacement in _SKELETON:
        name = re.sub(pattern, replacement, name)
    return name


@cache
def variants() -> frozenset[tuple[str, str]]:
    """Pairs of given names that may name one person, both ways round."""
    pairs = {(compact(row["name"]), compact(row["variant"])) for row in rows("given_name_variants")}
    return frozenset(pairs | {(two, one) for one, two in pairs})


@cache
def formal_names() -> frozenset[str]:
    """Given names that stand by themselves, folded, without hyphens."""
    return (
        frozenset(compact(row["name"]) for row in rows("given_name_variants"))
        | words("names", "compound_heads")
        | words("names", "compound_tails")
    )


def compact(name: str) -> str:
    """The name without spaces and hyphens: spellings of a double name meet."""
    return name.replace("-", "").replace(" ", "")


def family_core(folded: str) -> str:
    """A folded family name without its particles; the whole of it where nothing else is left."""
    parts = folded.split()
    return " ".join(part for part in parts if part not in words("names", "particles")) or folded


@cache
def consonants(name: str) -> str:
    """What a compact name has in common with its form in a script that writes no vowels.

    'leila' and 'll', 'mohamed' and 'mhmd'.
    """
    name = name if _has_no_vowels(name) else re.sub(r"(.)\1+", r"\1", name)  # doubled letters are not written there
    bare = re.sub(r"[aeiouyw]", "", name.replace("ph", "f").replace("ck", "k"))
    bare = bare.replace("q", "k").replace("c", "k").replace("sh", "kh").replace("z", "s").replace("g", "j")
    return re.sub(r"(?<=.)h$", "", bare)


def _has_no_vowels(name: str) -> bool:
    return len(name) > 1 and not re.search(r"[aeiouyw]", name)


def _are_consonants(first: str, second: str) -> bool:
    """True of a name written with its consonants only and one that has the same."""
    return (
        (_has_no_vowels(first) or _has_no_vowels(second))
        and len(consonants(first)) > 1
        and consonants(first) == consonants(second)
    )


def distance_is_within(one: str, two: str, most: int) -> bool:
    """True when at most that many letters are added, dropped, changed or swapped with their neighbour between the two
    words.
    """
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


def given_agreement(one: str, two: str, attested: frozenset[str] = frozenset()) -> str | None:
    """How two different folded given names, words apart, agree; None for names of two people.

    The order does not matter.
    attested: compact given names that the book or the lexicon knows, which are no misspellings of one another.
    """
    one, two = sorted((one, two), key=lambda name: (len(name), name))
    first, second = compact(one), compact(two)
    if first == second or (first, second) in variants() or (len(first) > 1 and skeleton(first) == skeleton(second)):
        return VARIANT
    if _are_consonants(first, second):
        return VARIANT
    parts, others = one.split(), two.split()
    if _are_initials(first, parts, others):
        return INITIAL
    if _is_short_form(first, second):
        return VARIANT
    if len(parts) < len(others) and others[: len(parts)] == parts:
        # 'Jean' may be Jean-Paul as people call him, 'Jean P.' and 'Anne Sophie' write a second name out
        return PARTIAL
    if (parts[0], others[0]) in variants() and min(len(parts), len(others)) == 1:
        return PARTIAL
    both_attested = first in attested and second in attested
    return (
        TYPO
        if not both_attested and min(len(first), len(second)) >= 4 and distance_is_within(first, second, 1)
        else None
    )


def _are_initials(short: str, parts: list[str], others: list[str]) -> bool:
    """True of 'j' and Jean, 'jp' and Jean-Paul, 'j p' and Jean-Paul, 'j' and 'j p'."""
    initials = "".join(part[0] for part in others)
    is_short = all(len(part) == 1 for part in parts)
    return (is_short and (initials.startswith(short) or short.startswith(initials))) or (
        len(parts) == 1 < len(others) and short == initials
    )


def _is_short_form(short: str, name: str) -> bool:
    """True of 'math' for Mathilde, not of Paul for Pauline: the beginning of a name that is no formal name itself."""
    return 3 <= len(short) <= len(name) - 2 and name.startswith(short) and short not in formal_names()


def family_agreement(one: str, two: str) -> str | None:
    """How two different folded family names without particles, words apart, agree; None for names of two families."""
    first, second = sorted((compact(one), compact(two)), key=lambda name: (len(name), name))
    if first == second or (len(first) > 3 and skeleton(first) == skeleton(second)):
        return VARIANT
    if len(first) == 1:
        return INITIAL if second.startswith(first) else None
    if _are_consonants(first, second):
        return VARIANT
    if (
        len(first) > 2
        and second.endswith(first)
        and second[: -len(first)] in words("names", "particles") | _RUN_TOGETHER
    ):
        return VARIANT
    if set(one.split()) & set(two.split()) & {part for part in one.split() if len(part) > 2}:
        return PARTIAL
    most = 2 if len(first) >= 9 else 1
    return TYPO if len(first) >= 5 and distance_is_within(first, second, most) else None


def alike_pairs(
    names: Iterable[str], keys: Callable[[str], Iterable[str]], agreement: Callable[[str, str], str | None]
) -> list[tuple[str, str, str]]:
    """The pairs of different names that share a key and agree, with how they agree: the smaller name first; sorted."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        for key in set(keys(name)):
            groups[key].append(name)
    found: dict[tuple[str, str], str | None] = {}
    for group in groups.values():
        for pair in combinations(group, 2) if len(group) <= _LARGEST_GROUP else ():
            if pair not in found:
                found[pair] = agreement(*pair)
    return sorted((one, two, level) for (one, two), level in found.items() if level)


def given_keys(name: str) -> Iterator[str]:
    """Keys that any two given names share that could name one person.

    A single letter has none, since it fits too many.
    """
    whole, parts = compact(name), name.split()
    if len(whole) < 2:
        return
    yield from (f"sound {skeleton(whole)}", f"word {parts[0]}", f"consonants {consonants(whole)}")
    yield from (f"begin {whole[:length]}" for length in range(3, min(len(whole), 6) + 1))
    if len(parts) > 1 or len(whole) < 4:
        yield from (f"initials {''.join(part[0] for part in parts)}", f"initials {whole}")
    yield from (f"variant {other}" for other in _variants_of().get(whole, ()))
    yield from (f"variant {other}" for other in _variants_of().get(name.split()[0], ()))
    yield f"variant {whole}"
    yield f"variant {name.split()[0]}"
    yield from _without_a_letter(whole)


@cache
def _variants_of() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, two in sorted(variants()):
        found[one].append(two)
    return dict(found)


def family_keys(name: str) -> Iterator[str]:
    """Keys that any two family names share that could be one person's, initials apart."""
    whole = compact(name)
    yield from (f"sound {skeleton(whole)}", f"consonants {consonants(whole)}")
    yield from (f"word {part}" for part in name.split() if len(part) > 2)
    yield from (
        f"word {whole[length:]}"
        for length in range(1, 7)
        if len(whole) > length + 2 and whole[:length] in words("names", "particles") | _RUN_TOGETHER
    )
    yield f"word {whole}"
    if len(whole) >= 4:
        yield from _without_a_letter(whole)
    if len(whole) >= 9:  # two letters may differ in a long name, seldom one in each half
        yield from (f"half {whole[:5]}", f"half {whole[-5:]}")


def _without_a_letter(word: str) -> Iterator[str]:
    yield f"but {word}"
    yield from (f"but {word[:i]}{word[i + 1 :]}" for i in range(len(word)))


def pairs_frame(pairs: list[tuple[str, str, str]], schema: pl.Schema) -> pl.DataFrame:
    """The pairs under the compact spelling of their words.

    The closest agreement where several spellings meet, equal ones left out.
    """
    order = ("variant", "partial", "initial", "typo")
    found: dict[tuple[str, str], str] = {}
    for one, two, level in pairs:
        first, second = sorted((compact(one), compact(two)))
        if first != second:
            found[first, second] = min(found.get((first, second), level), level, key=order.index)
    return pl.DataFrame([(*pair, level) for pair, level in sorted(found.items())], schema=schema, orient="row")
