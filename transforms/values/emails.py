"""E-mail addresses: normalised, checked by syntax alone (nothing is looked up), classified."""

from __future__ import annotations

import re
from functools import cache

import polars as pl
from email_validator import EmailNotValidError, validate_email
from publicsuffixlist import PublicSuffixList

from transforms.lexicon import lines, table, words
from transforms.text import fold_text

LONGEST = 254
"""Characters of an address (RFC 5321 §4.5.3.1.3, without the angle brackets)."""

_FLAGS = {"is_valid": pl.Boolean, "is_free_mail": pl.Boolean, "is_role": pl.Boolean}
EMAILS = pl.Schema({"raw": pl.String, "email": pl.String, "domain": pl.String, **_FLAGS, "mailbox": pl.String})

# the shape nearly every address has; what does not fit is asked of email-validator, which is twenty times slower
_PLAIN = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def normalise_emails(values: pl.Series) -> pl.DataFrame:
    """The normal form of each address.

    values: addresses as written ('mailto:' and 'Name <address>' forms included), nulls allowed. Returns raw, email
    (lower case; null when there is no address), domain (registrable), is_valid (by syntax), is_free_mail, is_role (read
    by a team, not a person), mailbox (equal for spellings that reach one mailbox: tags cut, dots of Gmail left out):
    same length and order. Never raises on a value.
    """
    known = {value: _email(value) for value in values.unique().drop_nulls()}
    nothing = (None, None, False, False, False, None)
    return pl.DataFrame([(value, *known.get(value, nothing)) for value in values], schema=EMAILS, orient="row")


def _email(value: str) -> tuple[str | None, str | None, bool, bool, bool, str | None]:
    text = address_in(value)
    if "@" not in text:
        return None, None, False, False, False, None
    is_valid = _is_valid(text)
    local, _, host = text.rpartition("@")
    domain = registrable_domain(host)
    mailbox = mailbox_of(local, host)
    return (
        text,
        domain,
        is_valid,
        (domain or host) in lines("free_mail_domains"),
        is_role_address(text),
        mailbox if is_valid else None,
    )


def address_in(value: str) -> str:
    """The bare address in lower case: without 'mailto:', a display name, quotes or brackets."""
    text = value.strip()
    text = _in_angles(text) or text
    text = text.strip(" \t\r\n<>\"',;")
    if text.lower().startswith(("mailto:", "smtp:")):
        text = text.split(":", 1)[1].split("?", 1)[0]
    return text.strip().lower()


def _in_angles(text: str) -> str | None:
    """The address in the last angle brackets; None when what they hold is none, or is never closed."""
    inner, close, rest = text.rpartition("<")[2].partition(">")
    address = inner.strip()
    is_address = "@" in address[1:-1] and len(address.split()) == 1
    return address if "<" in text and close and ">" not in rest and is_address else None


def _is_valid(address: str) -> bool:
    if len(address) > LONGEST:
        return False
    if _PLAIN.fullmatch(address) and address.index("@") <= 64:
        return True
    try:
        # test_environment accepts the reserved names a made-up network lives in; nothing is looked up
        validate_email(address, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        return False
    return True


def mailbox_of(local: str, host: str) -> str:
    """What tells one mailbox from another: the tag after '+' is cut, Gmail's dots are nothing."""
    local = local.split("+", 1)[0] or local
    if host in _DOTLESS:
        return f"{local.replace('.', '')}@{_DOTLESS[host]}"
    return f"{local}@{host}"


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def registrable_domain(host: str) -> str | None:
    """The domain someone can register: 'societe.co.uk' of 'mail.societe.co.uk'; null when there is none.

    Source: the public suffix list, bundled.
    """
    name: str | None = _suffixes().privatesuffix(host.strip(".").lower())
    return name


def is_role_address(address: str) -> bool:
    """True of an address that a post or a team reads: info@, contact@, direction@."""
    local = address.rpartition("@")[0].split("+", 1)[0]
    roles = words("mailboxes", "roles")
    if _no_reply().search(local):
        return True
    if local in roles or local.strip("0123456789.-_") in roles:
        return True
    parts = [part for part in re.split(r"[._-]+", local) if part]
    return bool(parts) and all(part in roles for part in parts)


@cache
def _no_reply() -> re.Pattern[str]:
    return re.compile(table("mailboxes")["no_reply"])


def local_words(address: str) -> set[str]:
    """The words of the part before '@': 'marco' and 'sala' of marco.sala@ponte.example."""
    local = address.rpartition("@")[0]
    return set(re.split(r"[._\-+0-9]+", fold_text(local).replace(" ", "-"))) | set(re.split(r"[._\-]+", local))


def is_room_address(address: str) -> bool:
    """True of the address of a room, a device or a shared calendar's resource."""
    host = address.rpartition("@")[2]
    return host in words("mailboxes", "room_domains") or bool(local_words(address) & words("mailboxes", "rooms"))


def is_robot_address(address: str) -> bool:
    """True of the address of a note taker, a scheduler or a bot."""
    local, _, host = address.rpartition("@")
    domain = registrable_domain(host) or host
    segments = set(re.split(r"[._\-+0-9]+", fold_text(local).replace(" ", "-"))) | set(re.split(r"[.\-]+", domain))
    return domain in words("mailboxes", "robot_domains") or bool(segments & words("mailboxes", "robots"))


def is_group_address(address: str) -> bool:
    """True of the address of a shared calendar or a mailing list."""
    return address.rpartition("@")[2] in words("mailboxes", "group_domains")
