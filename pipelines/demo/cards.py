"""The address books: one as iCloud writes it (vCard 3.0), one as Nextcloud does (4.0)."""

from __future__ import annotations

import base64
from random import Random

from pipelines.demo.contents import escaped, folded
from pipelines.demo.events import OWNER, OWNER_ADDRESS, OWNER_PRIVATE_ADDRESS
from pipelines.demo.names import SHORT
from pipelines.demo.organisations import CLIENTS, OWN
from pipelines.demo.people import Person
from pipelines.demo.telephones import switchboard

_COUNTRIES = {
    "FR": "France",
    "GB": "United Kingdom",
    "DE": "Allemagne",
    "CH": "Suisse",
    "US": "États-Unis",
    "BE": "Belgique",
    "PT": "Portugal",
}
_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + bytes([16] * 64) + bytes.fromhex("ffd9")


def icloud_card(one: Person, rng: Random) -> str:
    """One person as in an iCloud export."""
    organisation, title = (one.former_organisation, "") if one.former_organisation else (one.organisation, one.title)
    given = SHORT.get(one.given, one.given) if rng.random() < 0.15 else one.given
    lines = ["BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Apple Inc.//iCloud Web Address Book 2420B21//EN"]
    lines += [f"N:{escaped(one.family)};{escaped(given)};;;", f"FN:{escaped(f'{given} {one.family}')}"]
    lines += [f"ORG:{escaped(organisation.name)};"] if one.circle.kind != "family" else []
    lines += [f"TITLE:{escaped(title)}"] if title else []
    lines += _icloud_emails(one, rng)
    lines += [f"TEL;type=CELL;type=VOICE;type=pref:{one.telephone}"] if one.telephone else []
    lines += [f"TEL;type=WORK;type=VOICE:{one.switchboard}"] if one.switchboard and not one.former_organisation else []
    lines += [f"item3.TEL:{one.landline}", "item3.X-ABLabel:Domicile commun"] if one.landline else []
    lines += _icloud_address(one)
    lines += _icloud_birthday(one)
    lines += [f"item5.URL;type=pref:{one.profile}", "item5.X-ABLabel:LinkedIn"] if rng.random() < 0.05 else []
    lines += (
        [f"NOTE:{escaped('Rencontre au salon, voir aussi son associé;' + chr(10) + 'rappeler en janvier')}"]
        if rng.random() < 0.08
        else []
    )
    lines += [f"CATEGORIES:{escaped(one.circle.label)}"] if one.is_labelled else []
    lines += (
        [f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(_JPEG + rng.randbytes(90)).decode()}"]
        if rng.random() < 0.03
        else []
    )
    lines += [f"REV:{one.changed_on.isoformat()}T{rng.randrange(24):02d}:15:00Z", f"UID:{one.uid}", "END:VCARD"]
    return folded(lines)


def second_card(one: Person) -> str:
    """The card that a telephone makes beside the first: a name and a number, no more."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iOS 18.1//EN",
        f"N:{escaped(one.family)};{escaped(one.given)};;;",
        f"FN:{escaped(one.name)}",
    ]
    lines += (
        [f"TEL;type=CELL;type=VOICE;type=pref:{one.telephone}"]
        if one.telephone
        else [f"NOTE:{escaped(one.organisation.name)}"]
    )
    return folded([*lines, f"UID:{one.uid}-2", "END:VCARD"])


def owner_card() -> str:
    """The owner's own card, as every address book holds it."""
    given, _, family = OWNER.partition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iCloud Web Address Book 2420B21//EN",
        f"N:{family};{given};;;",
        f"FN:{OWNER}",
    ]
    lines += [
        f"ORG:{escaped(OWN.name)};",
        "TITLE:Directrice du développement",
        f"EMAIL;type=INTERNET;type=WORK;type=pref:{OWNER_ADDRESS}",
    ]
    lines += [
        f"EMAIL;type=INTERNET;type=HOME:{OWNER_PRIVATE_ADDRESS}",
        "TEL;type=CELL;type=VOICE;type=pref:01 99 00 99 97",
        "UID:DEMO-OWNER",
        "END:VCARD",
    ]
    return folded(lines)


