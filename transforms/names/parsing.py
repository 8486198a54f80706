"""Names of people: cut into given and family name, and as they are shown."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.lexicon import words
from transforms.names.beside import FEWEST_OF_PART, Bare, bare_name
from transforms.text import clean, fold_text, is_upper

_VOWEL = re.compile(r"[aeiouy]")


class Name(NamedTuple):
    """A person's name as people write it. Empty text where a part is not known.

    birth_name: family name before marriage; suffix: Jr., III.
    """

    given: str
    family: str
    additional: str = ""
    birth_name: str = ""
    nickname: str = ""
    suffix: str = ""

    @property
    def display(self) -> str:
        return " ".join(part for part in (self.given, self.additional, self.family, self.suffix) if part)


def parse_name(
    formatted: str | None,
    given: str | None = None,
    family: str | None = None,
    additional: str | None = None,
    organisation: str | None = None,
    organisations: frozenset[str] = frozenset(),
) -> Name:
    """The name that the parts of a card state, or that its full text holds.

    Parts win over the text; a whole name in one part is cut; parts that are swapped by the look of their capitals are
    put right. organisation, organisations: the record's own and those of the book, folded: one at the end of the text
    is taken off ('Marie Dupont VAM'). Never raises; text without a name gives empty parts.
    """
    # not one set: those of a large book would be copied for each name
    houses = (organisations, {fold_text(organisation)})
    one, other = bare_name(given, houses, FEWEST_OF_PART), bare_name(family, houses, FEWEST_OF_PART)
    first, last, further = one.text, other.text, clean(additional)
    if not first and not last:
        one, further = bare_name(formatted, houses), ""
        first, last = _cut(one)
    elif not first or not last:
        whole = one if first else other
        first, last = _cut(whole) if " " in whole.text else (first, last)
    elif is_upper(first) and not is_upper(last) and not is_acronym(first):
        first, last = last, first
    birth, nickname, suffix = (
        one.birth_name or other.birth_name,
        one.nickname or other.nickname,
        one.suffix or other.suffix,
    )
    return Name(_cased(first, False), _cased(last, True), _cased(further, False), _cased(birth, True), nickname, suffix)


def _cut(bare: Bare) -> tuple[str, str]:
    """Given and family name: where a comma marked the latter, else where its words tell."""
    if bare.family and bare.text.endswith(f" {bare.family}"):
        return bare.text.removesuffix(bare.family).strip(), bare.family
    return split_name(bare.text)


def shown_name(
    formatted: str | None, name: Name, organisation: str | None = None, organisations: frozenset[str] = frozenset()
) -> str:
    """The name a record is shown by: its full text without what stands beside a name, else what its parts say.

    Empty without either. The words of the text stay in their order, but capitals and a comma that mark a family name
    put first: 'DUPONT Marie', 'Dupont, Marie'. name: what `parse_name` makes of the record. Short capitals are no
    family name put first: 'SOS Médecins', 'KPMG France'.
    """
    text = clean(formatted)
    whole = parse_name(text, organisation=organisation, organisations=organisations)
    head = text.partition(" ")[0]
    if (
        whole.family
        and is_acronym(head)
        and not is_upper(text)
        and "," not in text
        and fold_text(head) == fold_text(whole.family)
    ):
        return text
    return whole.display or name.display


def is_acronym(text: str) -> bool:
    """True of up to three capitals, or more without a vowel."""
    return is_upper(text) and " " not in text and (len(text) <= 3 or not _VOWEL.search(fold_text(text)))


def split_name(text: str) -> tuple[str, str]:
    """Given and family name of a full name.

    Capitals tell the family name where only some words have them ('DUPONT Marie'); otherwise the given name stands
    first, a hyphenated or French double given name is kept whole ('Anne Sophie Martin'), particles belong to the family
    name. One word is a given name.
    """
    parts = text.split()
    if len(parts) < 2:
        return text, ""
    capitals = [is_upper(part) for part in parts]
    if any(capitals) and not all(capitals):
        marked = [i for i, upper in enumerate(capitals) if upper]
        first, last = marked[0], marked[-1]
        while first > 0 and parts[first - 1].islower() and fold_text(parts[first - 1]) in words("names", "particles"):
            first -= 1
        rest = parts[:first] + parts[last + 1 :]
        if rest:
            return " ".join(rest), " ".join(parts[first : last + 1])
    return _split_by_place(parts)


def _split_by_place(parts: list[str]) -> tuple[str, str]:
    heads, tails, particles = (words("names", key) for key in ("compound_heads", "compound_tails", "particles"))
    cut = 1
    is_double = fold_text(parts[0]) in heads and fold_text(parts[1]) in tails
    if len(parts) > 2 and (is_double or _is_initial(parts[1])):
        cut = 2
    elif len(parts) == 3 and fold_text(parts[1]) not in particles and fold_text(parts[0]) not in particles:
        cut = 2 if "-" not in parts[2] else 1
    return " ".join(parts[:cut]), " ".join(parts[cut:])


def _is_initial(part: str) -> bool:
    return len(part.rstrip(".")) == 1


def _cased(text: str, is_family: bool) -> str:
    """The name in mixed case when it is written in one case; particles of a family name small."""
    if not text or not (is_upper(text) or text.islower()) or (is_acronym(text) and not is_family):
        return text
    particles = words("names", "particles") - {
        "el",
        "al",
        "ben",
        "le",
        "la",
        "les",
        "mac",
        "mc",
        "san",
        "saint",
        "st",
        "ait",
    }
    return " ".join(
        part.lower() if is_family and fold_text(part) in particles and " " in text else _titled(part)
        for part in text.split()
    )


def _titled(part: str) -> str:
    return "".join(
        piece.capitalize() if index % 2 == 0 else piece for index, piece in enumerate(re.split(r"([-'’.])", part))
    )
