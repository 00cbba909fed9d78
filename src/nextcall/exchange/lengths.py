"""Durations as dialers write them: seconds, `mm:ss`, `hh:mm:ss`, or with units."""

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 86_400.0
"""Seconds: no call is longer than a day."""
NOTHING = frozenset(("", "-", "--", "n/a", "na", "null", "none", "nan"))
"""What stands where there is no value, in small letters."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d+)?)")
_UNIT = r"(?:(\d+(?:[.,]\d+)?)\s*{}\s*,?\s*)?"
_UNITS = re.compile(_UNIT.format("h(?:ours?|rs?)?") + _UNIT.format("m(?:in(?:ute)?s?)?") + _UNIT.format("s(?:ec(?:ond)?s?)?"), re.IGNORECASE)
_MINUTES = re.compile(r"\b(?:min|mins|minute|minutes)\b", re.IGNORECASE)
_MILLISECONDS = re.compile(r"\b(?:ms|millis|milliseconds?)\b", re.IGNORECASE)


class Lengths(NamedTuple):
    """How a column of durations is written."""

    unit: float = 1.0
    """Seconds that a bare number counts."""
    words: str = "seconds"
    """The same for people."""

    def seconds(self, text: str) -> float | None:
        """The seconds of one cell; None where it is empty. Raises `ValueError` with the reason."""
        plain = text.strip()
        if plain.casefold() in NOTHING:
            return None
        found = self._read(plain)
        if found is None:
            raise ValueError(f"'{plain}' is no duration")
        if found > LONGEST:
            raise ValueError(f"'{plain}' is longer than a day")
        return found

    def _read(self, text: str) -> float | None:
        if not text.isascii() or len(text) > 40:  # noqa: PLR2004 (no duration is that long)
            return None
        if _NUMBER.fullmatch(text):
            return float(text.replace(",", ".")) * self.unit
        clock = _CLOCK.fullmatch(text)
        if clock:
            return _of(clock[1], clock[2], clock[3])
        units = _UNITS.fullmatch(text)
        return _of(units[1], units[2], units[3]) if units and any(units.groups()) else None


def understood(texts: Iterable[str], name: str) -> Lengths:
    """How the durations of a column are written, by all its cells and by its name.

    Two numbers with a colon are minutes and seconds. A bare number counts seconds, unless the
    column's name says minutes or milliseconds.
    """
    spoken = re.sub(r"[^a-zA-Z]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    shapes = {_shape(text.strip()) for text in texts} - {""}
    if shapes & {"hh:mm:ss", "mm:ss"}:
        return Lengths(words="hh:mm:ss" if "hh:mm:ss" in shapes else "mm:ss")
    if _MILLISECONDS.search(spoken):
        return Lengths(0.001, "milliseconds")
    if _MINUTES.search(spoken):
        return Lengths(60.0, "minutes")
    return Lengths()


def _shape(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if found:
        return "hh:mm:ss" if found[1] else "mm:ss"
    return ""


def _of(hours: str | None, minutes: str | None, seconds: str | None) -> float:
    whole, half, part = (float((text or "0").replace(",", ".")) for text in (hours, minutes, seconds))
    return whole * 3600 + half * 60 + part
