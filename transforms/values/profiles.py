"""Addresses of LinkedIn profiles in one form, so that spellings of one profile meet."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PROFILE = re.compile(r"linkedin\.com/(?:mwlite/)?(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)


def profile_url(text: str | None) -> str | None:
    """https://www.linkedin.com/in/slug for an address of a LinkedIn profile, in lower case; null for any other text."""
    found = _PROFILE.search(text) if text else None
    return f"https://www.linkedin.com/in/{unquote(found.group(1)).lower()}" if found else None
