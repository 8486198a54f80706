"""Pictures, sounds, keys and attachments.

Told by their header, and reduced to size and hash before anything else is done with their line.
"""

from __future__ import annotations

import binascii
import hashlib
import re

BINARY_NAMES = ("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH")

_LONGEST_HEADER = 1000
_LONGEST_WORD = 400  # characters that may be letters and digits only and yet be no base64

_BLANKS = b"\r\n\t \0"
_BINARY_LINE = re.compile(rb"(?i)(?:[^.:;\s]+\.)*(?:%s)\s*[;:]" % "|".join(BINARY_NAMES).encode())
_BASE64_HEADER = re.compile(rb"(?i)[^:]*;\s*(?:ENCODING\s*=\s*)?\"?(?:B|BASE64)\"?\s*[;:]")
_BASE64_TEXT = re.compile(rb"[A-Za-z0-9+/=]+\Z")
_DATA_URI = re.compile(rb"(?i)data:[^,]{0,200},")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_FOLD = re.compile(rb"\r*\n[ \t]")


def may_be_binary(item: bytes) -> bool:
    """The line, folds and all, has a name of BINARY_NAMES or is declared to be base64."""
    return _BINARY_LINE.match(item) is not None or is_declared_base64(item)


def is_declared_base64(line: bytes) -> bool:
    """The header says so, in the way of any version; it may be folded."""
    head, colon, _ = line[:_LONGEST_HEADER].partition(b":")
    return bool(colon) and _BASE64_HEADER.match(_FOLD.sub(b"", head) + colon) is not None


def is_base64_text(text: bytes) -> bool:
    """The text holds nothing else, blanks at its end apart."""
    return _BASE64_TEXT.match(text.rstrip(b" \t\r")) is not None


def binary_summary(value: bytes) -> bytes:
    """`size=…;sha256=…` of a base64 value or data URI.

    Bytes it encodes, and hash of the base64 text without blanks, so that folding does not matter.
    The text is hashed, not what it encodes: decoding takes longer than all the rest of the reading.
    """
    text = value.translate(None, _BLANKS)
    uri = _DATA_URI.match(text)
    start = uri.end() if uri else 0
    padding = len(text) - len(text.rstrip(b"=")) if text.endswith(b"=") else 0
    return b"size=%d;sha256=%s" % (
        (len(text) - start - padding) * 3 // 4,
        hashlib.sha256(memoryview(text)[start:]).hexdigest().encode(),
    )


def reduced(item: bytes, is_declared: bool) -> bytes | None:
    """The line, folds and all, unfolded and with a summary for a value; None when it is no binary.

    is_declared: to be base64.
    """
    head, colon, value = item.partition(b":")
    if not colon or not (
        _is_binary(value, is_declared) if _BINARY_LINE.match(item) else is_declared and _encodes_no_text(value[:400])
    ):
        return None
    return _FOLD.sub(b"", head) + b":" + binary_summary(value)


def _is_binary(value: bytes, is_declared: bool) -> bool:
    if is_declared or _DATA_URI.match(value[:300].translate(None, _BLANKS)):
        return True
    return len(value) > _LONGEST_WORD and _BASE64_TEXT.match(value.translate(None, _BLANKS)) is not None


def _encodes_no_text(value: bytes) -> bool:
    """The beginning of a base64 value decodes to something with control characters, as pictures and archives do."""
    text = value.translate(None, _BLANKS)
    try:
        return _NOT_TEXT.search(binascii.a2b_base64(text[: len(text) // 4 * 4])) is not None
    except ValueError:
        return False
