"""Whom a title names: "Déj. Karim Haddad" is a lunch with the contact of that name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from transforms.lexicon import words as lexicon_words
from transforms.names.title_index import OWNER, Contact, NameIndex
from transforms.names.untold import telling_part
from transforms.text import fold_text, fold_title
from transforms.values.occasions import Rule, classify, lexicon

_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 6  # words; longer names are not written in titles
_JOINING = ("et", "and", "und", "e", "y")
_TOUCHING = re.compile(r"[-‐‑'’]")


class TitledEvent(NamedTuple):
    event_id: str
    title: str
    local_date: date


class Mention(NamedTuple):
    """person_id: null when several contacts fit. fit: full, given or family; candidates: how many fit."""

    event_id: str
    person_id: str | None
    fit: str
    candidates: int


@dataclass(frozen=True)
class _Word:
    text: str  # folded
    is_capital: bool
    is_plain: bool  # a word of the occasion, a link word or a civility: no part of a name
    gap: str  # what stands between it and the word before


@dataclass(frozen=True)
class _Name:
    """fits: by person, what of their name fits."""

    length: int
    fits: Mapping[str, str]


@dataclass(frozen=True)
class _Reading:
    """What one title can mean, whenever its event was.

    full, lone: by person, what of their name stands in the title.
    """

    full: Mapping[str, str]
    lone: Mapping[str, str]


def mentions(
    events: Iterable[TitledEvent],
    contacts: Iterable[Contact],
    met: Iterable[tuple[str, date]],
    *,
    towns: Iterable[str] = (),
    own_names: Iterable[Sequence[str]] = (),
    rules: Sequence[Rule] = (),
    window_days: int,
    as_of: date,
) -> list[Mention]:
    """The contacts that titles name, at most one mention an event.

    events: in the order they take place; met: days a contact was met, by invitation; towns: known names; own_names:
    folded words of the owner's names, which name nobody; rules: the user's occasion rules. A full name decides; without
    one, a lone name fits the contacts who bear it and were met in the window before the event, by earlier mentions too.
    Tasks, absences and feasts name nobody.
    """
    index = NameIndex(contacts, {fold_text(town) for town in towns}, own_names)
    recent = _Recent(met, window_days, as_of)
    readings: dict[str, _Reading] = {}
    found: list[Mention] = []
    for event in events:
        reading = readings.get(event.title) or readings.setdefault(event.title, _read(event.title, index, rules))
        fits = reading.full or {
            person: fit for person, fit in reading.lone.items() if recent.has(person, event.local_date)
        }
        if not fits:
            continue
        person = next(iter(fits)) if len(fits) == 1 else None
        found.append(Mention(event.event_id, person, min(fits.values()), len(fits)))
        if person is not None:
            recent.add(person, event.local_date)
    return found


class _Recent:
    """Days on which contacts were met, up to as_of."""

    def __init__(self, met: Iterable[tuple[str, date]], window_days: int, as_of: date) -> None:
        self._window, self._as_of = timedelta(days=window_days), as_of
        self._invited: dict[str, list[date]] = defaultdict(list)
        self._named: dict[str, list[date]] = defaultdict(list)
        for person, day in sorted(met, key=lambda row: row[1]):
            self._invited[person].append(day)

    def add(self, person: str, day: date) -> None:
        self._named[person].append(day)

    def has(self, person: str, day: date) -> bool:
        last = min(day, self._as_of)
        return any(
            self._latest(days.get(person, []), last) >= day - self._window for days in (self._invited, self._named)
        )

    @staticmethod
    def _latest(days: Sequence[date], last: date) -> date:
        place = bisect_right(days, last)
        return days[place - 1] if place else date.min


def _read(title: str, index: NameIndex, rules: Sequence[Rule]) -> _Reading:
    words = _words(telling_part(title, classify(title, (*rules, *lexicon()))), rules)
    full = dict(
        fit
        for start, name in _longest(words, index.full)
        if not _is_cut(words, start, name.length)
        for fit in name.fits.items()
    )
    full |= _first_of_couples(words, index)
    full.pop(OWNER, None)
    lone = dict(
        fit
        for start, name in _longest(words, index.lone)
        if not _is_everyday(words[start : start + name.length], start)
        for fit in _standing_alone(words, start, name, index).items()
    )
    return _Reading(full, lone)


def _words(title: str, rules: Sequence[Rule]) -> list[_Word]:
    occasion = _occasion_letters(title, rules)
    plain = lexicon_words("title_words", "plain")
    found, end = [], 0
    for match in _WORD.finditer(title):
        folded = fold_text(match[0])
        if folded:
            is_plain = folded in plain or match.start() in occasion
            found.append(_Word(folded, match[0][0].isupper(), is_plain, title[end : match.start()]))
            end = match.end()
    return found


def _occasion_letters(title: str, rules: Sequence[Rule]) -> set[int]:
    """Places in the title that an occasion pattern covers.

    Patterns run on the folded title, whose letters are not one to one.
    """
    pieces = [fold_title(letter) for letter in title]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    folded = "".join(pieces)
    return {
        place
        for _, pattern in (*rules, *lexicon())
        for match in pattern.finditer(folded)
        for place in places[match.start() : match.end()]
    }


def _longest(words: Sequence[_Word], names: Mapping[tuple[str, ...], Mapping[str, str]]) -> Iterator[tuple[int, _Name]]:
    """Names in the title from left to right, at each place the longest; no word belongs to two."""
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
            fits = names.get(tuple(word.text for word in words[start : start + length]))
            if fits:
                yield start, _Name(length, fits)
                start += length
                break
        else:
            start += 1


def _first_of_couples(words: Sequence[_Word], index: NameIndex) -> dict[str, str]:
    """Whom the first given name of 'Bernard et Martine Chauvet' fits, with the family name that both bear."""
    found: dict[str, str] = {}
    for start, given in product(range(len(words)), (1, 2)):
        joint = start + given
        if joint >= len(words):
            continue
        second = joint + (words[joint].text in _JOINING)
        if second == joint and not re.search("[&+]", words[joint].gap):
            continue
        for other, family in product((1, 2), range(_LONGEST_NAME, 0, -1)):
            last = second + other + family
            name = tuple(word.text for word in (*words[start:joint], *words[second + other : last]))
            given_too = " ".join(word.text for word in words[second : second + other])
            if last <= len(words) and given_too in index.givens and name in index.full:
                found |= index.full[name]
    return found


def _is_cut(words: Sequence[_Word], start: int, length: int) -> bool:
    """A hyphen or an apostrophe ties the name to a word beside it: 'Jean Martin-Dupuis' does not name Jean Martin."""
    before = start > 0 and _TOUCHING.fullmatch(words[start].gap) and not words[start - 1].is_plain
    after = (
        start + length < len(words)
        and _TOUCHING.fullmatch(words[start + length].gap)
        and not words[start + length].is_plain
    )
    return bool(before or after)


def _standing_alone(words: Sequence[_Word], start: int, name: _Name, index: NameIndex) -> Mapping[str, str]:
    """Those whom the name fits when it stands alone.

    Written as a name, with no other name beside it but an initial that agrees.
    """
    if _is_cut(words, start, name.length) or not (words[start].is_capital or _is_single_case(words)):
        return {}
    fits = dict(name.fits)
    end = start + name.length
    for place, gap in ((start - 1, words[start].gap), (end, words[end].gap if end < len(words) else "")):
        beside = words[place] if 0 <= place < len(words) else None
        if beside is None or gap.strip(" .\u00a0") or beside.is_plain or not beside.text.isalpha():
            continue
        if len(beside.text) == 1:
            fits = {
                person: fit for person, fit in fits.items() if index.initials[person][fit == "given"] == beside.text
            }
        elif beside.is_capital or _is_single_case(words):
            fits = {person: fit for person, fit in fits.items() if index.may_stand_beside(beside.text, person)}
    return fits


def _is_everyday(words: Sequence[_Word], start: int) -> bool:
    """Words of the occasion only, or a word such as 'petit' that begins the title and has its capital for that."""
    return all(word.is_plain for word in words) or (
        start == 0 and len(words) == 1 and words[0].text in lexicon_words("title_words", "everyday")
    )


def _is_single_case(words: Sequence[_Word]) -> bool:
    return len({word.is_capital for word in words}) == 1 and not words[0].is_capital
