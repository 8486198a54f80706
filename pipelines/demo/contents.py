"""Content lines of cards and calendars as software writes them: escaped, folded at 75 octets, ended by CRLF."""

from __future__ import annotations

from collections.abc import Iterable


def escaped(text: str) -> str:
    """A text value: backslashes, commas, semicolons and line breaks escaped."""
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def parameter(text: str) -> str:
    """A parameter value, quoted where it has to be."""
    return f'"{text}"' if any(mark in text for mark in ",;:") else text


def folded(lines: Iterable[str]) -> str:
    """The lines as one text, none over 75 octets, no character cut in two."""
    return "".join(_fold(line) for line in lines)


def _fold(line: str) -> str:
    if len(line.encode()) <= 75:
        return line + "\r\n"
    parts, part, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 75:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += octets
    return "\r\n".join([*parts, part]) + "\r\n"
