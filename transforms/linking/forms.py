"""The names a record shows: the stated one put in order, and what its profile, its addresses and its nickname add to
it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Any, NamedTuple

from transforms.lexicon import words
from transforms.linking.entities import given_names
from transforms.linking.words_alike import compact, family_agreement, family_core, given_agreement
from transforms.text import fold_text

STATED, PROFILE, ADDRESS, NICKNAME, BIRTH = "stated", "profile", "address", "nickname", "birth_name"
_TURNED = log(8)  # how much likelier the other order must be before a stated one is given up


class Form(NamedTuple):
    """One name: folded words of the given name, and of the family name without its particles. Either may be empty."""

    given: str
    family: str

    @property
    def is_full(self) -> bool:
        """True when both names are there and neither is cut to its initial."""
        return len(compact(self.given)) > 1 and len(compact(self.family)) > 1


class NameBook:
    """Which words the book's own rows use as given and which as family names: each distinct name counts once."""

    def __init__(self, stated: Iterable[Form]) -> None:
        full = {form for form in stated if form.is_full}
        self.givens = Counter(compact(form.given) for form in full)
        self.families = Counter(compact(form.family) for form in full)
        self._known = given_names()
        self.cut = lru_cache(maxsize=2**16)(self._cut)

    def is_given(self, word: str) -> bool:
        return self.givens[word] > self.families[word] or word in self._known

    def is_family(self, word: str) -> bool:
        return len(word) > 2 and self.families[word] > 0

    def restored(self, row: Mapping[str, Any], form: Form) -> Form:
        """The stated form, with names whose letters were lost put right where the book knows them, and left out where
        it does not.
        """
        given, family = (
            _with_lost_letters(row["given_name"], self.givens),
            _with_lost_letters(row["family_name"], self.families),
        )
        return Form(form.given if given is None else given, form.family if family is None else family)

    def turned(self, form: Form) -> Form:
        """The form with given and family name in their places, as the rest of the book shows them."""
        return (
            Form(family_core(form.family), form.given)
            if self._turn_gain(compact(form.given), compact(form.family)) > _TURNED
            else form
        )

    def _turn_gain(self, given: str, family: str) -> float:
        if not given or not family or given == family:
            return 0.0
        itself = min(len(given), len(family)) > 1  # a full name stands in the counts, in the order that is in question
        return self._share(family, given, 0) - self._share(given, family, itself)

    def _share(self, given: str, family: str, itself: int) -> float:
        """Logarithm of how well the words fill their places; a single letter fits either."""
        as_given = self.givens[given] - itself + 3.0 * (given in self._known) if len(given) > 1 else 0.3
        as_family = self.families[family] - itself if len(family) > 1 else 0.3
        return log(max(as_given, 0) + 0.1) + log(max(as_family, 0) + 0.1)

    def _cut(self, word: str) -> Form:
        """The name in a word that runs both names together: 'mariedupont', 'mdupont'; empty where none can be told."""
        cuts = [(word[:i], word[i:]) for i in range(len(word) - 2, 1, -1)]
        for left, right in cuts:
            if self.is_given(left) and self.is_family(right):
                return Form(left, right)
        for left, right in cuts:
            if self.is_family(left) and self.is_given(right):
                return Form(right, left)
        if self.is_family(word[1:]):
            return Form(word[0], word[1:])
        longest = next((cut for cut in cuts if len(cut[0]) >= 4 and len(cut[1]) >= 4 and self.is_given(cut[0])), None)
        return Form(*longest) if longest else Form("", "")

    def in_address(self, mailbox: str) -> Form:
        """The name in the part of an address before '@'; empty where none can be read."""
        parts = [part for part in _segments(mailbox) if part.isalpha()]
        if len(parts) == 2:
            return self._ordered(*parts)
        if len(parts) != 1:
            return Form("", "")
        if self.is_given(parts[0]) and not self.is_family(parts[0]):
            return Form(parts[0], "")
        return self.cut(parts[0]) if len(parts[0]) > 4 else Form("", "")

    def _ordered(self, first: str, second: str) -> Form:
        if len(second) == 1 and len(first) == 1:
            return Form("", "")
        if len(second) == 1 or (self.is_family(first) and not self.is_given(first) and self.is_given(second)):
            first, second = second, first
        return Form(first, second)

    def in_profile(self, url: str | None) -> list[Form]:
        """The ways to read a profile's address as a name: 'anne-marie-du-pont-1a2b3c' can be cut in three places."""
        parts = [fold_text(part) for part in (url or "").rsplit("/", 1)[-1].split("-")]
        while parts and (
            not parts[-1]
            or re.search(r"\d", parts[-1])
            or (len(parts) > 2 and re.fullmatch(r"[0-9a-f]{6,}", parts[-1]))
        ):
            parts.pop()
        if any(re.search(r"\d", part) for part in parts):
            return []
        if len(parts) == 1:
            return [self.cut(parts[0])] if len(parts[0]) > 4 else []
        return [Form(" ".join(parts[:i]), family_core(" ".join(parts[i:]))) for i in range(1, len(parts))]


