"""What a record stands for: a person, or something an address book also holds."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from transforms.lexicon import rows, words
from transforms.text import fold_text
from transforms.values.emails import (
    is_group_address,
    is_robot_address,
    is_role_address,
    is_room_address,
    local_words,
    registrable_domain,
)
from transforms.values.organisations import domain_key, looks_like_organisation

_AND = r"(?:et|and|und|y|e|&|\+)"
_TITLE = r"(?:m|mr|mme|mlle|monsieur|madame|mrs|ms|dr|docteur|herr|frau)\.?"
_COUPLE = re.compile(
    rf"^{_TITLE}\s+{_AND}\s+{_TITLE}(?:\s|$)|^famille\s|^family\s|^les\s+\w+$|^the\s+\w+s$", re.IGNORECASE
)
_TWO_NAMES = re.compile(
    rf"^(?P<one>[^\W\d_][\w'’.-]*)(?:\s+[\w'’.-]+)?\s+{_AND}\s+(?P<two>[^\W\d_][\w'’.-]*)(?:\s+\S+){{0,4}}$",
    re.IGNORECASE,
)

_SEATS = r"p|pax|people|persons?|personnes?|places?|pers|seats?|posti|plazas|sitze|personen"
_CAPACITY = re.compile(rf"[(\[]\s*\d{{1,3}}(?:\s*(?:{_SEATS})\b.*?)?\s*[,)\]]", re.IGNORECASE)
_LEVEL = r"floor|etage|stock|piso|planta|piano"
_FLOOR = re.compile(rf"\b(?:\d{{1,2}} ?(?:st|nd|rd|th|e|er|eme)? (?:{_LEVEL})|(?:{_LEVEL}) \d{{1,2}})\b")


class Signs(NamedTuple):
    """What a record shows of its nature.

    name: as written; addresses and numbers: its e-mail addresses and telephone numbers, invalid ones included;
    is_guest: an address in a calendar, not a card; is_on_card: somebody's card holds that address; is_shared: it stands
    beside the names of several people.
    """

    kind: str
    name: str
    given: str
    family: str
    has_name_parts: bool
    organisation: str
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    has_profile: bool
    is_guest: bool = False
    is_on_card: bool = False
    is_shared: bool = False


def entity_type(signs: Signs) -> str:
    """person, company, service, room, role_mailbox, group, couple or empty; what nothing speaks against is a person."""
    return _stated(signs) or _by_address(signs) or _by_name(signs) or _by_absence(signs) or "person"


def _stated(signs: Signs) -> str | None:
    """What KIND or CUTYPE says."""
    rooms = dict.fromkeys(("room", "resource", "location", "thing", "device"), "room")
    return ({"group": "group", "org": "company", "organization": "company"} | rooms).get(signs.kind)


def _by_address(signs: Signs) -> str | None:
    if any(is_group_address(address) for address in signs.addresses):
        return "group"
    if signs.is_guest and (signs.is_shared or _are_all_roles(signs.addresses) or _is_robot(signs)):
        return "role_mailbox"
    is_somebody = signs.has_name_parts or signs.is_on_card or _has_given_name(signs.name) or _is_named_by_address(signs)
    if any(is_room_address(address) for address in signs.addresses) and not is_somebody:
        return "room"
    return "room" if signs.is_guest and not is_somebody and _is_room_name(signs.name) else None


def _is_robot(signs: Signs) -> bool:
    """Note takers and schedulers, by their address or by their name."""
    name = f" {fold_text(signs.name)} "
    robots = {word for word in words("entities", "robots") if f" {word} " in name}
    is_family_name = robots == {"bot"} and _has_given_name(signs.name)
    return any(is_robot_address(address) for address in signs.addresses) or (bool(robots) and not is_family_name)


def _is_named_by_address(signs: Signs) -> bool:
    """True of marco.sala@ without a name, or with the family name first: 'Sala Marco'."""
    name = fold_text(signs.name if "@" not in signs.name else "").split()
    in_address = {word for address in signs.addresses for word in local_words(address)} & _common_givens()
    return bool(in_address) and (not name or (len(name) == 2 and name[1] in in_address))


def _has_given_name(name: str) -> bool:
    """Whether a name begins with a known given name, or has one after a comma: `Ana Room`, `Sala, Marco`.

    Rooms are named after people too, but with the word first: `Salle Jean Moulin`.
    """
    family, comma, given = name.partition(",")
    names = fold_text(f"{given} {family}" if comma else name).split()
    if len(names) < 2:
        return False
    # in these languages the word for a room comes first: at the end it is a family name
    is_surname = names[-1] in words("entities", "leading_rooms") and names[-2] not in words("entities", "before_rooms")
    is_plain = not any(sign.isdigit() for sign in name) and names[0] not in words("entities", "rooms")
    return names[0] in _common_givens() or (is_surname and is_plain)


def _is_room_name(name: str) -> bool:
    """A word for rooms or devices anywhere, a number of seats, or a floor."""
    folded = f" {fold_text(name)} "
    is_word = any(f" {word} " in folded for group in ("rooms", "devices") for word in words("entities", group))
    return is_word or bool(_CAPACITY.search(name) or _FLOOR.search(folded))


def _by_name(signs: Signs) -> str | None:
    name = "" if "@" in signs.name else fold_text(signs.name)
    if not name or (signs.has_name_parts and signs.given and signs.family):
        return "couple" if _is_couple(signs) else None
    for entity, group in (("room", "rooms"), ("group", "groups")):
        is_turned = ("," in signs.name and _has_given_name(signs.name)) or _is_named_by_address(signs)
        is_person = entity == "room" and (signs.is_on_card or is_turned)
        if _begins_with(name, group) and (len(name.split()) > 1 or entity == "room") and not is_person:
            return entity
    if name in words("entities", "shortcuts") or _is_service(name):
        return "service"
    if all(word in words("mailboxes", "roles") for word in name.split()):
        return "role_mailbox"
    if _is_couple(signs):
        return "couple"
    if looks_like_organisation(signs.name) or _is_named_like_its_domain(name, signs.addresses):
        return "role_mailbox" if not signs.organisation and _are_all_roles(signs.addresses) else "company"
    return None


def _are_all_roles(addresses: tuple[str, ...]) -> bool:
    return bool(addresses) and all(is_role_address(address) for address in addresses)


def _is_named_like_its_domain(name: str, addresses: tuple[str, ...]) -> bool:
    """True of 'Phakapro' with support@phakapro.example: a team's address under the house's own name."""
    return _are_all_roles(addresses) and any(
        domain_key(registrable_domain(address.rpartition("@")[2])) == name.replace(" ", "") for address in addresses
    )


def _by_absence(signs: Signs) -> str | None:
    """What a record without a person's name is."""
    digits = [re.sub(r"\D", "", number) for number in signs.numbers]
    if digits and all(len(number) <= 4 for number in digits) and not signs.addresses and not signs.has_name_parts:
        return "service"
    if signs.given or signs.family:
        return None
    if any(is_role_address(address) for address in signs.addresses) and not signs.organisation:
        return "role_mailbox"
    if signs.organisation:
        personal = any(not is_role_address(address) for address in signs.addresses)
        return None if personal and fold_text(signs.name) != fold_text(signs.organisation) else "company"
    is_blank = not signs.addresses and not signs.numbers and not signs.has_profile
    return "empty" if is_blank else None


