"""What a title says of whether its event takes place: called off, or declined by the owner."""

from __future__ import annotations

import re
from functools import cache

from transforms.lexicon import table
from transforms.text import fold_title

_STATES = ("cancelled", "declined")
# Spanish for a report, where French has an accent, or capitals without one
_REPORT = re.compile(r"\W*[Rr]eporte\b")
_BETWEEN = r"(?:^|.*?(?:\s[-–—]+\s*|\s*[:,;.!|/]\s+|[(\[]\s*|--+\s*))"


def called_off(title: str) -> str | None:
    """cancelled, declined, or null when the title says neither.

    A word says it at the head of the title, before a colon, in brackets or before a word for an occasion; or in its
    last clause, with its reason. As part of another word or a noun phrase it says nothing: 'Point sur les commandes
    annulées'.
    """
    folded = _handed_on().sub("", " ".join(fold_title(title).split())).strip()
    if _REPORT.match(title):
        return None
    for state in _STATES:
        if _at_head(folded, state) or _clause(state).fullmatch(folded):
            return state
    return "cancelled" if _is_unmade(folded) or _by_noun(folded) or _follows_occasion(folded) else None


def _words(*keys: str) -> str:
    return "(?:" + "|".join(word for key in keys for word in table("called_off")[key]) + ")"


@cache
def _handed_on() -> re.Pattern[str]:
    """Labels of what is handed on, one after the other: 'FW: TR : Canceled: …'."""
    return re.compile(rf"^\W*(?:{_words('handed_on')}\s*:\s*)+")


@cache
def _reason() -> str:
    """What may stand after the word to the end of the title: nothing, why and by whom, or something in brackets."""
    return rf"\W*(?:\s{_words('following')}\b.*|[-,–(\[/]\s*{_words('following')}\b.*)?"


@cache
def _head(state: str) -> re.Pattern[str]:
    said = _words(state, f"{state}_plural")
    return re.compile(
        rf"\W*{said}(?:\s+(?:event|evenement|termin|evento))?(?P<mark>\s*[:,\])–—]|\s+-)?(?P<rest>.*)", re.DOTALL
    )


def _at_head(folded: str, state: str) -> bool:
    found = _head(state).fullmatch(folded)
    if not found or re.match(r"\w", found["rest"]):
        return False
    return bool(found["mark"]) or _is_occasion(found["rest"])


@cache
def _clause(state: str) -> re.Pattern[str]:
    """The title's last clause begins with the word: after a dash, a comma, a colon or a bracket."""
    said = _words(state, f"{state}_plural")
    return re.compile(rf"{_BETWEEN}{said}\b{_reason()}", re.DOTALL)


@cache
def _unmade() -> re.Pattern[str]:
    return re.compile(rf"(?P<what>.*\w\W*)\s{_words('cancelled')}\b{_reason()}", re.DOTALL)


def _is_unmade(folded: str) -> bool:
    """True of 'Dîner Inès annulé cause grève', where no comma stands before the word."""
    found = _unmade().fullmatch(folded)
    if not found:
        return False
    what = re.split(r"[:,;(\[]|\s-+\s", found["what"])[-1].strip()
    if re.search(rf"\b{_words('about')}\s", what):
        return False
    return _is_occasion(what) or not re.search(rf"\b{_words('of_the')}\W(?:\w+\W)?\w+$", what)


def _follows_occasion(folded: str) -> bool:
    """True of 'Déjeuner annulé Nora Vidal': the word for the occasion begins the title, and the participle follows."""
    found = re.match(rf"\W*(?P<what>\w[\w' -]*?)\s{_words('cancelled')}(?!\w)", folded)
    return found is not None and any(pattern.fullmatch(found["what"]) for pattern in _occasions())


def _by_noun(folded: str) -> bool:
    """True of 'Annulation déjeuner Paul', not of 'Cancellation policy review'."""
    noun = re.match(rf"\W*(?P<noun>{_words('calling_off', 'cancellation')})\b(?P<rest>.*)", folded, re.DOTALL)
    if not noun:
        return False
    rest = noun["rest"].strip()
    is_adjunct = re.fullmatch(_words("cancellation"), noun["noun"]) and not re.match(r"of\b", rest)
    return re.match(r"[:\])–-]|$", rest) is not None or (not is_adjunct and _is_occasion(rest))


def _is_occasion(rest: str) -> bool:
    """The text begins with a word for an occasion, an article aside."""
    words = re.sub(rf"^\W*(?:(?:de|du|d|{_words('of_the')})\b\W*)*", "", rest)
    return any(pattern.match(words) for pattern in _occasions())


@cache
def _occasions() -> tuple[re.Pattern[str], ...]:
    entries = table("occasions")["pattern"]
    return tuple(re.compile(entry["pattern"]) for entry in entries if entry["occasion"] not in ("prep", "other"))
