"""One date with a time of day, as people and systems write it, in parts: not yet decided which number is the day."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_CLOCK = re.compile(
    r"(?<![\d.:/])(\d{1,2})(?:[:h](\d{2})(?:[:m](\d{2})(?:[.,](\d{1,9}))?)?s?)?(?![\d:])\s*(?:([ap])\.?\s?m\b\.?)?"
    r"\s*\(?(Z\b|(?:UTC|GMT)?[+-]\d{2}:?\d{2}\b|(?-i:[A-Z]{3,4})\b)?\)?(?:\s*\([^)]*\))?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,4})\s*([-/.])\s*(\d{1,2})(?:\s*\2\s*(\d{1,4})?)?\.?")
_JAPANESE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D")
_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = (
    "jan ene gen", "feb fev fév", "mar mär maer mrz mars", "apr abr avr", "may mai mei mag", "jun jui_n juin giu",
    "jul juil lug", "aug ago aoû aou", "sep set", "oct okt ott out", "nov", "dec dez dic déc",
)  # fmt: skip
_MONTH = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "CET": 60, "CEST": 120, "BST": 60, "EET": 120, "EEST": 180, "AEST": 600, "AEDT": 660,
}  # fmt: skip
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's day 0, in no zone)


class Written(NamedTuple):
    """What a date says, number by number."""

    first: int
    """The day where `order` is known, else the day or the month."""
    second: int
    """The month where `order` is known, else the month or the day."""
    year: int | None
    known: bool
    """Whether it is plain which of the two is the day."""
    dotted: bool = False
    """Whether it is written with dots: then the day comes first everywhere."""


class Clock(NamedTuple):
    """A time of day."""

    hour: int
    minute: int
    second: int
    microsecond: int
    offset: int | None
    """Minutes east of UTC; None where it is not said."""


class Dated(NamedTuple):
    """A whole text: an exact moment, or a date and a time of day."""

    exact: datetime | None = None
    date: Written | None = None
    clock: Clock | None = None


@lru_cache(maxsize=1 << 17)  # every text of a column is looked at twice: to find out how it is written, and to read it
def dated(text: str) -> Dated | None:
    """What a text says of a date and a time of day; None where it says neither."""
    plain = text.strip()
    if not plain or len(plain) > 80:  # noqa: PLR2004 (no date is that long)
        return None
    exact = _iso(plain) or _number(plain)
    if exact is not None:
        return Dated(exact)
    rest, clock = _without_clock(plain)
    date = _date(rest)
    if date is None and rest.strip(" ,;T"):
        return None
    return Dated(date=date, clock=clock) if date or clock else None


def _iso(text: str) -> datetime | None:
    if not (text[:4].isdigit() and text[4:5] == "-" and len(text) > len("2026-11-21")):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, a spreadsheet's day number, or digits alone."""
    whole, dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not dot or (part.isascii() and part.isdigit()))):
        return None
    if len(whole) == 14 and not dot:  # noqa: PLR2004 (20261121090000)
        try:
            return datetime.strptime(whole, "%Y%m%d%H%M%S")  # noqa: DTZ007 (a local time)
        except ValueError:
            return None
    scale = {9: 1, 10: 1, 12: 1000, 13: 1000, 15: 1_000_000, 16: 1_000_000}.get(len(whole))
    if scale:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=round(float(text) * 1000 / scale))
    if len(whole) == 5 and part and 20_000 <= int(whole) < 80_000:  # noqa: PLR2004 (1954 to 2118)
        return _SERIAL_START + timedelta(seconds=round(float(text) * 86_400))
    return None


def _without_clock(text: str) -> tuple[str, Clock | None]:
    """The text without its time of day, and that; of two times the later counts, where the first is midnight."""
    found = [(match, _clock(match)) for match in _CLOCK.finditer(text) if match[2] or match[5]]
    if len(found) > 1 and found[0][1] == Clock(0, 0, 0, 0, None):
        match = found.pop(0)[0]
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    if len(found) != 1 or found[0][1] is None:
        return text, None
    match, clock = found[0]
    return f"{text[: match.start()]} {text[match.end() :]}", clock


def _clock(match: "re.Match[str]") -> Clock | None:
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[5]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 (a clock with twelve hours)
            return None
        hour = hour % 12 + (12 if match[5] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 (a day's clock)
        return None
    offset = _offset(match[6]) if match[6] else None
    if match[6] and offset is None:
        return None
    return Clock(hour, minute, second, int((match[4] or "0").ljust(6, "0")[:6]), offset)


def _offset(zone: str) -> int | None:
    name = zone.upper()
    if name in _ZONES:
        return _ZONES[name]
    digits = name.removeprefix("UTC").removeprefix("GMT")
    if digits[:1] not in ("+", "-"):
        return None
    minutes = int(digits[1:3]) * 60 + int(digits[-2:])
    return (-minutes if digits[0] == "-" else minutes) if minutes < 24 * 60 else None


def _date(text: str) -> Written | None:
    plain = text.strip(" ,;T\u202f\u00a0")
    if len(plain) == 8 and plain.isascii() and plain.isdigit():  # noqa: PLR2004 (20261121)
        return Written(int(plain[6:]), int(plain[4:6]), int(plain[:4]), known=True)
    month = next((number for word in _WORD.findall(plain) if (number := _month(word))), 0)
    if month:
        return _named(plain, month)
    words = _WORD.sub(" ", plain).strip(" ,.")
    found = _JAPANESE.fullmatch(plain)
    if found:
        return Written(int(found[3]), int(found[2]), int(found[1]), known=True)
    match = _NUMBERS.fullmatch(words if plain.isascii() else plain)
    return _numbered(match) if match else None


def _numbered(match: "re.Match[str]") -> Written | None:
    first, sign, second, third = match[1], match[2], match[3], match[4]
    if len(first) == 4:  # noqa: PLR2004 (a year)
        return Written(int(third), int(second), int(first), known=True) if third else None
    if len(first) > 2 or (third and len(third) == 3):  # noqa: PLR2004 (neither a day nor a year)
        return None
    return Written(int(first), int(second), _year(third), known=False, dotted=sign == ".")


def _month(word: str) -> int:
    small = word.casefold()
    if small.startswith(("juil", "juin")):
        return 7 if small.startswith("juil") else 6
    return _MONTH.get(small[:3], _MONTH.get(small[:4], 0)) if small[:3] != "mon" else 0


def _named(text: str, month: int) -> Written | None:
    """A date with its month in letters: the day, and perhaps the year."""
    numbers = re.findall(r"\d+", text)
    if not numbers or len(numbers) > 2 or any(len(number) > 4 for number in numbers):  # noqa: PLR2004 (day and year)
        return None
    if len(numbers) > 1 and len(numbers[0]) == 4:  # noqa: PLR2004 (the year first)
        numbers.reverse()
    return Written(int(numbers[0]), month, _year(numbers[1]) if len(numbers) > 1 else None, known=True)


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    number = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 (with its century)
        return number
    return number + (1900 if number >= 70 else 2000)  # noqa: PLR2004 (no call is older than 1970)


def moment_of(date: Written, clock: Clock) -> datetime:
    """The moment of a date whose day comes first, with an offset where the clock says one. Raises `ValueError`."""
    zone = None if clock.offset is None else timezone(timedelta(minutes=clock.offset))
    return datetime(date.year or 0, date.second, date.first, clock.hour, clock.minute, clock.second, clock.microsecond, zone)
