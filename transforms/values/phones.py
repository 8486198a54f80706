"""Telephone numbers: E.164 form, kind and country, by Google's libphonenumber."""

from __future__ import annotations

import re

import phonenumbers
import polars as pl
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

PHONES = pl.Schema(
    {
        "raw": pl.String,
        "e164": pl.String,
        "subtype": pl.String,
        "region": pl.String,
        "extension": pl.String,
        "is_valid": pl.Boolean,
        "reason": pl.String,
    }
)

_SUBTYPES = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_line_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal_number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company_number",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_REASONS = {
    NumberParseException.INVALID_COUNTRY_CODE: "its country code does not exist",
    NumberParseException.NOT_A_NUMBER: "it is not a telephone number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too few digits follow the international prefix",
    NumberParseException.TOO_SHORT_NSN: "it has too few digits",
    NumberParseException.TOO_LONG: "it has too many digits",
}
LONGEST = 250
"""Characters of a number, as libphonenumber has it; the rest of a longer text is not looked at."""

_FULL_WIDTH_PLUS = re.compile(r"^\s*(?:tel:)?\s*[＋]")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_EXTENSION = re.compile(
    r"(?<![\s,;(])[\s,;(]*(?:poste|ext(?:ension)?|extn|int|durchwahl|dw|x|#|p)\s*[.:]?\s*(?:n[°ºo]\.?\s*)?(\d{1,6})\s*\)?\s*$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[(\[][^()\[\]\d+]*[^\W\d_][^()\[\]\d+]*[)\]]")  # '(bureau)': its letters are no figures to dial
_OPEN_REMARK = re.compile(r"[(\[][^()\[\]\d+]*$")  # what is left of '(bureau, poste 12)'
_PAUSE = re.compile(r"\s*(?:[,;]|\bw\b|\bp\b)[\d,;wp#*]+$", re.IGNORECASE)

_Parsed = tuple[str | None, str | None, str | None, str | None, bool, str | None]


def normalise_phones(values: pl.Series, default_region: str) -> pl.DataFrame:
    """E.164 form of each telephone number.

    values: numbers as written, any order, nulls allowed; default_region: ISO 3166 code for numbers without a prefix.
    Returns raw, e164 (null when not valid), subtype, region (ISO 3166, null for a number of no country), extension,
    is_valid, reason (why it is not valid, or what was put right): same length and order. Never raises on a value.
    Source: phonenumbers (Google libphonenumber).
    """
    known = {value: _phone(value, default_region) for value in values.unique().drop_nulls()}
    nothing: _Parsed = (None, None, None, None, False, "there is no number")
    return pl.DataFrame([(value, *known.get(value, nothing)) for value in values], schema=PHONES, orient="row")


def _phone(value: str, default_region: str) -> _Parsed:
    if len(value) > LONGEST and len(value := " ".join(value.split())) > LONGEST:
        return None, None, None, None, False, _REASONS[NumberParseException.TOO_LONG]
    text, extension = _without_extension(_without_remark(_TRUNK_ZERO.sub("", _FULL_WIDTH_PLUS.sub("+", value.strip()))))
    number, reason = _parsed(text, default_region)
    if number is None:
        return None, None, None, extension, False, reason
    if not phonenumbers.is_valid_number(number):
        mended = _mended(text, number, default_region)
        if mended is None:
            return None, None, None, extension or number.extension, False, _invalid(number)
        number, reason = mended
    elif text[:1].isdigit():
        reason = _left_out(text, number, default_region)
    subtype = _SUBTYPES.get(phonenumbers.number_type(number), "other")
    region = phonenumbers.region_code_for_number(number)
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        subtype,
        region,
        extension or number.extension,
        True,
        reason,
    )


def _left_out(text: str, number: PhoneNumber, region: str) -> str | None:
    """What a number that begins with a digit should have begun with: spreadsheets drop a leading zero or plus sign."""
    digits = re.sub(r"\D", "", text)
    if digits == f"{number.country_code}{number.national_number}":
        return "its plus sign was missing"
    has_zero = phonenumbers.ndd_prefix_for_region(region, True) == "0"
    return "its leading zero was missing" if has_zero and digits == str(number.national_number) else None


def _without_remark(text: str) -> str:
    """A word in brackets is left out where enough figures stand beside it: a number may be spelt in letters."""
    bare = _REMARK.sub(" ", text)
    return bare if sum(c.isdigit() for c in bare) >= 6 else text


def _without_extension(text: str) -> tuple[str, str | None]:
    found = _EXTENSION.search(text)
    # '#' and 'x' alone may be a code ('*123#'): an extension follows a number of at least six digits
    if found and sum(c.isdigit() for c in text[: found.start()]) >= 6:
        return _OPEN_REMARK.sub("", text[: found.start()]), found.group(1)
    return _PAUSE.sub("", text) if sum(c.isdigit() for c in text) > 8 else text, None


def _parsed(text: str, region: str | None) -> tuple[PhoneNumber | None, str | None]:
    digits = re.sub(r"\D", "", text)
    if len(digits) <= 4 and digits and not text.startswith("+"):
        return None, "it is a short code"
    try:
        return phonenumbers.parse(text, region), None
    except NumberParseException as error:
        return None, _REASONS.get(error.error_type, "it cannot be read")


def _mended(text: str, number: PhoneNumber, region: str) -> tuple[PhoneNumber, str] | None:
    """A valid number that the text most likely stands for.

    '33612345678' without its '+', '0033' left in, one zero too many after the prefix.
    """
    digits = re.sub(r"\D", "", text)
    country = str(number.country_code)
    attempts = [("its plus sign was missing", f"+{digits}")] if _may_lack_its_plus(text, digits) else []
    attempts += [("its international prefix was written 00", f"+{digits[2:]}")] if digits.startswith("00") else []
    attempts += (
        [("a zero after the country code was left out", f"+{country}{digits[len(country) :].lstrip('0')}")]
        if text.startswith("+")
        else []
    )
    attempts += (
        [("its leading zero was missing", f"0{digits}")] if len(digits) == 9 and not text.startswith("+") else []
    )
    for reason, attempt in attempts:
        candidate, _ = _parsed(attempt, region)
        if candidate is not None and phonenumbers.is_valid_number(candidate):
            return candidate, reason
    return None


def _may_lack_its_plus(text: str, digits: str) -> bool:
    """'33612345678', '49 30 1234567', '1-202-5550123'; not '(646) 555-0123', which would be New Zealand's."""
    head = re.match(r"\d*", text)
    if head is None or not head[0]:
        return False
    is_country_code = int(head[0]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and len(digits) > 9
    return is_country_code or (head[0] == digits and len(digits) > 10)


def _invalid(number: PhoneNumber) -> str:
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict == phonenumbers.ValidationResult.TOO_SHORT:
        return "it has too few digits"
    if verdict == phonenumbers.ValidationResult.TOO_LONG:
        return "it has too many digits"
    return "no such number is given out in its country"
