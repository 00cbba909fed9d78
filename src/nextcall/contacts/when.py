"""When to call back: nine o'clock on a later day, by the clock of whoever is called; or as somebody writes it."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from nextcall.errors import InputError
from nextcall.text import line

NINE = time(9)
"""When a day of calls begins, where no time is said."""
FORMS = "tomorrow, tue 14:30, 14:30, +3d, +2w, +1m, 2026-11-24 or 2026-11-24 09:30"
"""How a moment can be written."""
_FARTHEST = 3660
"""Days ahead: nobody promises more."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WRITTEN = re.compile(
    r"(?:(?P<word>today|tomorrow|mon|tue|wed|thu|fri|sat|sun|[a-z]{6,9})|\+?(?P<number>\d{1,4})\s*(?P<unit>[hdwm])|(?P<day>\d{4}-\d{2}-\d{2}))?"
    r"(?:(?:^|[\sT,]|\bat\b)+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]m)?)?",
    re.IGNORECASE,
)


def days_later(now: datetime, days: int, zone: tzinfo | None) -> datetime:
    """Nine o'clock so many days after `now`, both by the clock of `zone` (None: that of `now`)."""
    return _at(_here(now, zone).date() + timedelta(days=days), NINE, zone or now.tzinfo)


def month_later(now: datetime, zone: tzinfo | None, months: int = 1) -> datetime:
    """Nine o'clock on the same day of a later month, or on its last one where it has no such day."""
    today = _here(now, zone).date()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return _at(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])), NINE, zone or now.tzinfo)


def written(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """The moment that a text says, by the clock of `zone` (None: that of `now`). Raises `InputError` where it says none, or one that is past."""
    said = _WRITTEN.fullmatch(" ".join(text.split()))
    if said is None or not any(said.groups()):
        raise _unclear(text)
    here = _here(now, zone)
    if said["unit"] in ("h", "H"):
        if said["hour"]:
            raise _unclear(text)
        return _checked(text, (now + timedelta(hours=int(said["number"]))).replace(microsecond=0), now)
    clock = _clock(text, said)
    try:
        day = _day(text, said, here)
    except (ValueError, OverflowError):
        raise _unclear(text) from None
    found = _at(day, clock or NINE, zone or now.tzinfo)
    if found <= now and said["word"] is None and said["day"] is None and said["number"] is None:
        found = _at(day + timedelta(days=1), clock or NINE, zone or now.tzinfo)
    return _checked(text, found, now)


def _here(now: datetime, zone: tzinfo | None) -> datetime:
    return now.astimezone(zone) if zone else now


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """A time of a day with its distance from UTC, which holds whatever rules a zone will have one day."""
    moment = datetime.combine(day, clock, zone)
    offset = moment.utcoffset()
    return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment


def _clock(text: str, said: "re.Match[str]") -> time | None:
    if said["hour"] is None:
        return None
    hour, half = int(said["hour"]), (said["half"] or "").lower()
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 (a dial has twelve)
        raise _unclear(text)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(said["minute"]))
    except ValueError:
        raise _unclear(text) from None


def _day(text: str, said: "re.Match[str]", here: datetime) -> date:
    today, word = here.date(), (said["word"] or "").lower()
    if said["day"]:
        return date.fromisoformat(said["day"])
    if said["number"]:
        number, unit = int(said["number"]), said["unit"].lower()
        return month_later(here, None, number).date() if unit == "m" else today + timedelta(days=number * (7 if unit == "w" else 1))
    if word in ("", "today"):
        return today
    if word == "tomorrow":
        return today + timedelta(days=1)
    named = [at for at, name in enumerate(_DAYS) if word in (name, name[:3])]
    if not named:
        raise _unclear(text)
    return today + timedelta(days=(named[0] - today.weekday() - 1) % 7 + 1)


def _checked(text: str, found: datetime, now: datetime) -> datetime:
    if found <= now:
        raise InputError(f"'{line(text, 40)}' is past; write a later time")
    if found - now > timedelta(days=_FARTHEST):
        raise InputError(f"'{line(text, 40)}' is more than ten years ahead")
    return found


def _unclear(text: str) -> InputError:
    return InputError(f"'{line(text, 40)}' is no time to call back; write {FORMS}")
