"""What stands beside a name in a field for names.

Titles, credentials, brackets, quotation marks, an organisation, a job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from typing import NamedTuple

from transforms.lexicon import rows, words
from transforms.text import clean, fold_text, is_upper
from transforms.values.deaths import CROSSES, is_death

_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_QUOTED = re.compile(r"[\"“”«»„]\s*([^\"“”«»„]+?)\s*[\"“”«»„]|(?<!\w)['‘’]([^'‘’]+)['‘’](?!\w)")
_AFTER_BAR = re.compile(r"(?<!\s)\s+[-–—|•·/@:]\s+.*$|\s?[|•·].*$|\s(?:chez|at|from|@)\s+.*$", re.IGNORECASE)
_CROSSES = re.compile(f"[{CROSSES}]")
_ACRONYM = re.compile(r"\S*[A-Z]\S*[A-Z]\S*|\S*\.\S+")

FEWEST_OF_TEXT = 2
"""Words of a full name that stay, whatever they look like: 'Jack MA' is one."""
FEWEST_OF_PART = 1
"""The same of a field for the given or the family name."""
MOST_WORDS_OF_HOUSE = 20
"""Words of an organisation that is looked for behind a name."""


class Bare(NamedTuple):
    """A name without what stands beside it, given name first.

    family: its end that a comma marked as family name, where one did.
    suffix: Jr., III and their like, which tell father from son.
    """

    text: str
    family: str = ""
    birth_name: str = ""
    nickname: str = ""
    suffix: str = ""


def bare_name(text: str | None, houses: Iterable[Set[str]], fewest: int = FEWEST_OF_TEXT) -> Bare:
    """The name in a text, the birth name and the nickname it gives; empty where it holds an address.

    houses: folded names of organisations: one at the end is taken off; fewest: words that are left at least.
    """
    text = clean(text)
    if not text or "@" in text.strip("@ "):
        return Bare("")
    birth, nickname = _in_brackets(text)
    text = _CROSSES.sub(" ", text).strip()
    text = _BRACKETED.sub(" ", text)
    for quoted in _QUOTED.finditer(text):
        nickname = (quoted.group(1) or quoted.group(2)).strip()
    text = _AFTER_BAR.sub("", _QUOTED.sub(" ", text))
    text, family, suffix = _without_titles(text, fewest)
    text, birth = _without_birth_name(text, birth)
    return Bare(_without_organisation(text, houses, fewest), family, birth, nickname, suffix)


def _in_brackets(text: str) -> tuple[str, str]:
    """Birth name and nickname: '(née Ramon)' is the one, other words in brackets the other, credentials neither."""
    birth, nickname = "", ""
    for inner in (found.group(1).strip() for found in _BRACKETED.finditer(text)):
        head, _, rest = inner.partition(" ")
        if fold_text(head) in words("names", "birth_words"):
            birth = rest.strip()
        elif inner and not _is_credential(inner) and not is_death(inner):
            nickname = inner
    return birth, nickname


def _without_titles(text: str, fewest: int) -> tuple[str, str, str]:
    """The text without honorifics before it and credentials after it, 'Dupont, Marie' turned round.

    The family name this marks; the suffix.
    """
    head, *tail = [part.strip() for part in text.split(",") if part.strip()] or [""]
    suffix = next((part for part in tail if is_suffix(part)), "")
    head, own_suffix = _without_credentials(_without_honorifics(head.split()), FEWEST_OF_PART if tail else fewest)
    tail = [" ".join(_without_honorifics(part.split())) for part in tail if not _is_credential(part)]
    if len(tail) != 1 or not head or not _is_given_name(tail[0], head):
        return head, "", own_suffix or suffix
    given, late_suffix = _without_credentials(tail[0].split(), FEWEST_OF_PART)
    return f"{given} {head}", head, own_suffix or late_suffix or suffix


def _is_given_name(tail: str, head: str) -> bool:
    """Whether what follows a comma is a given name, and not a credential nobody listed ('CRHA', 'P.Mgr.') or a job
    after a whole name.
    """
    is_family_name = " " not in head or fold_text(head.split()[0]) in words("names", "particles")
    if is_family_name or is_known_given_name(tail):
        return True
    return not (is_known_given_name(head) or _ACRONYM.fullmatch(tail))


def is_known_given_name(text: str) -> bool:
    """True when the first word is a given name of the lexicon."""
    return fold_text(text).partition(" ")[0] in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name for row in rows("given_name_variants") for name in (row["name"], row["variant"]))


def _without_honorifics(parts: list[str]) -> list[str]:
    is_doctor, start = False, 0
    while start < len(parts) - 1:
        folded = fold_text(parts[start])
        is_degree = is_doctor and parts[start].endswith(".") and folded in words("names", "doctors_of")
        if folded not in words("names", "honorifics") and not is_degree:
            break
        is_doctor = is_doctor or folded in ("dr", "doktor")
        start += 1
    return parts[start:]


def _without_credentials(parts: list[str], fewest: int) -> tuple[str, str]:
    """The words without the credentials at their end, and the suffix among these."""
    parts = list(parts)
    suffix, is_all_upper = "", is_upper("".join(parts))
    while len(parts) > fewest:
        last = parts[-1]
        if is_suffix(last):
            suffix = last
        elif not _is_credential(last) or _may_be_a_name(last, is_all_upper, is_one_of_two=len(parts) == 2):
            break
        parts.pop()
    return " ".join(parts), suffix


def _may_be_a_name(word: str, is_all_upper: bool, is_one_of_two: bool) -> bool:
    """'Anh Tuan Do', 'Diallo BA'; not 'Marie Dupont MA'."""
    if fold_text(word).replace(" ", "") not in words("names", "capital_credentials"):
        return False
    return is_one_of_two or is_all_upper or not _ACRONYM.fullmatch(word)


def is_suffix(text: str) -> bool:
    """True of Jr., III and what else tells people of one name apart."""
    return fold_text(text) in words("names", "suffixes")


def _is_credential(text: str) -> bool:
    folded = fold_text(text)
    known = words("names", "credentials") | words("names", "suffixes")
    return (
        not folded
        or folded in known
        or folded.replace(" ", "") in known
        or all(part in known for part in folded.split())
    )


def _without_birth_name(text: str, birth: str) -> tuple[str, str]:
    parts = text.split()
    for index, part in enumerate(parts[1:], start=1):
        if fold_text(part) in ("nee", "geb", "born") and index + 1 < len(parts):
            return " ".join(parts[:index]), birth or " ".join(parts[index + 1 :])
    return text, birth


def _without_organisation(text: str, houses: Iterable[Set[str]], fewest: int) -> str:
    """The text without an organisation at its end.

    A single word must be in capitals, since firms bear the names of families.
    """
    parts = text.split()
    for length in range(min(len(parts) - fewest, MOST_WORDS_OF_HOUSE), 0, -1):
        tail = parts[-length:]
        folded = fold_text(" ".join(tail))
        if any(folded in names for names in houses) and (length > 1 or is_upper(tail[0])):
            return " ".join(parts[:-length])
    return text
