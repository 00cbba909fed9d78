"""Phone numbers: one way to write each of them, where the phone stands, and what may be dialled.

A number that is understood is written in E.164, `+15550100`. An extension is kept behind a comma, which
phones take for a pause: `+15550100,12`; so colleagues behind one switchboard stay two people. What is not
understood keeps what can be dialled of it. A local number without its area code is not understood: nobody
can tell where it leads. Letters are digits (`1-800-FLOWERS`) only where that makes a number that exists.

Where the library `phonenumbers` is missing, numbers that begin with + or 00 are understood by their digits alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

from nextcall.errors import InputError
from nextcall.text import line

MISSING = "Only numbers that begin with + or 00 are understood; pip install 'nextcall[contacts]' understands more."
"""What to tell once where the library is missing."""

_LONGEST = 250
_LONGEST_DIALLED = 40
_FEWEST_DIGITS = 3
"""Digits that are a number at all: an extension."""
_FULL = 7
"""Digits that are a whole number where a cell has several."""
_MOST_LETTERS = 10
_SHORTEST, _LENGTHIEST = 7, 15
"""Digits of a number with its country's code."""
_ZERO_STAYS = ("39", "378", "379")
"""Codes of the countries in which the zero of an area is dialled from abroad too."""
_NUMBER = re.compile(r"[+(*#]*\d[\d\s()+.*#~/-]*")
_PLAIN = re.compile(r"\+?[\d\s()./~-]+")
_VANITY = re.compile(r"\+?[\d\s().-]*\d[\s().-]*[A-Z][A-Z\d.-]*")
_EXTENSION = re.compile(r"(?:;\s*ext=|[;,]+\s*|\s*\b(?:ext(?:ension|n)?|durchwahl|dw|poste|anexo|interno)\b[.:]?\s*|(?<=[\d\s)])(?:x|#)[.:]?\s*)(\d{1,6})#?$", re.IGNORECASE)
_SEVERAL = re.compile(r"[|\n\r]+|[,;](?=\s*[+(]*(?:[\s().-]*\d){7})")
_DESTROYED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
"""As a spreadsheet writes a long number that it took for a quantity: its last digits are gone."""
_DIALLED = re.compile(r"\+?[\d*#][\d*#,;]*")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_BETTER_KNOWN = ("Europe/London", "Europe/Oslo")
"""Zones to be named in the stead of others with the same clock that stand before them in the alphabet."""


class Phone(NamedTuple):
    """A number from a file."""

    number: str
    """In E.164, with an extension behind a comma; else what can be dialled of it, which may be nothing."""
    understood: bool
    """Whether it is in E.164."""


def read(text: str, country: str) -> Phone:
    """The number that a text says; of several the first that is understood.

    `country` is the ISO 3166 code of numbers that are written without one; it may be empty.
    """
    parts = list(_parts(_harmless(text)))
    for number, extension in parts:
        found = _understood(number, country)
        if found:
            return Phone(f"{found},{extension}" if extension else found, understood=True)
    return Phone(next(filter(None, (_cleaned(*part) for part in parts)), ""), understood=False)


def e164(text: str, country: str) -> str | None:
    """The number in E.164, with an extension behind a comma; None where it is not understood."""
    found = read(text, country)
    return found.number if found.understood else None


def dialable(phone: str) -> str:
    """The number as it may be handed to another program: `+`, digits and `* # , ;`, beginning with none of the last two.

    Blanks and the signs between digits go. Raises `InputError` where anything else is in it, or no digit.
    """
    bare = re.sub(r"[\s()./-]", "", phone)
    if not (bare.isascii() and _DIALLED.fullmatch(bare) and re.search(r"\d", bare)) or len(bare) > _LONGEST_DIALLED:
        raise InputError(f"'{line(phone, 60)}' is no number that can be dialled", "A number has digits, + in front, and * # , ; at most.")
    return bare


