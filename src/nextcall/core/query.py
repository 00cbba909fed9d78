"""What part of the history is meant: one line of words and `field:value` pairs, all of which must hold.

    preset:sprint outcome:yes after:2026-10 note~price "asked who else"

`:` wants the value itself (of a contact or a note always a part), `~` a part of it; quotes hold words
together. `preset`, `skill`, `list` and
`tag` are said of a session, `outcome`, `contact` and `note` of a call: a session is meant when one of
its calls is, and where calls are counted, those that are meant count. A word on its own may stand
anywhere in either. A date is a day (`2026-11-21`, `today`), a week (`2026-w47`), a month or a year;
`before`, `on` and `after` it exclude each other. A call has the date of its own local time.
"""

from __future__ import annotations

from datetime import date, timedelta

from nextcall.errors import InputError
from nextcall.text import line, lines, nearest

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

OF_SESSIONS = ("preset", "skill", "list", "tag")
OF_CALLS = ("outcome", "contact", "note")
DATES = ("after", "before", "on")
FIELDS = (*OF_SESSIONS, *OF_CALLS, *DATES)
"""What can stand before the sign."""
_LONGEST = 1_000
"""Characters of a query: one line."""
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""The years in which a session can be."""
_DAYS = {"today": 0, "yesterday": 1}


class Term(NamedTuple):
    """One condition."""

    field: str
    """One of `FIELDS` but the dates; empty for a word on its own."""
    text: str
    """What it is compared with, in lower case."""
    part: bool = False
    """Whether a part of the value is enough."""

    def holds(self, value: str) -> bool:
        """Whether `value`, in lower case, is what is meant."""
        return self.text in value if self.part else self.text == value


class Query(NamedTuple):
    """A part of the history; an empty one is all of it."""

    sessions: tuple[Term, ...] = ()
    calls: tuple[Term, ...] = ()
    words: tuple[Term, ...] = ()
    first: date | None = None
    """The first day that is meant; None: from the beginning."""
    last: date | None = None
    """The last day that is meant; None: until now. Before `first`: no day at all."""

    @property
    def picks_calls(self) -> bool:
        """Whether it asks for more than whole sessions of some days."""
        return bool(self.calls or self.words)


ALL = Query()
"""All of the history."""


def parse(text: str, today: date) -> Query:
    """The query in a line; raises `InputError` where a field or a date makes no sense."""
    if len(text) > _LONGEST:
        raise InputError(f"a query has at most {_LONGEST} characters")
    sessions: list[Term] = []
    calls: list[Term] = []
    words: list[Term] = []
    first: date | None = None
    last: date | None = None
    for field, sign, value in _terms(lines(text, _LONGEST)):  # as what it is compared with has been read
        if not sign:
            words.append(Term("", value.casefold(), part=True))
            continue
        name = field.casefold()
        if name not in FIELDS:
            near = nearest(name, list(FIELDS))
            raise InputError(f"unknown field '{line(field, 30)}' in the query; {f'did you mean {near}?' if near else 'there are ' + ', '.join(FIELDS)}")
        if not value:
            raise InputError(f"'{name}{sign}' in the query wants a value")
        if name in DATES:
            begins, ends = period(value, today)
            after, before = {"after": (ends + _DAY, None), "before": (None, begins - _DAY), "on": (begins, ends)}[name]
            first = max(filter(None, (first, after)), default=None)
            last = min(filter(None, (last, before)), default=None)
            continue
        part = sign == "~" or name in ("contact", "note")
        (sessions if name in OF_SESSIONS else calls).append(Term(name, value.casefold(), part))
    return Query(tuple(sessions), tuple(calls), tuple(words), first, last)


_DAY = timedelta(days=1)


def period(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of `2026`, `2026-11`, `2026-w47`, `2026-11-21`, `today` or `yesterday`.

    Raises `InputError`.
    """
    word = text.casefold()
    if word in _DAYS:
        day = today - timedelta(days=_DAYS[word])
        return day, day
    parts = word.split("-")
    try:
        return _of_calendar(*parts) if all(parts) else _of_calendar()
    except (ValueError, TypeError):  # no number, no such day, or too many parts
        raise InputError(f"'{line(text, 30)}' is no date; write 2026-11-21, 2026-w47, 2026-11, 2026, today or yesterday") from None


def _of_calendar(year: str = "", part: str = "", day: str = "") -> tuple[date, date]:
    number = _number(year, FIRST_YEAR, LAST_YEAR)
    if not part:
        return date(number, 1, 1), date(number, 12, 31)
    if part.startswith("w") and not day:
        monday = date.fromisocalendar(number, _number(part[1:]), 1)
        return monday, monday + timedelta(days=6)
    begins = date(number, _number(part), _number(day) if day else 1)
    if day:
        return begins, begins
    return begins, date(number + begins.month // 12, begins.month % 12 + 1, 1) - _DAY


def _number(text: str, lowest: int = 1, highest: int = 99) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len("2026") else 0
    if not lowest <= number <= highest:
        raise ValueError(text)
    return number


def _terms(text: str) -> list[tuple[str, str, str]]:
    """Field, sign and value of each term; a word on its own has neither field nor sign."""
    found: list[tuple[str, str, str]] = []
    field = sign = value = ""
    quoted = begun = False
    for letter in text + " ":
        if letter == '"':
            quoted, begun = not quoted, True
        elif letter.isspace() and not quoted:
            if begun:
                found.append((field, sign, value))
            field = sign = value = ""
            begun = False
        elif letter in ":~" and not quoted and not sign and value.isalpha() and begun:
            field, sign, value = value, letter, ""
        else:
            value += letter
            begun = True
    if quoted:
        raise InputError('a quote in the query has no end; write "two words"')
    return [(field, sign, value) for field, sign, value in found if sign or value.strip()]