def nextcloud_card(one: Person, rng: Random) -> str:
    """One person as in a Nextcloud export; names are sometimes written without accents, or in capitals."""
    given, family = one.given, one.family
    if rng.random() < 0.2:
        given, family = _without_accents(given), _without_accents(family)
    elif rng.random() < 0.2:
        family = family.upper()
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//Sabre//Sabre VObject 4.5.4//EN",
        f"UID:{one.nextcloud_uid}",
        "KIND:individual",
    ]
    lines += [f"FN:{escaped(f'{given} {family}')}", f"N:{escaped(family)};{escaped(given)};;;"]
    lines += (
        [f"EMAIL;TYPE=WORK;PREF=1:{one.work_email}"]
        if not one.personal_email
        else [f"EMAIL;TYPE=HOME:{one.personal_email}"]
    )
    lines += [f"TEL;TYPE=cell;VALUE=uri:tel:{_as_uri(one.telephone)}"] if one.telephone else []
    lines += (
        [f"ORG:{escaped(one.organisation.name)}", f"TITLE:{escaped(one.title)}"]
        if one.circle.kind != "family" and one.title
        else []
    )
    lines += [f"BDAY:{one.birthday:%Y%m%d}"] if one.birthday and one.is_birth_year_known else []
    lines += [f"CATEGORIES:{escaped(one.circle.label)}"] if one.is_labelled else []
    lines += [f"REV:{one.changed_on:%Y%m%d}T101500Z", "END:VCARD"]
    return folded(lines)


def company_cards() -> list[str]:
    """Cards that are nobody's: the switchboards of some clients, a taxi, and a card with a number only."""
    houses = [
        (house.name, switchboard(house.number, house.country))
        for house in (OWN, *CLIENTS[:4])
        if house.number is not None
    ]
    cards = []
    for place, (name, telephone) in enumerate([*houses, ("Taxis Tournebise", "01 99 00 99 99")]):
        lines = [
            "BEGIN:VCARD",
            "VERSION:3.0",
            "PRODID:-//Apple Inc.//iCloud Web Address Book 2420B21//EN",
            "N:;;;;",
            f"FN:{escaped(name)}",
            f"ORG:{escaped(name)};",
        ]
        lines += [
            f"TEL;type=WORK;type=VOICE;type=pref:{telephone}",
            "X-ABShowAs:COMPANY",
            f"UID:DEMO-COMPANY-{place}",
            "END:VCARD",
        ]
        cards.append(folded(lines))
    cards.append(
        folded(
            [
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:;;;;",
                "FN:",
                "TEL;type=CELL:01 99 00 99 98",
                "UID:DEMO-NUMBER-ONLY",
                "END:VCARD",
            ]
        )
    )
    return cards


def _icloud_emails(one: Person, rng: Random) -> list[str]:
    house = one.former_organisation or one.organisation
    local, _, _ = one.work_email.partition("@")
    is_without = one.circle.kind == "family" or not one.is_work_email_known
    lines = (
        []
        if is_without
        else [f"item1.EMAIL;type=INTERNET;type=pref:{local}@{house.domain}", "item1.X-ABLabel:_$!<Work>!$_"]
    )
    return lines + (
        [f"EMAIL;type=INTERNET;type=HOME:{one.personal_email}"] if one.personal_email and rng.random() < 0.8 else []
    )


def _icloud_address(one: Person) -> list[str]:
    if one.street is None:
        return []
    place = one.organisation
    city, code, country = (
        (place.city, place.postal_code, place.country) if one.circle.kind != "family" else ("Lille", "59000", "FR")
    )
    value = ";".join(["", "", escaped(one.street), escaped(city), "", code, _COUNTRIES[country]])
    return [f"item4.ADR;type=HOME;type=pref:{value}", f"item4.X-ABADR:{country.lower()}"]


def _icloud_birthday(one: Person) -> list[str]:
    if one.birthday is None:
        return []
    if one.is_birth_year_known:
        return [f"BDAY;value=date:{one.birthday.isoformat()}"]
    return [f"BDAY;X-APPLE-OMIT-YEAR=1604;value=date:1604-{one.birthday:%m-%d}"]


def _without_accents(text: str) -> str:
    return text.translate(str.maketrans("àâçéèêëîïôöùûüÉÈÀ", "aaceeeeiioouuuEEA"))


def _as_uri(telephone: str) -> str:
    digits = "".join(digit for digit in telephone if digit.isdigit())
    if digits.startswith("0033"):
        return "+" + digits[2:]
    return "+" + digits if telephone.startswith("+") else "+33" + digits[1:]
