"""Why to call someone, and how, in one line of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from markupsafe import Markup

from pipelines.report.facts.rows import Row
from pipelines.report.facts.shape import Reconnect
from pipelines.report.words import Words

_WAYS = {
    "phone": "by_phone",
    "mobile": "by_phone",
    "email": "by_mail",
    "email_work": "by_mail",
    "email_personal": "by_mail",
    "linkedin": "by_linkedin",
    "postal": "by_post",
}
_SCHEMES = {"by_phone": "tel:", "by_mail": "mailto:"}


def reason(person: Reconnect, words: Words) -> Markup:
    """« 3 déjeuners en 2023, énergie, aucun autre contact au Portugal »: what mart.recontact_weeks names."""
    return words.join_comma([_WORDED[part](person, words) for part in person.reason.split(",")])


def _meals(person: Reconnect, words: Words) -> Markup:
    what = words.text(f"occasion.{person.usual_meal}", n=person.usual_meals)
    return _in_years(what, person.usual_meal_first_year, person.usual_meal_last_year, words)


def _meetings(person: Reconnect, words: Words) -> Markup:
    what = words.text("reconnect.meetings", n=person.meetings)
    return _in_years(what, person.first_year, person.last_year, words)


def _in_years(what: Markup, first: int | None, last: int | None, words: Words) -> Markup:
    if first is None or last is None:
        return what
    if first == last:
        return words.text("reconnect.in_year", what=what, year=str(last))
    return words.text("reconnect.in_years", what=what, first=str(first), last=str(last))


def _only_in_country(person: Reconnect, words: Words) -> Markup:
    return words.text("reconnect.only_in_country", place=words.in_country(person.country or ""))


def _last_seen(person: Reconnect, words: Words) -> Markup:
    return words.text("reconnect.last_seen", duration=words.duration(person.days_since_contact or 0))


_WORDED: Mapping[str, Callable[[Reconnect, Words], object]] = {
    "meals": _meals,
    "meetings": _meetings,
    "sector": lambda person, words: words.term("sector", person.sector or ""),
    "only_in_country": _only_in_country,
    "only_in_organisation": lambda person, words: words.text("reconnect.only_in_organisation"),
    "last_seen": _last_seen,
}


def contact(person: Reconnect, words: Words) -> Row | None:
    """The best way to reach someone: text in words and href (null where a link would not do).

    None without a channel.
    """
    channel, value = person.best_channel, person.best_value
    if not channel or not value:
        return None
    way = _WAYS.get(channel, "by_post")
    shown = (
        words.telephone(value)
        if way == "by_phone"
        else words.text("reconnect.on_linkedin")
        if way == "by_linkedin"
        else words.short(value)
    )
    href = f"{_SCHEMES[way]}{quote(value, safe='+@')}" if way in _SCHEMES else None
    if way == "by_linkedin" and value.startswith("https://www.linkedin.com/"):
        href = quote(value, safe=":/?=&%-._~")
    return {"text": words.escape(shown), "href": href}