def advice() -> str:
    """What to say where the library is missing; empty where it is there."""
    return "" if _library() else MISSING


def zone(phone: str, at: datetime) -> str:
    """The time zone of a number in E.164, by its IANA name; empty where it is not certain.

    A number that may be in several zones has one where their clocks agree all through the year of `at`.
    """
    if not phone.startswith("+") or not _library():
        return ""
    from phonenumbers import NumberParseException, parse, timezone  # noqa: PLC0415 (an extra, and it costs 0.1 s)

    try:
        number = parse(phone.partition(",")[0], None)
    except NumberParseException:
        return ""
    return _agreed(tuple(timezone.time_zones_for_number(number)), at.year)


@lru_cache(4096)
def _agreed(names: tuple[str, ...], year: int) -> str:
    """The first of some zones that have the same clock in every week of the year; else an empty string."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 (only where numbers are brought in)

    clocks = []
    for name in names:
        try:
            clocks.append(ZoneInfo(name))
        except (KeyError, ValueError, OSError):  # no such zone here: it could not be used, and nothing can be said of it
            return ""
    weeks = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(weeks=week) for week in range(53)]
    if not clocks or any(len({week.astimezone(clock).utcoffset() for clock in clocks}) > 1 for week in weeks):
        return ""
    return next((name for name in names if name in _BETTER_KNOWN), names[0])


@lru_cache(1)
def _library() -> ModuleType | None:
    try:
        import phonenumbers  # noqa: PLC0415 (an extra, and it costs 0.1 s)
    except ImportError:
        return None
    return phonenumbers


def _harmless(text: str) -> str:
    """The text with digits, blanks and dashes as ASCII has them, without signs that are not seen."""
    text = text[:_LONGEST]
    if not text.isascii():
        text = "".join(map(_plain_sign, unicodedata.normalize("NFKC", text)))[:_LONGEST]
    text = text.strip().lstrip("'\"=").rstrip("\"' ")
    if text[:4].lower() == "tel:":
        from urllib.parse import unquote  # noqa: PLC0415 (few files have such numbers)

        text = unquote(text[4:])
        context = re.search(r";phone-context=(\+[\d().-]+)", text, re.IGNORECASE)
        text = (context[1] if context and not text.startswith("+") else "") + re.sub(r";(?!ext=)[a-z][a-z-]*=[^;]*", "", text, flags=re.IGNORECASE)
    return re.sub(r"\.0$", "", text) if re.fullmatch(r"\d+\.0", text) else text


def _plain_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    return {"Cf": "", "Pd": "-", "Zs": " "}.get(kind, "-" if sign == "\N{MINUS SIGN}" else sign)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The numbers in a text, each with its extension; there may be none."""
    if _DESTROYED.fullmatch(text):
        return
    for said in _SEVERAL.split(text):
        found = _EXTENSION.search(said.strip())
        part, extension = (said.strip()[: found.start()], found[1]) if found else (said.strip(), "")
        if extension and _digits(part) < _FEWEST_DIGITS:
            part, extension = said.strip(), ""
        first, slash, second = part.partition("/")  # 030/901820 is one number, 030 901820 / 030 901821 are two
        for number in (first, second) if slash and _digits(first) >= _FULL else (part,):
            yield number, extension


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _bare(part: str) -> str:
    """The digits of a part and the signs between them, without words around."""
    runs = _NUMBER.findall(part)
    full = next((run for run in runs if _digits(run) >= _FULL), None)
    return (full or max(runs, key=_digits, default="")).strip()


def _cleaned(part: str, extension: str) -> str:
    """What can be dialled of a part."""
    bare = _bare(part)
    if _digits(bare) < _FULL and (said := _with_letters(part)):
        bare = said.translate(_KEYPAD)
    if _digits(bare) < _FEWEST_DIGITS:
        return ""
    dialled = ("+" if bare.lstrip("(").startswith("+") else "") + re.sub(r"[^\d*#]", "", bare)
    return dialled[: _LONGEST_DIALLED - 1 - len(extension)] + (f",{extension}" if extension else "")


