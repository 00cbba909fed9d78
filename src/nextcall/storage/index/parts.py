"""Parts of the whole history as the index keeps them: the same as `stats.buckets` makes of every session's facts."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import timedelta

from nextcall.core.weeks import week_key
from nextcall.stats.buckets import KEYS, UNKNOWN, WEEKDAYS, Bucket, in_order
from nextcall.stats.localtime import FIRST_DAY, THURSDAY, day_of
from nextcall.stats.middle import median

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

_NUMBERS = Bucket._fields[2:-1]
_SUMMED = ", ".join(f"sum({name})" for name in _NUMBERS)
_COUNTED = "NOT IN (SELECT number FROM files WHERE copy)"
_BY_HOUR: dict[str, tuple[str, Callable[[Any], str]]] = {
    "clock": ("CASE WHEN timed THEN hour END", lambda hour: UNKNOWN if hour is None else KEYS["clock"](hour)),
    "hour": ("CASE WHEN timed THEN hour % 24 END", lambda hour: UNKNOWN if hour is None else f"{hour:02}"),
    "weekday": (f"(hour / 24 + {THURSDAY}) % 7", lambda day: WEEKDAYS[day]),
    "day": ("hour / 24", lambda day: day_of(day * 24).isoformat()),
    "week": (f"(hour / 24 + {THURSDAY}) / 7", lambda week: week_key(FIRST_DAY + timedelta(days=week * 7 - THURSDAY))),
    "month": ("strftime('%Y-%m', hour * 3600, 'unixepoch')", str),
}
"""A whole number or text in the database by a cell's hour, and the key that it stands for."""


def parts(connection: sqlite3.Connection, by: str, *, gaps: bool) -> list[Bucket]:
    """The whole history in buckets, in the order of their keys; `gaps`: with the median gap of each."""
    if by == "session":
        rows = connection.execute(f"SELECT id, 1, {', '.join(_NUMBERS)}, gap FROM sessions WHERE number {_COUNTED} ORDER BY started, id")  # noqa: S608 (our own names)
        return [Bucket(*row) if gaps else Bucket(*row)._replace(gap=None) for row in rows]
    found = list(_clock_hours(connection)) if by == "clock" else list(_kept(connection, by))
    if gaps:
        medians = _medians(connection, by)
        found = [bucket._replace(gap=medians.get(bucket.key)) for bucket in found]
    return in_order(found, by)


def week(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Calls and conversations in each hour of the week (0 is Monday at midnight), of those that have an hour."""
    rows = connection.execute("SELECT key, calls, conversations FROM parts WHERE kind = 'slot' AND calls")
    return {int(slot): (calls, conversations) for slot, calls, conversations in rows}


def _kept(connection: sqlite3.Connection, by: str) -> Iterator[Bucket]:
    rows = connection.execute(f"SELECT key, sessions, {', '.join(_NUMBERS)} FROM parts WHERE kind = ?", (by,))  # noqa: S608 (our own names)
    return (Bucket(*row) for row in rows)


def _clock_hours(connection: sqlite3.Connection) -> Iterator[Bucket]:
    key, name = _BY_HOUR["clock"]
    rows = connection.execute(f"SELECT {key} AS key, count(DISTINCT number), {_SUMMED} FROM cells WHERE number {_COUNTED} GROUP BY key")  # noqa: S608 (our own names)
    return (Bucket(name(row[0]), *row[1:]) for row in rows)


def _medians(connection: sqlite3.Connection, by: str) -> dict[str, float | None]:
    key, name = _BY_HOUR[by]
    found: dict[Any, array[int]] = {}
    for at, packed in connection.execute(f"SELECT {key}, gaps FROM cells WHERE gaps <> x'' AND number {_COUNTED}"):  # noqa: S608 (our own names)
        found.setdefault(at, array("q")).frombytes(packed)
    return {name(at): median(gaps) for at, gaps in found.items()}