def _begins_with(name: str, group: str) -> bool:
    return _beginnings(group).match(name) is not None


@cache
def _beginnings(group: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(words("entities", group))) + r")(?: |$)")


def _is_service(name: str) -> bool:
    """True of 'Taxi G7', not of 'Boucher Jean'.

    What follows a trade that is also a family name must not be a given name.
    """
    if not _begins_with(name, "services"):
        return False
    following = name.split()[1:]
    return not (len(following) == 1 and following[0] in given_names())


def _is_couple(signs: Signs) -> bool:
    """True of 'Jean et Marie Dupont' and 'M. et Mme Dupont', not of 'Martin & Associés'."""
    if looks_like_organisation(signs.name) and "&" not in signs.name:
        return False
    if _COUPLE.match(signs.name):
        return True
    found = _TWO_NAMES.match(signs.name)
    if not found:
        return False
    known = given_names()
    one, two = (re.split(r"[\s-]", fold_text(found.group(part)))[0] for part in ("one", "two"))
    is_organisation = looks_like_organisation(signs.name.replace("&", " "))
    return not is_organisation and (one in known or two in known or "&" not in signs.name)


@cache
def _common_givens() -> frozenset[str]:
    """Given names that outweigh a word for a room beside them."""
    return given_names() | words("entities", "givens")


@cache
def given_names() -> frozenset[str]:
    """Given names the lexicon knows, folded."""
    variants = {name for row in rows("given_name_variants") for name in (row["name"], *row["variant"].split())}
    singles = {part for name in variants for part in name.split("-")}
    return frozenset(singles) | words("names", "compound_heads") | words("names", "compound_tails")