def _understood(part: str, country: str) -> str:
    """The number of a part in E.164; empty where it is not understood."""
    bare = _bare(part)
    bare = bare[bare.find("+") :] if "+" in bare else bare
    if not _PLAIN.fullmatch(bare) or _digits(bare) < _FEWEST_DIGITS:
        return ""
    if _library():
        return _numbered(bare, country) or _spelled(part, country)
    digits = re.sub(r"\D", "", bare)
    if bare.startswith("+"):
        return _by_digits(bare)
    return _by_digits(f"+{bare.lstrip('( ')[2:]}") if digits.startswith("00") else ""


def _by_digits(coded: str) -> str:
    digits = re.sub(r"\D", "", coded).removeprefix("00")
    if not digits.startswith(_ZERO_STAYS):
        digits = re.sub(r"\D", "", _without_zero(coded)).removeprefix("00")
    return f"+{digits}" if _SHORTEST <= len(digits) <= _LENGTHIEST and digits[0] != "0" else ""


def _without_zero(coded: str) -> str:
    """A number with a country's code, without the zero that is only dialled within it."""
    return re.sub(r"\(0\)", "", coded)


def _numbered(bare: str, country: str) -> str:
    if bare.startswith("+"):
        return _coded(bare)
    found = _Read(bare, country) if country else None
    if found and found.valid:
        return found.e164
    digits = re.sub(r"\D", "", bare)
    if digits.startswith("00"):
        return _coded(f"+{bare.lstrip('( ')[2:]}")
    return found.e164 if found and found.whole and not found.zero and digits.startswith(_prefix(country)) else ""


def _coded(coded: str) -> str:
    """A number with a country's code. Where it is not one that exists, its length must be right."""
    coded = re.sub(r"^\+\s*00", "+", coded)
    ways = [_Read(coded, None)]
    if "(0)" in coded:
        ways.append(_Read(_without_zero(coded), None))
    return next((way.e164 for way in ways if way.valid), "") or next((way.e164 for way in ways if way.possible), "")


def _spelled(part: str, country: str) -> str:
    """A number with letters for digits, where there is such a one."""
    said = _with_letters(part)
    found = _Read(said, country or None) if said else None
    return found.e164 if found and found.valid else ""


def _with_letters(part: str) -> str:
    """A number with capital letters at its end; empty where a part is none."""
    said = _VANITY.fullmatch(part)
    return part if said and sum(sign.isalpha() for sign in part) <= _MOST_LETTERS else ""


@lru_cache(512)
def _prefix(country: str) -> str:
    """What is dialled before an area where that tells a whole number from a local one, as the 0 in Germany."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415 (an extra)

    known = PhoneMetadata.metadata_for_region(country)
    prefix = (known.national_prefix if known else None) or ""
    return "" if prefix == "1" else prefix


class _Read:
    """How the library reads a number."""

    def __init__(self, text: str, country: str | None) -> None:
        import phonenumbers  # noqa: PLC0415 (an extra, and it costs 0.1 s)

        self.e164 = ""
        """Empty where it is none."""
        self.valid = self.possible = self.whole = False
        """Whether there is such a number; whether it is as long as one; and as one with its area code."""
        self.zero = False
        """Whether a zero stands in front that is not dialled in that country."""
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            return
        self.e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        self.valid = self.possible = self.whole = phonenumbers.is_valid_number(number)
        if self.valid:
            return
        length = phonenumbers.is_possible_number_with_reason(number)
        self.whole = length == phonenumbers.ValidationResult.IS_POSSIBLE
        self.possible = self.whole or length == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        self.zero = bool(number.italian_leading_zero) and not str(number.country_code).startswith(_ZERO_STAYS)
