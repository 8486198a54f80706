"""What the fields of two records say for and against one person: weights in bits (log2 of a likelihood ratio), added up."""

from __future__ import annotations

from collections.abc import Iterable
from math import log2
from typing import NamedTuple, Protocol

from transforms.linking import agreement
from transforms.linking.book import Book
from transforms.linking.profiles import Profile

THRESHOLD = 4.0  # bits: sixteen to one, so that a link is right more than nine times in ten
_POPULATION = 2**15  # people among whom a contact point that nobody shares picks out one
_OVERLAP = -1.0  # bits: the chance that a person stands in two given files at all
_NEVER = -99.0

# what it costs that the names agree only in this way: how seldom one person's records differ so
_FORM_COSTS = {
    agreement.FULL: 0.0,
    agreement.VARIANT: 1.0,
    agreement.MIDDLE: 1.0,
    agreement.FORMER: 2.0,
    agreement.PARTIAL: 3.0,
    agreement.TYPO: 4.0,
    agreement.INITIAL: 1.0,
    agreement.SINGLE: 1.0,
    agreement.OTHER_FAMILY: 4.0,
}
_NAMES_A_PERSON = (agreement.FULL, agreement.VARIANT, agreement.MIDDLE, agreement.FORMER, agreement.PARTIAL, agreement.TYPO, agreement.INITIAL)


class Comparison(NamedTuple):
    """Two records compared. evidence: the signs found, in words; weight: bits for (positive) or against one person.

    name_weight: the part of it that the names give; is_name_alone: nothing but the names speaks for one person.
    """

    name_agreement: str
    evidence: tuple[str, ...]
    weight: float
    name_weight: float = 0.0
    is_name_alone: bool = False


def compare(one: Profile, two: Profile, book: Book) -> Comparison:
    """The evidence that two records of people are one person's. Order does not matter."""
    names = book.comparer.names(one.name, two.name)
    signs: list[tuple[str, float]] = []
    if one.linkedin_url and one.linkedin_url == two.linkedin_url:
        signs.append(("same profile", 30.0))
    elif _differ(one.linkedin_url, two.linkedin_url) or _birthdays_differ(one.bday, two.bday):
        return Comparison(names, ("different profile or birthday",), _NEVER)
    elif names == agreement.CONFLICT:
        return Comparison(names, ("different names",), _NEVER)
    signs += [*_contact_points(one, two, names, book), *_circumstances(one, two, book), *_contradictions(one, two)]
    name_weight = _name_weight(one, two, names, book)
    weight = name_weight + sum(bits for _, bits in signs)
    is_name_alone = all(bits <= 0 for _, bits in signs)
    return Comparison(names, tuple(sign for sign, _ in signs), round(weight, 3), round(name_weight, 3), is_name_alone)


