"""Addresses of LinkedIn profiles in one form, so that spellings of one profile meet."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PROFILE = re.compile(r"linkedin\.com/(?:mwlite/)?(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)
_SERVICE = re.compile(r"\blinked[ -]?in\b", re.IGNORECASE)
_USER = re.compile(
    r"(?:(?P<named>linkedin:)(?://)?|x-apple:|(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/|/?in/|@)?/?"
    r"(?P<user>[^\W_](?:[\w-]|%[0-9a-f]{2}){2,99})/?",
    re.IGNORECASE,
)


def profile_url(text: str | None) -> str | None:
    """https://www.linkedin.com/in/slug for an address of a LinkedIn profile, in lower case; null for any other text."""
    found = _PROFILE.search(text) if text else None
    return f"https://www.linkedin.com/in/{unquote(found.group(1)).lower()}" if found else None


def named_profile(text: str | None, service: str = "") -> str | None:
    """The same of a user name of LinkedIn, alone ('x-apple:marie-d', '@marie-d') or in an address without /in/.

    service: what the value is said to be of, where something says it: types, a label.
    """
    if found := profile_url(text):
        return found
    user = _USER.fullmatch((text or "").strip())
    if not user or not (user["named"] or _SERVICE.search(service)):
        return None
    return f"https://www.linkedin.com/in/{unquote(user['user']).lower()}"
