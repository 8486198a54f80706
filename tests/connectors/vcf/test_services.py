"""What services people are reached by: their telephone numbers, their names there."""

from __future__ import annotations

import pytest

from tests.connectors.vcf.test_connector import contact


@pytest.mark.parametrize(
    ("line", "number", "service"),
    [
        ("IMPP;X-SERVICE-TYPE=WhatsApp;type=pref:x-apple:+491713920011", "+491713920011", "whatsapp"),
        ("IMPP:whatsapp:+491713920011", "+491713920011", "whatsapp"),
        ("IMPP:whatsapp:491713920011@s.whatsapp.net", "+491713920011", "whatsapp"),
        ("IMPP:https://wa.me/491713920011", "+491713920011", None),
        ("IMPP;TYPE=home:signal:%2B491713920011", "+491713920011", "signal"),
        ("IMPP:viber://chat?number=+491713920011", "+491713920011", "viber"),
        ("X-WHATSAPP:+49 171 3920011", "+49 171 3920011", "whatsapp"),
        ("X-WHATSAPP:01 99 00 12 34", "01 99 00 12 34", "whatsapp"),
        ("X-SIGNAL;TYPE=HOME:+491713920011", "+491713920011", "signal"),
        ("X-SOCIALPROFILE;TYPE=whatsapp:+491713920011", "+491713920011", "whatsapp"),
        ("item1.IMPP:x-apple:+491713920011\r\nitem1.X-ABLabel:WhatsApp", "+491713920011", "whatsapp"),
    ],
)
def test_a_number_of_a_service_is_a_telephone_too(line: str, number: str, service: str | None) -> None:
    """It is named by the service, and the line stays what it was."""
    (tel,) = contact(line)["tels"]
    assert tel["value"] == number
    assert service is None or service in tel["types"]
    assert contact(line)["impps"] or contact(line)["urls"]


@pytest.mark.parametrize(
    "line", ["IMPP:aim:123456789", "X-ICQ:123456789", "IMPP:xmpp:karim@volt.example", "IMPP:signal:karim.01"]
)
def test_a_user_of_a_service_is_no_telephone(line: str) -> None:
    """ICQ counts its users; a name is none."""
    assert contact(line)["tels"] is None


@pytest.mark.parametrize(
    "line",
    [
        "X-SOCIALPROFILE;type=linkedin;x-user=zoe-rive:",
        "X-SOCIALPROFILE;type=linkedin;x-user=zoe-rive:http://www.linkedin.com/profile/view?id=7",
        "X-LINKEDIN:zoe-rive",
    ],
)
def test_the_user_of_a_social_service_stands_among_the_profiles(line: str) -> None:
    """Beside an address that does not hold the name, in place of one that is missing."""
    assert ("zoe-rive", ["linkedin"]) in [(url["value"], url["types"]) for url in contact(line)["urls"]]