def _differ(one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and one != two


def _birthdays_differ(one: str | None, two: str | None) -> bool:
    if one is None or two is None:
        return False
    has_years = not one.startswith("--") and not two.startswith("--")
    return one != two if has_years else one[-5:] != two[-5:]


def _name_weight(one: Profile, two: Profile, names: str, book: Book) -> float:
    """Bits that the names alone give: few namesakes are expected of a rare name, many of a common one."""
    if names == agreement.UNKNOWN:
        return -9.0
    if names == agreement.CONFLICT:
        return 0.0
    short, full = sorted((one.name, two.name), key=lambda name: (len("".join(name.given + name.family)), name))
    if names in (agreement.SINGLE, agreement.OTHER_FAMILY):
        others = book.size * book.share_of_given("".join(full.given))
    elif names == agreement.INITIAL:
        others = book.others_with_initials(short, full)
    else:
        others = max(book.expected_namesakes(one.name), book.expected_namesakes(two.name))
    guessed = 0.5 * (one.is_guessed + two.is_guessed)
    return -log2(max(others, 0.004)) + _OVERLAP - _FORM_COSTS[names] - guessed


def _contact_points(one: Profile, two: Profile, names: str, book: Book) -> list[tuple[str, float]]:
    """The best of the shared mailboxes and the best of the shared numbers: further ones come from the same source."""
    found = []
    for label, points in (("same e-mail", one.mailboxes & two.mailboxes), ("same phone", one.phones & two.phones)):
        weights = [_point_weight(point, names, point in one.mobiles or label == "same e-mail", book) for point in points]
        if weights:
            found.append((label, max(weights)))
    if one.role_mailboxes & two.role_mailboxes and names in _NAMES_A_PERSON:
        found.append(("same role mailbox", 3.0))
    return found


def _point_weight(point: str, names: str, is_personal: bool, book: Book) -> float:
    """Bits of one shared contact point. One that different people hold tells a relation: it picks among namesakes, it names nobody."""
    holders = book.sharing.holders(point)
    if not book.sharing.is_shared(point):
        return log2(_POPULATION / holders) - (0.0 if is_personal else 3.0)
    return min(max(log2(book.size / holders), 1.0), 7.0) if names in _NAMES_A_PERSON else 0.0


def _circumstances(one: Profile, two: Profile, book: Book) -> list[tuple[str, float]]:
    signs = []
    if one.bday and two.bday:
        signs.append(("same birthday", 13.0 if one.bday == two.bday and not one.bday.startswith("--") else 8.0))
    if houses := one.organisations & two.organisations:
        held = min(book.organisations[house] for house in houses)
        signs.append(("same organisation", min(max(log2(book.size / max(held, 1)), 1.0), 6.0)))
    if one.towns & two.towns:
        signs.append(("same town", 2.0))
    if one.labels & two.labels:
        signs.append(("same label", 0.5))
    return signs


def _contradictions(one: Profile, two: Profile) -> list[tuple[str, float]]:
    signs = contradictions(one, two)
    return [*signs, ("same file", -1.0)] if one.file == two.file else signs


class Fields(Protocol):
    """What contradictions are seen in: of one record, or gathered from the records of a cluster."""

    @property
    def organisations(self) -> frozenset[str]: ...
    @property
    def mailboxes(self) -> frozenset[str]: ...
    @property
    def free_mail(self) -> frozenset[str]: ...
    @property
    def phones(self) -> frozenset[str]: ...
    @property
    def mobiles(self) -> frozenset[str]: ...


class Gathered(NamedTuple):
    """The fields of several records together."""

    organisations: frozenset[str]
    mailboxes: frozenset[str]
    free_mail: frozenset[str]
    phones: frozenset[str]
    mobiles: frozenset[str]


def gathered(group: Iterable[Profile]) -> Gathered:
    """The values that any record of the group has."""
    records = list(group)
    return Gathered(*(frozenset().union(*(getattr(record, name) for record in records)) for name in Gathered._fields))


def contradictions(one: Fields, two: Fields) -> list[tuple[str, float]]:
    """What the fields say against one person: people do change firm, number and mailbox, so each weighs little."""
    signs = []
    if _are_apart(one.organisations, two.organisations):
        signs.append(("different organisation", -1.0))
    if _are_apart(one.mobiles, two.mobiles) and not one.phones & two.phones:
        signs.append(("different mobile", -2.0))
    if _are_apart(one.mailboxes, two.mailboxes):
        if one.free_mail and two.free_mail:
            signs.append(("different private e-mail", -1.0))
        if _work_domains(one) & _work_domains(two):
            signs.append(("two mailboxes of one house", -4.0))
    return signs


def _are_apart(one: frozenset[str], two: frozenset[str]) -> bool:
    """True when both sides have values and none in common."""
    return bool(one) and bool(two) and not one & two


def _work_domains(fields: Fields) -> set[str]:
    return {mailbox.rpartition("@")[2] for mailbox in fields.mailboxes - fields.free_mail}
