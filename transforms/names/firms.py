"""Names that a firm stands beside, with a comma between: 'Menuiserie Talbot, Oriane Talbot'."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from transforms.names.beside import is_known_given_name
from transforms.text import clean, fold_text
from transforms.values.organisations import looks_like_organisation
from transforms.values.titles import states_level


class WithoutFirm(NamedTuple):
    """The names of a record without the firm; firm: it, where one stood there."""

    formatted: str | None
    given: str | None
    family: str | None
    firm: str | None = None


def without_firm(
    formatted: str | None, given: str | None, family: str | None, organisation: str | None, houses: Set[str]
) -> WithoutFirm:
    """The texts of a name, each without a firm that a comma parts from a person's name.

    houses: folded organisations of the book. A firm is the record's own, one of the book's, or named like one; of one
    word only the record's own beside a whole name, since firms bear the names of families: 'Dupont, Marie'.
    """
    firms: list[str] = []
    own = fold_text(organisation)
    whole, first, last = (
        _bare(text, own, houses, bool(given and family), firms) for text in (formatted, given, family)
    )
    return WithoutFirm(whole, first, last, firms[0] if firms else None)


def _bare(text: str | None, own: str, houses: Set[str], is_one_of_parts: bool, firms: list[str]) -> str | None:
    """The text without its firm, which is added to those found."""
    parts = [part for part in clean(text).split(",") if part.strip()]
    if len(parts) != 2:
        return text
    one, two = (part.strip() for part in parts)
    for firm, person in ((one, two), (two, one)):
        if _is_firm(firm, own, houses, is_first=firm is one) and _is_person(person, own, houses, is_one_of_parts):
            firms.append(firm)
            return person
    return text


def _is_firm(text: str, own: str, houses: Set[str], is_first: bool) -> bool:
    folded = fold_text(text)
    if folded and folded == own:
        return True
    if " " not in folded or states_level(text):
        return False
    return looks_like_organisation(text) or (folded in houses and (is_first or not own))


def _is_person(text: str, own: str, houses: Set[str], is_one_of_parts: bool) -> bool:
    """A given and a family name; a given name alone where the family name stands in the other part."""
    folded = fold_text(text)
    if not folded or folded == own or folded in houses or looks_like_organisation(text) or states_level(text):
        return False
    return 2 <= len(folded.split()) <= 4 or (is_one_of_parts and is_known_given_name(text))
