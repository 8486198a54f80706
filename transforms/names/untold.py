"""Titles that name somebody who is not met: something to do, an absence, a feast."""

from __future__ import annotations

import re
from functools import cache

from transforms.lexicon import table
from transforms.text import fold_title
from transforms.values.occasions import means


def telling_part(title: str, occasion: str) -> str:
    """The part of the title that may name whom one meets; empty when the whole of it tells of something else.

    An absence or a feast leaves nothing, a task what stands before it: 'Déj Karim, relancer Sophie' is Karim. occasion:
    what the title says the event is; a meal for a feast is a meal.
    """
    folded = fold_title(title)
    if _absence().search(folded) or (means().get(occasion) != "meal" and _feast().search(folded)):
        return ""
    has_hour = re.search(table("untold")["hour"], folded) is not None
    starts = [found.start("task") for found in _tasks(has_hour).finditer(folded)]
    if any(pattern.search(folded) for pattern in _anywhere(has_hour)):
        return ""
    return title[: _place(title, min(starts))] if starts else title


def _place(title: str, folded_place: int) -> int:
    """The place in the title of a place in its folded form, whose letters are not one to one."""
    length = 0
    for place, letter in enumerate(title):
        if length >= folded_place:
            return place
        length += len(fold_title(letter))
    return len(title)


def _words(*keys: str) -> str:
    return "(?:" + "|".join(word for key in keys for word in table("untold")[key]) + ")"


@cache
def _tasks(has_hour: bool) -> re.Pattern[str]:
    """A task at the head of the title or of a clause; calls only without their hour."""
    keys = ("tasks",) if has_hour else ("tasks", "calls")
    head = rf"(?:^|[:;,/|•→(\[]|\s[-–—+&]|\b(?:et|puis|and|then|und|e|y)\b)[^\w(]*(?:{_words('labels')}\b\W*)?"
    hour = r"(?:\d{1,2}\s?(?:h|:)\s?\d{0,2}\s*)?"
    unless = "|".join(table("untold")["unless_before"])
    return re.compile(rf"{head}{hour}(?P<task>{_words(*keys)})\b(?!\W?(?:{unless}))")


@cache
def _anywhere(has_hour: bool) -> tuple[re.Pattern[str], ...]:
    words = table("untold")
    return tuple(re.compile(text) for text in words["tasks_anywhere"] + ([] if has_hour else words["calls_anywhere"]))


@cache
def _absence() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_words('absences')}(?![\w-])|{table('untold')['off']}")


@cache
def _feast() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('feasts')}(?!\w)")
