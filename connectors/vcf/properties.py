"""Which property gives which column of CONTACTS, in the words of the standards and of the programs that write their
own.
"""

from __future__ import annotations

from collections.abc import Mapping

SINGLE: Mapping[str, tuple[str, int]] = {
    "FN": ("formatted_name", 1),
    "NICKNAME": ("nickname", 1),
    "TITLE": ("title", 1),
    "ROLE": ("role", 1),
    "BDAY": ("bday", 1),
    "ANNIVERSARY": ("anniversary", 1),
    "X-ANNIVERSARY": ("anniversary", 2),
    "X-MS-ANNIVERSARY": ("anniversary", 2),
    "X-EVOLUTION-ANNIVERSARY": ("anniversary", 2),
    "X-KADDRESSBOOK-X-ANNIVERSARY": ("anniversary", 2),
    "X-WAB-WEDDING_ANNIVERSARY": ("anniversary", 2),
    "UID": ("uid", 1),
    "REV": ("rev", 1),
    "KIND": ("kind", 1),
    "X-ADDRESSBOOKSERVER-KIND": ("kind", 2),
}
"""A property that a card has once: its column, and its rank among the properties that give the same column."""

_SERVICES = ("AIM", "ICQ", "JABBER", "MSN", "YAHOO", "SKYPE", "GOOGLE-TALK", "QQ", "SIP", "GADUGADU")
_KDE_SERVICES = ("AIM", "GADU", "GROUPWISE", "ICQ", "IRC", "MEANWHILE", "MSN", "SKYPE", "XMPP", "YAHOO")
_OTHER_SERVICES = {"X-GTALK": "google-talk", "X-GOOGLE TALK": "google-talk", "X-SKYPE-USERNAME": "skype"}
PHONE_SERVICES = ("WHATSAPP", "SIGNAL", "VIBER", "TELEGRAM", "FACETIME")
"""Services whose users go by their telephone numbers."""
_PEOPLE = ("SPOUSE", "MANAGER", "ASSISTANT")

MULTIPLE: Mapping[str, tuple[str, str | None]] = {
    "EMAIL": ("emails", None),
    "TEL": ("tels", None),
    "URL": ("urls", None),
    "X-SOCIALPROFILE": ("urls", None),
    "SOCIALPROFILE": ("urls", None),
    "X-LINKEDIN": ("urls", "linkedin"),
    "X-LINKEDIN-URL": ("urls", "linkedin"),
    "X-EVOLUTION-BLOG-URL": ("urls", "blog"),
    "IMPP": ("impps", None),
    "X-MS-IMADDRESS": ("impps", None),
    "X-KADDRESSBOOK-X-IMADDRESS": ("impps", None),
    **{name: ("impps", kind) for name, kind in _OTHER_SERVICES.items()},
    **{f"X-{name}": ("impps", name.lower()) for name in (*_SERVICES, *PHONE_SERVICES)},
    **{f"X-MESSAGING/{name}-ALL": ("impps", name.lower()) for name in _KDE_SERVICES},
    "RELATED": ("related", None),
    "X-ABRELATEDNAMES": ("related", None),
    **{f"{prefix}{name}": ("related", name.lower()) for prefix in ("X-", "X-MS-", "X-EVOLUTION-") for name in _PEOPLE},
    "X-KADDRESSBOOK-X-SPOUSENAME": ("related", "spouse"),
    "X-KADDRESSBOOK-X-MANAGERSNAME": ("related", "manager"),
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": ("related", "assistant"),
    "X-WAB-SPOUSE_NAME": ("related", "spouse"),
}
"""A property that a card has several times: its column, and the type its name stands for."""

MEMBERS = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
