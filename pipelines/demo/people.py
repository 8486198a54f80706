"""The people of the demo: person `number` is a function of (seed, number) alone, so that files of any size are written
one person at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from pipelines.demo import circles
from pipelines.demo.circles import Circle, household
from pipelines.demo.names import full_name
from pipelines.demo.organisations import CLIENTS, FORMER, OTHERS, OWN, Organisation, slug, some_organisation
from pipelines.demo.telephones import household_telephone, personal_telephone, switchboard

NAMESAKE_EVERY = 53  # this one bears the name of the person 20 before

_TITLES = (  # as a man and as a woman writes it
    ("Directeur général", "Directrice générale"), ("Président", "Présidente"), ("Fondateur", "Fondatrice"),
    ("Directeur commercial", "Directrice commerciale"),
    ("Directeur des opérations", "Directrice des opérations"), ("Directeur financier", "Directrice financière"),
    ("DRH", "DRH"), ("Juriste", "Juriste"),
    ("Directeur de l'innovation", "Directrice de l'innovation"), ("Responsable achats", "Responsable achats"),
    ("Chef de projet", "Cheffe de projet"),
    ("Responsable grands comptes", "Responsable grands comptes"), ("Ingénieur d'affaires", "Ingénieure d'affaires"),
    ("Consultant", "Consultante"),
    ("Chargé de communication", "Chargée de communication"), ("Responsable énergie", "Responsable énergie"),
    ("Directeur de site", "Directrice de site"),
    ("Secrétaire général", "Secrétaire générale"), ("Analyste", "Analyste"), ("Associé", "Associée"),
)  # fmt: skip
_TITLES_ABROAD = (
    "Managing Director",
    "CEO",
    "CFO",
    "Head of Energy",
    "Business Development Manager",
    "Partner",
    "Project Manager",
    "Senior Analyst",
)
_STREETS = (
    "rue des Tilleuls",
    "avenue du Grand Mail",
    "rue de la Filature",
    "place du Beffroi",
    "allée des Charmes",
    "rue du Vieux Moulin",
    "quai du Wault",
)


@dataclass(frozen=True, slots=True)
class Person:
    """given, family: as the person writes them. telephone: null where the numbers set aside for fiction are used up."""

    number: int
    given: str
    family: str
    circle: Circle
    organisation: Organisation
    former_organisation: Organisation | None  # where the address book still has this one
    title: str
    country: str
    telephone: str | None
    landline: str | None  # shared by a household
    switchboard: str | None
    work_email: str
    is_work_email_known: bool  # to the address book
    personal_email: str | None
    street: str | None
    birthday: date | None
    is_birth_year_known: bool
    is_labelled: bool
    in_icloud: bool
    in_nextcloud: bool
    in_linkedin: bool
    connected_on: date
    changed_on: date
    uid: str
    nextcloud_uid: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def profile(self) -> str:
        return f"https://www.linkedin.com/in/{slug(self.name)}-{self.number:05x}"

    @property
    def is_namesake(self) -> bool:
        return self.number % NAMESAKE_EVERY >= NAMESAKE_EVERY - 1 or self.number % NAMESAKE_EVERY == NAMESAKE_EVERY - 21


def person(seed: int, number: int, as_of: date, is_met: bool) -> Person:
    """Person `number`. is_met: takes part in the calendar, hence mostly stands in the address book."""
    rng = Random(f"{seed}/person/{number}")
    circle = circles.PATTERN[number % len(circles.PATTERN)]
    organisation, former = _organisations(rng, circle)
    country = organisation.country
    given, family, is_woman = full_name(rng, country)
    given, family = _shared_names(seed, number, given, family, circle)
    in_icloud, in_nextcloud, in_linkedin = _sources(rng, circle, is_met)
    connected_on = as_of - timedelta(days=int(5 + 5000 * rng.random() ** 2))
    email = _address(rng, given, family)
    is_private = circle.kind in ("family", "friends")
    return Person(
        number=number,
        given=given,
        family=family,
        circle=circle,
        organisation=organisation,
        former_organisation=former,
        title=_title(rng, is_woman, country, circle),
        country=country,
        telephone=personal_telephone(number, country) if rng.random() < 0.85 else None,
        landline=household_telephone(number) if is_private else None,
        switchboard=(
            switchboard(organisation.number, country)
            if organisation.number is not None and rng.random() < 0.35
            else None
        ),
        work_email=f"{email}@{organisation.domain}",
        personal_email=(
            f"{email}{rng.randint(1, 99)}@messagerie-perso.example" if is_private or rng.random() < 0.4 else None
        ),
        is_work_email_known=rng.random() < 0.85,
        street=_street(household(number)) if is_private or rng.random() < 0.2 else None,
        birthday=date(rng.randint(1950, 1992), rng.randint(1, 12), rng.randint(1, 28)) if rng.random() < 0.25 else None,
        is_birth_year_known=rng.random() < 0.7,
        is_labelled=bool(circle.label) and rng.random() < 0.95,
        in_icloud=in_icloud,
        in_nextcloud=in_nextcloud,
        in_linkedin=in_linkedin,
        connected_on=connected_on,
        changed_on=as_of - timedelta(days=rng.randint(3, 3200)),
        uid=str(UUID(int=rng.getrandbits(128), version=4)).upper(),
        nextcloud_uid=str(UUID(int=rng.getrandbits(128), version=4)),
    )


def in_address_book(one: Person) -> Person:
    """The same person, certain to stand in the address book, with the present address and under the label of the
    circle.
    """
    return replace(
        one, is_labelled=bool(one.circle.label), is_work_email_known=True, in_icloud=True, former_organisation=None
    )


def known_since(one: Person, day: date) -> Person:
    """The same person, whose card and connection were made on that day.

    An older card would say that the tie is older.
    """
    return replace(one, connected_on=day, changed_on=day)


def _organisations(rng: Random, circle: Circle) -> tuple[Organisation, Organisation | None]:
    """The present organisation, and the one the address book still has where it is out of date."""
    if circle is circles.OWN:
        return OWN, None
    if circle is circles.CLIENTS:
        return rng.choice(CLIENTS), None
    elsewhere = rng.choice(OTHERS) if rng.random() < 0.6 else some_organisation(rng)
    if circle is circles.FORMER:
        return (elsewhere, FORMER) if rng.random() < 0.4 else (FORMER, None)
    return elsewhere, some_organisation(rng) if rng.random() < 0.12 else None


def _shared_names(seed: int, number: int, given: str, family: str, circle: Circle) -> tuple[str, str]:
    """A couple's family name, a namesake's whole name; else the name drawn."""
    first = household(number)
    if circle.kind in ("family", "friends") and first != number:
        return given, _drawn_name(seed, first)[1]
    if number % NAMESAKE_EVERY == NAMESAKE_EVERY - 1:
        return _drawn_name(seed, number - 20)
    return given, family


def _drawn_name(seed: int, number: int) -> tuple[str, str]:
    rng = Random(f"{seed}/person/{number}")
    organisation, _ = _organisations(rng, circles.PATTERN[number % len(circles.PATTERN)])
    given, family, _ = full_name(rng, organisation.country)
    return given, family


def _sources(rng: Random, circle: Circle, is_met: bool) -> tuple[bool, bool, bool]:
    is_private = circle.kind in ("family", "friends")
    in_icloud = rng.random() < (0.9 if is_met or is_private else 0.45)
    in_linkedin = rng.random() < (0.15 if is_private else 0.65)
    in_nextcloud = rng.random() < 0.12
    if not in_icloud and not in_nextcloud and not in_linkedin:
        return (True, False, False) if is_private else (False, False, True)
    return in_icloud, in_nextcloud, in_linkedin


def _title(rng: Random, is_woman: bool, country: str, circle: Circle) -> str:
    if circle.kind == "family":
        return ""
    if country != "FR":
        return rng.choice(_TITLES_ABROAD)
    return rng.choice(_TITLES)[is_woman]


def _street(first: int) -> str:
    return f"{first % 90 + 1} {_STREETS[first % len(_STREETS)]}"


def _address(rng: Random, given: str, family: str) -> str:
    """The part before the @, as houses write it."""
    first, last = slug(given), slug(family)
    return rng.choice((f"{first}.{last}", f"{first}.{last}", f"{first[0]}.{last}", f"{first[0]}{last}"))
