"""When calls began and ended: how a whole column of dates and times is written, and reading it so.

Which of two numbers is the day is decided by the whole column; where it does not show, nothing is guessed.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from nextcall.errors import InputError, UsageError
from nextcall.exchange.datetexts import Clock, Dated, Written, dated, moment_of
from nextcall.text import line

FIRST_YEAR, LAST_YEAR = 1970, 2998
"""Times beyond these are no times of calls."""
ORDERS = ("dmy", "mdy", "ymd")
"""What `--date-format` takes beside a pattern with per cent signs: the order of day, month and year."""


class Moments(NamedTuple):
    """How the times of a column are written."""

    day_first: bool = True
    """Whether the day stands before the month, where both are numbers."""
    year: int | None = None
    """The year of dates that say none."""
    pattern: str = ""
    """As for `strptime`; empty: found out."""
    year_first: bool = False
    """Whether a year of two digits stands first."""

    def read(self, text: str) -> datetime:
        """The moment of a text, with an offset only where it says one. Raises `ValueError` with the reason."""
        if not text.strip():
            raise ValueError("is empty")
        found = self._patterned(text) if self.pattern else self._found(text, dated(text))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(f"'{text}' is not between {FIRST_YEAR} and {LAST_YEAR}")
        return found

    def read_after(self, text: str, start: datetime) -> datetime:
        """As `read`; a time of day alone is the next one after `start`."""
        said = dated(text)
        if said is None or said.clock is None or said.date is not None:
            return self.read(text)
        clock = said.clock
        moment = start.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond, fold=0)
        return moment if moment >= start.replace(microsecond=0) else moment + timedelta(days=1)

    def _found(self, text: str, said: Dated | None) -> datetime:
        if said is None or (said.exact is None and said.date is None):
            raise ValueError(f"'{text}' is no date")
        if said.exact is not None:
            return said.exact
        if said.clock is None:
            raise ValueError(f"'{text}' has no time of day")
        return self._put_together(text, said.date, said.clock)

    def _put_together(self, text: str, date: Written | None, clock: Clock) -> datetime:
        if date is None:
            raise ValueError(f"'{text}' is no date")
        if not date.known and self.year_first and date.year is not None:
            date = Written(date.year % 100, date.second, 2000 + date.first, known=True)
        elif not date.known and not self.day_first:
            date = date._replace(first=date.second, second=date.first)
        if date.year is None:
            date = date._replace(year=self.year)
        try:
            return moment_of(date, clock)
        except ValueError:
            raise ValueError(f"'{text}' is no day of the calendar") from None

    def _patterned(self, text: str) -> datetime:
        year = "" if _says_the_year(self.pattern) else f"{self.year} "
        try:
            return datetime.strptime(year + text.strip(), _with_year(self.pattern))  # noqa: DTZ007 (a zone only where the pattern has one)
        except (ValueError, OverflowError):
            raise ValueError(f"'{text}' is not written as {self.pattern}{year and ', or no day of ' + year.strip()}") from None


def understood(texts: Iterable[str], name: str, stated: str | None = None, year: int | None = None) -> Moments:
    """How the times in a column are written; `name` is what the column is called in sentences.

    Raises `InputError` where it cannot be told, `UsageError` for a pattern that is none.
    """
    if stated and stated not in ORDERS:
        pattern = _checked(stated)
        if year is None and not _says_the_year(pattern):
            raise _no_year(name)
        return Moments(year=year, pattern=pattern)
    said = [found for found in map(dated, texts) if found is not None]
    dates = {found.date for found in said if found.date is not None}
    if dates and all(found.exact is None and found.clock is None for found in said):
        raise InputError(
            f"the dates in {name} have no time of day",
            "Name the column that has it too, as in --started Date,Time.",
        )
    if year is None and any(date.year is None for date in dates):
        raise _no_year(name)
    if stated:
        return Moments(stated == "dmy", year, year_first=stated == "ymd")
    return Moments(_day_first([date for date in dates if not date.known], name), year)


def _no_year(name: str) -> InputError:
    return InputError(f"the dates in {name} have no year", "Say it: --year 2026.")


def _says_the_year(pattern: str) -> bool:
    plain = pattern.replace("%%", "")
    return any(sign in plain for sign in ("%Y", "%y", "%c", "%x", "%G", "%D", "%F"))


def _with_year(pattern: str) -> str:
    """The pattern for the year and what is written: without one, `strptime` would take a year in which no 29 February is."""
    return pattern if _says_the_year(pattern) else f"%Y {pattern}"


def _checked(pattern: str) -> str:
    """A pattern for `strptime`; a word without a per cent sign is none."""
    reason = "" if "%" in pattern else "it has no per cent sign"
    try:
        datetime.strptime("", _with_year(pattern))  # noqa: DTZ007 (nothing is read)
    except ValueError as error:
        said = str(error).partition(" in format")[0]
        reason = reason or (said if "directive" in said or "stray" in said or "redefinition" in said else "")
    except (re.error, KeyError, IndexError) as error:  # a directive that stands twice, or is cut off
        reason = str(error) or "it is cut off"
    if reason:
        raise UsageError(
            f"'{line(pattern, 60)}' is no date format: {line(reason, 80)}",
            "Say dmy, mdy, ymd, or a pattern as %d.%m.%Y %H:%M:%S.",
        )
    return pattern


def _day_first(dates: list[Written], name: str) -> bool:
    """Whether the day comes first, by all dates; raises `InputError` where that cannot be told."""
    months_first = sum(date.second > 12 for date in dates)  # noqa: PLR2004 (months)
    days_first = sum(date.first > 12 for date in dates)  # noqa: PLR2004 (months)
    if months_first and days_first:
        raise InputError(
            f"in {name}, some dates have the day first and some the month",
            "Say which is right with --date-format dmy or --date-format mdy; the others are reported.",
        )
    if months_first or days_first:
        return bool(days_first)
    unlike = next((date for date in dates if date.first != date.second and not date.dotted), None)
    if unlike is not None:
        raise InputError(
            f"the dates in {name} could be day and month or month and day, as {unlike.first}/{unlike.second}",
            "Say which with --date-format dmy or --date-format mdy.",
        )
    return True
