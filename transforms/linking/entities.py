"""What a record stands for: a person, or something an address book also holds."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from transforms.lexicon import rows, words
from transforms.text import fold_text
from transforms.values.emails import is_group_address, is_role_address, is_room_address, registrable_domain
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


class Signs(NamedTuple):
    """What a record shows of its nature.

    name: as written; addresses and numbers: its e-mail addresses and telephone numbers, invalid ones included.
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
    if any(is_room_address(address) for address in signs.addresses) and not signs.has_name_parts:
        return "room"
    return None


def _by_name(signs: Signs) -> str | None:
    name = "" if "@" in signs.name else fold_text(signs.name)
    if not name or (signs.has_name_parts and signs.given and signs.family):
        return "couple" if _is_couple(signs) else None
    for entity, group in (("room", "rooms"), ("group", "groups")):
        if _begins_with(name, group) and (len(name.split()) > 1 or entity == "room"):
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
def given_names() -> frozenset[str]:
    """Given names the lexicon knows, folded."""
    variants = {name for row in rows("given_name_variants") for name in (row["name"], *row["variant"].split())}
    singles = {part for name in variants for part in name.split("-")}
    return frozenset(singles) | words("names", "compound_heads") | words("names", "compound_tails")
