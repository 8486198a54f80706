"""The report's words in one language: wording by key, singular and plural, dates, numbers, code lists."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import phonenumbers
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from pipelines.report.escape import Escape
from pipelines.report.layout import Section, flattened, sections
from pipelines.report.places import country_name, in_country
from pipelines.report.typography import NARROW, WIDE, clean, clip, typeset

LONGEST_NAME = 34  # signs; keeps a name from pushing the page over
SHORT_NAME = 24
LONGEST_VALUE = 44
LONGEST_SENTENCE = 110
_FOLDER = Path(__file__).parent / "wording"
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


class UnknownWording(KeyError):
    """A template asks for a wording that the language's file does not hold: a bug of ours."""


@cache
def wording(language: str) -> dict[str, str]:
    """Every wording of the house by dotted key, typeset: those of wording/ and those of the sections."""
    shared = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    return _typeset(dict(flattened(shared)) | _of_sections(sections(), language), language)


def _of_sections(shown: Sequence[Section], language: str) -> dict[str, str]:
    return {key: text for section in shown for key, text in section.words(language).items()}


def _typeset(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """The texts as the language sets them. Those with `.code.` in their key are left as typed: they are pasted."""
    return {key: text if ".code." in key else typeset(text, language) for key, text in texts.items()}


class Words:
    """What templates say in `language`; `escape` makes the values from the data safe for the form being written."""

    def __init__(self, language: str, escape: Escape, more: Sequence[Section] = ()) -> None:
        """more: sections beside those of the house, with words of their own."""
        self.language = language
        self.escape = escape
        self._texts = wording(language) | _typeset(_of_sections(more, language), language)
        self._locale = Locale.parse(_LOCALES[language])

    def text(self, key: str, **values: object) -> Markup:
        """The wording `key` with its {values}; `n` chooses among key.zero, key.one and key.other.

        Text is escaped; a date is written out, an int grouped, a float given one decimal: pass a number already
        formatted (`number`, `percent`) for another form. Raises UnknownWording.
        """
        template = self._texts.get(key)
        if template is None:
            template = self._counted(key, values.get("n"))
        return Markup(template).format(**{name: self._shown(value) for name, value in values.items()})

    def code(self, key: str, **values: str) -> str:
        """Lines to paste, as typed, with their values put in; not escaped: the template's code block does that."""
        return self._texts[key].format(**values)

    def _counted(self, key: str, n: object) -> str:
        if isinstance(n, Rounded):
            n = n.value
        if isinstance(n, int | float):
            if n == 0 and f"{key}.zero" in self._texts:
                return self._texts[f"{key}.zero"]
            form = "one" if self._locale.plural_form(n) == "one" else "other"
            if f"{key}.{form}" in self._texts:
                return self._texts[f"{key}.{form}"]
        raise UnknownWording(f"{key} is in no section and not in wording/{self.language}.toml (n = {n!r})")

    def _shown(self, value: object) -> Markup:
        if isinstance(value, date):
            return self.escape(self.full_date(value))
        if isinstance(value, int | float):
            return self.escape(self.number(value, 0 if isinstance(value, int) else 1))
        return self.escape(value)

    def term(self, kind: str, code: str | None) -> str:
        """A code of a list (sector, seniority, state …) in words.

        An unknown code is shown as it is, underscores as spaces.
        """
        if not code:
            return str(self._texts["term.none"])
        if kind == "country":
            return country_name(code, self.language)
        return self._texts.get(f"{kind}.{code}") or self.short_name(code.replace("_", " "))

    def in_country(self, code: str) -> str:
        """The country with its preposition."""
        return in_country(code, self.language)

    def number(self, value: float, digits: int = 0, *, signed: bool = False) -> str:
        """1 234,5 or 1,234.5; a true minus sign; `signed` writes the plus too."""
        rounded = round(value, digits) + 0.0  # no −0
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = str(format_decimal(abs(rounded), format=pattern, locale=self._locale))
        sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def count(self, value: float, digits: int) -> Rounded:
        """A number that is shown with `digits` decimals and takes the plural of what is shown."""
        return Rounded(round(value, digits), self.number(value, digits))

    def percent(self, share: float | None) -> str:
        """A share 0–1 as a whole percentage; an em dash when there is none."""
        if share is None:
            return "—"
        return f"{self.number(share * 100)}{NARROW}%" if self.language == "fr" else f"{self.number(share * 100)}%"

    def full_date(self, day: date) -> str:
        """22 novembre 2026, 1er novembre 2026; 22 November 2026. Not broken across lines."""
        return f"{self.day_and_month(day)}{WIDE}{day.year}"

    def day_and_month(self, day: date) -> str:
        """22 novembre, 1er novembre; 22 November."""
        return f"{self._day(day)}{WIDE}{format_date(day, 'MMMM', locale=self._locale)}"

    def short_day(self, day: date) -> str:
        """22 nov., 1er nov.; 22 Nov: for the axis of a chart."""
        return f"{self._day(day)}{WIDE}{format_date(day, 'MMM', locale=self._locale)}"

    def month(self, day: date) -> str:
        """nov. 2026; Nov 2026: for a narrow column of a table."""
        return f"{format_date(day, 'MMM', locale=self._locale)}{WIDE}{day.year}"

    def _day(self, day: date) -> str:
        return "1er" if day.day == 1 and self.language == "fr" else str(day.day)

    def week(self, first: date, last: date) -> Markup:
        """« du 16 au 22 novembre 2026 », naming the month and the year of the first day only where they differ."""
        within_a_year = self._day(first) if first.month == last.month else self.day_and_month(first)
        start = within_a_year if first.year == last.year else self.full_date(first)
        return self.text("page.range", first=start, last=self.full_date(last))

    def duration(self, days: int) -> Markup:
        """« 12 jours », « 14 mois » from 60 days, « 3 ans » from two years."""
        unit, n = (
            ("days", max(days, 0))
            if days < 60
            else ("months", round(days / 30.4375))
            if days < 730
            else ("years", int(days / 365.25))
        )
        return self.text(f"duration.{unit}", n=n)

    def name(self, text: str | None) -> str:
        """A person's or an organisation's name on one line, clipped to what the page holds."""
        return clip(clean(text or ""), LONGEST_NAME) or str(self._texts["term.unnamed"])

    def short(self, text: str) -> str:
        """A value from the data on one line, clipped to what a line of the page holds."""
        return clip(clean(text), LONGEST_VALUE)

    def short_name(self, text: str | None) -> str:
        """A name for a narrow column of a table."""
        return clip(self.name(text), SHORT_NAME)

    def sentence(self, text: str) -> str:
        """A sentence from the data (the plan's statement), clipped to two lines of the page."""
        return clip(clean(text).replace("'", "’"), LONGEST_SENTENCE)

    def links(self, text: str) -> Markup:
        """What a bridge links: the first two of its groups."""
        return self.join([self.short_name(group) for group in text.split(" · ")[:2]])

    def short_number(self, value: float | None) -> str:
        """A number with one decimal only when it has one; an em dash when there is none."""
        return "—" if value is None else self.number(value, 0 if abs(value - round(value)) < 0.05 else 1)

    def target(self, axis: str | None, value: str) -> str:
        """A target of the plan in words: a code of its list, or a name."""
        return self.term(axis, value) if axis in ("sector", "function", "seniority") else self.short_name(value)

    def source(self, dialect: str | None, source: str) -> str:
        """What an export is to its owner: address book, LinkedIn, calendar.

        Its file's name when no wording knows the dialect.
        """
        return self._texts.get(f"source.{dialect}") or self.name(source)

    def join_comma(self, items: Sequence[object]) -> Markup:
        """« A, B, C »."""
        return Markup(", ").join(self.escape(item) for item in items)

    def join_clauses(self, items: Sequence[object]) -> Markup:
        """« A ; B ; C », with the space French puts before the semicolon."""
        return Markup(f"{NARROW}; " if self.language == "fr" else "; ").join(self.escape(item) for item in items)

    def join_sentences(self, items: Sequence[object]) -> Markup:
        """Sentences of one paragraph; those that are null or empty are left out."""
        return Markup(" ").join(self.escape(item) for item in items if item)

    def join(self, items: Sequence[object]) -> Markup:
        """« A, B et C »."""
        shown = [self.escape(item) for item in items]
        if len(shown) < 2:
            return Markup("").join(shown)
        return self.text("list.last", items=Markup(", ").join(shown[:-1]), last=shown[-1])

    def telephone(self, value: str) -> str:
        """An E.164 number in the groups of its country, which a line end never parts; anything else as it is."""
        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return clean(value)
        grouped = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return grouped.replace(" ", "\N{NO-BREAK SPACE}")


class Rounded:
    """A number with the text it is shown as, so that its plural agrees with what is read."""

    def __init__(self, value: float, text: str) -> None:
        self.value = value
        self.text = text

    def __str__(self) -> str:
        return self.text
