"""What cells say of a person in a few words: a refusal to be called, a time zone, hours of the day."""

import re
from functools import lru_cache

_NO_REFUSAL = frozenset({
    "0", "n", "no", "nein", "non", "nee", "nao", "não", "off", "false", "falsch", "faux", "falso", "none", "never", "-", "–", "—",
    "ok", "allowed", "active", "callable", "opted in", "opted-in", "subscribed", "not opted out", "can be called", "do call",
})  # fmt: skip
_AMERICAN = {
    "eastern": "America/New_York", "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "central": "America/Chicago", "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mountain": "America/Denver", "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "arizona": "America/Phoenix", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu",
}  # fmt: skip
"""Zones as callers in America write them; some of the short ones mean other clocks in the zone database."""
_HOUR = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*h?\s*(am|pm|a\.m\.|p\.m\.)?"
_HOURS = re.compile(rf"\s*{_HOUR}\s*(?:-|–|—|to|bis|until|à|a)\s*{_HOUR}\s*(?:uhr)?\s*", re.IGNORECASE)
_LONGEST = 60
_NOON, _DAY = 12, 24 * 60


def refuses(text: str) -> bool:
    """Whether a cell of a do-not-call column says so. Whatever is no plain no is a refusal: that does no harm."""
    said = " ".join(text[:_LONGEST].casefold().split())
    return bool(said) and said not in _NO_REFUSAL


def zone_named(text: str) -> str:
    """The IANA name of the time zone that a cell names; empty where it names none."""
    said = " ".join(text[:_LONGEST].split()).replace("_slash_", "/").casefold()
    american = re.fullmatch(r"(?:us/|\(.{3,12}\) )?([a-z]+)(?: standard| daylight)?(?: time)?(?: \(us & canada\))?", said)
    if american and american[1] in _AMERICAN:
        return _AMERICAN[american[1]]
    return _zones().get(said.replace(" ", "_"), "")


@lru_cache(1)
def _zones() -> dict[str, str]:
    """The names of all zones, by how they are compared."""
    from zoneinfo import available_timezones  # noqa: PLC0415 (only where people are brought in)

    return {name.casefold(): name for name in available_timezones()}


def hours_named(text: str) -> str:
    """Hours of a day as `08:00-20:00`; empty where a cell says none."""
    said = _HOURS.fullmatch(text[:_LONGEST])
    if not said:
        return ""
    half = said[6] or ""
    start, end = _minutes(said[1], said[2], said[3] or ""), _minutes(said[4], said[5], half)
    if start is None or end is None or not 0 <= start < end <= _DAY:
        return ""
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _minutes(hour: str, minute: str | None, half: str) -> int | None:
    """Minutes since midnight; None where there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    if minutes > 59 or (half and not 1 <= hours <= _NOON):  # noqa: PLR2004 (of an hour)
        return None
    if half:
        hours = hours % _NOON + (_NOON if half[0] in "pP" else 0)
    return hours * 60 + minutes