def stated_form(row: Mapping[str, Any]) -> Form:
    """The name a record states, folded; empty parts where it states none."""
    given, family = fold_text(row["given_name"]), fold_text(row["family_name"])
    first, _, last = family.rpartition(" ")
    if first and given in words("names", "particles"):  # 'El Khoury Tarik', cut after its first word
        return Form(last, first)
    return Form(given, family_core(family))


def _with_lost_letters(text: str | None, known: Counter[str]) -> str | None:
    """A name some of whose letters were lost on the way ('?ric', '?l?onore'), as the one name of the book that fits;
    null where none or two do.
    """
    if not text or "?" not in text:
        return None
    pattern = re.compile("".join("." if letter == "?" else re.escape(compact(fold_text(letter))) for letter in text))
    fitting = [name for name in known if pattern.fullmatch(name)] if any(letter.isalpha() for letter in text) else []
    return fitting[0] if len(fitting) == 1 else ""


def _segments(mailbox: str) -> list[str]:
    local = re.sub(r"\d+", "", mailbox.rpartition("@")[0])
    return [compact(fold_text(part)) for part in re.split(r"[._]", local) if part.strip("-")]


def forms_of(
    row: Mapping[str, Any], stated: Form, mailboxes: Sequence[str], book: NameBook
) -> list[tuple[Form, str, bool]]:
    """The names of one record: form, where it was read, and whether it is the one the record goes by.

    The one it goes by stands first.
    """
    stated = book.turned(book.restored(row, stated))
    if not compact(stated.given + stated.family).isascii():
        # a script that has no plain letters: what stands beside the name must tell it
        stated = Form(*(part if compact(part).isascii() else "" for part in stated))
    in_profile = book.in_profile(row["linkedin_url"])
    in_addresses = [form for form in map(book.in_address, mailboxes) if form.given or form.family]
    main, origin = _main(stated, in_profile, in_addresses)
    found = [(main, origin, True)] if main.given or main.family else []
    found += [(form, where, False) for form, where in _others(row, main, in_profile, in_addresses)]
    return list({form: (form, where, is_main) for form, where, is_main in reversed(found)}.values())[::-1]


def _main(stated: Form, in_profile: Sequence[Form], in_addresses: Sequence[Form]) -> tuple[Form, str]:
    """The stated name, completed where it is cut short and its profile or an address tells the rest."""
    if stated.is_full:
        return stated, STATED
    if not stated.given and not stated.family:
        best = next(
            (form for form in in_addresses if form.given and form.family), in_addresses[0] if in_addresses else None
        )
        return (best, ADDRESS) if best else (stated, STATED)
    for candidates, origin in ((in_profile, PROFILE), (in_addresses, ADDRESS)):
        completed = [whole for form in candidates if (whole := _completed(stated, form))]
        if completed:
            return max(completed, key=lambda form: form.is_full), origin
    return stated, STATED


def _completed(short: Form, form: Form) -> Form | None:
    """The short form with what the other adds to it; None where the two are not one name."""
    if short.given and short.family:
        turned = Form(short.family, short.given)
        return (
            form
            if form.is_full
            and any(_is_cut(one.given, form.given) and _is_cut(one.family, form.family) for one in (short, turned))
            else None
        )
    word = short.given or short.family
    if compact(word) in (compact(form.given), compact(form.family)):
        return form if form.given and form.family else None
    if form.given and not form.family:
        return Form(form.given, word) if short.family else None
    # 'Aaron' with amanning@: the address has the family name, and the initial of the given one
    return Form(word, form.family) if len(form.given) == 1 and word.startswith(form.given) else None


def _is_cut(short: str, name: str) -> bool:
    one, two = compact(short), compact(name)
    return one == two or (len(one) == 1 and two.startswith(one)) or given_agreement(short, name) == "initial"


def _others(
    row: Mapping[str, Any], main: Form, in_profile: Sequence[Form], in_addresses: Sequence[Form]
) -> Iterator[tuple[Form, str]]:
    """Further names of one person: the family name before or after a marriage, the full form of a nickname."""
    for candidates, origin in ((in_profile, PROFILE), (in_addresses, ADDRESS)):
        full = [form for form in candidates if form.is_full and form != main]
        if main.is_full and not any(_is_same(form, main) for form in candidates):
            yield from ((form, origin) for form in full if _shares_a_name(form, main))
    nickname, birth_name = fold_text(row["nickname"]), family_core(fold_text(row["birth_name"]))
    if nickname and main.family and nickname != main.given:
        yield Form(nickname, main.family), NICKNAME
    if birth_name and main.given and birth_name != main.family:
        yield Form(main.given, birth_name), BIRTH


def _is_same(one: Form, two: Form) -> bool:
    return sorted((compact(one.given), compact(one.family))) == sorted((compact(two.given), compact(two.family)))


def _shares_a_name(one: Form, two: Form) -> bool:
    """True when given or family name agree closely, so that the form is another name of the same person and not a
    stranger's.
    """
    if compact(one.given) == compact(two.given) or given_agreement(one.given, two.given) == "variant":
        return True
    if compact(one.family) == compact(two.family):
        return given_agreement(one.given, two.given) is not None or one.given[:1] == two.given[:1]
    return given_agreement(one.given, two.given) == "typo" and family_agreement(one.family, two.family) in (
        "variant",
        "typo",
    )
