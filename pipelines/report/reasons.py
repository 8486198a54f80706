"""Why to call someone, and how, in one line of words."""

from __future__ import annotations

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
    """« 3 déjeuners en 2023, énergie, aucun autre contact au Portugal »: only what the row holds."""
    parts: list[object] = [*_past(person, words)]
    if person.sector:
        parts.append(words.term("sector", person.sector))
    if person.is_only_in_country and person.country:
        parts.append(words.text("reconnect.only_in_country", place=words.in_country(person.country)))
    elif person.is_only_in_organisation and person.organisation:
        parts.append(words.text("reconnect.only_in_organisation"))
    if not parts and person.days_since_contact is not None:
        parts.append(words.text("reconnect.last_seen", duration=words.duration(person.days_since_contact)))
    return words.join_comma(parts)


def _past(person: Reconnect, words: Words) -> list[Markup]:
    """The kind of meal most often shared, else the meetings, with the years they span; nothing when there are none."""
    if person.usual_meal:
        what = words.text(f"occasion.{person.usual_meal}", n=person.usual_meals)
        first, last = person.usual_meal_first_year, person.usual_meal_last_year
    elif person.meetings:
        what = words.text("reconnect.meetings", n=person.meetings)
        first, last = person.first_year, person.last_year
    else:
        return []
    if first is None or last is None:
        return [what]
    if first == last:
        return [words.text("reconnect.in_year", what=what, year=str(last))]
    return [words.text("reconnect.in_years", what=what, first=str(first), last=str(last))]


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
