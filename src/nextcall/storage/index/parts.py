"""Parts of the whole history, added up by the database: the same as `stats.buckets` makes of every session's facts."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import timedelta

from nextcall.stats.buckets import SORTS, UNKNOWN, WEEKDAYS, Bucket, in_order, median
from nextcall.stats.localtime import FIRST_DAY, THURSDAY, WEEK, day_of, week_key

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import Any

_NUMBERS = Bucket._fields[2:-1]
_SUMMED = ", ".join(f"sum({name})" for name in _NUMBERS)
_COUNTED = "NOT IN (SELECT number FROM files WHERE copy)"
_BY_HOUR: dict[str, tuple[str, Callable[[Any], str]]] = {
    "clock": ("hour", lambda hour: f"{day_of(hour).isoformat()}T{hour % 24:02}"),
    "hour": ("hour % 24", lambda hour: f"{hour:02}"),
    "weekday": (f"(hour / 24 + {THURSDAY}) % 7", lambda day: WEEKDAYS[day]),
    "day": ("hour / 24", lambda day: day_of(day * 24).isoformat()),
    "week": (f"(hour / 24 + {THURSDAY}) / 7", lambda week: week_key(FIRST_DAY + timedelta(days=week * 7 - THURSDAY))),
    "month": ("strftime('%Y-%m', hour * 3600, 'unixepoch')", str),
}
"""A whole number or text in the database by a cell's hour, and the key that it stands for."""
_UNTIMED = ("clock", "hour")
"""Where calls that have no hour stand apart."""


def parts(connection: sqlite3.Connection, by: str, *, gaps: bool) -> list[Bucket]:
    """The whole history in buckets, in the order of their keys; `gaps`: with the median gap of each."""
    if by == "session":
        rows = connection.execute(f"SELECT id, 1, {', '.join(_NUMBERS)}, gap FROM sessions WHERE number {_COUNTED} ORDER BY started, id")  # noqa: S608 (our own names)
        return [Bucket(*row) if gaps else Bucket(*row)._replace(gap=None) for row in rows]
    if by in SORTS:
        return in_order(_sorted(connection, by), by)
    if by not in _BY_HOUR:
        return in_order(_by_text(connection, by), by)
    found = list(_by_hour(connection, by))
    if gaps:
        medians = _medians(connection, by)
        found = [bucket._replace(gap=medians.get(bucket.key)) for bucket in found]
    return in_order(found, by)


def week(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Calls and conversations in each hour of the week (0 is Monday at midnight), of those that have an hour."""
    rows = connection.execute(
        f"SELECT (hour + 24 * {THURSDAY}) % {WEEK} AS slot, sum(calls), sum(conversations) FROM cells WHERE timed AND number {_COUNTED} GROUP BY slot HAVING sum(calls)"  # noqa: S608 (our own names)
    )
    return {slot: (calls, conversations) for slot, calls, conversations in rows}


def _by_hour(connection: sqlite3.Connection, by: str) -> Iterator[Bucket]:
    key, name = _of(by)
    rows = connection.execute(f"SELECT {key} AS key, count(DISTINCT number), {_SUMMED} FROM cells WHERE number {_COUNTED} GROUP BY key")  # noqa: S608 (our own names)
    return (Bucket(name(row[0]), *row[1:]) for row in rows)


def _medians(connection: sqlite3.Connection, by: str) -> dict[str, float | None]:
    key, name = _of(by)
    found: dict[Any, array[int]] = {}
    for at, packed in connection.execute(f"SELECT {key}, gaps FROM cells WHERE gaps <> x'' AND number {_COUNTED}"):  # noqa: S608 (our own names)
        found.setdefault(at, array("q")).frombytes(packed)
    return {name(at): median(gaps) for at, gaps in found.items()}


def _of(by: str) -> tuple[str, Callable[[Any], str]]:
    key, name = _BY_HOUR[by]
    if by not in _UNTIMED:
        return key, name
    return f"CASE WHEN timed THEN {key} END", lambda at: UNKNOWN if at is None else name(at)


def _sorted(connection: sqlite3.Connection, by: str) -> Iterator[Bucket]:
    numbers = "sum(calls), sum(connects), sum(conversations), sum(yeses), sum(served)"
    rows = connection.execute(f"SELECT key, count(*), {numbers} FROM sorts WHERE sort = ? AND number {_COUNTED} GROUP BY key", (by,))  # noqa: S608 (our own names)
    for key, sessions, calls, connects, conversations, yeses, served in rows:
        yield Bucket(key, sessions, calls=calls, connects=connects, conversations=conversations, yeses=yeses, served=served)


def _by_text(connection: sqlite3.Connection, by: str) -> Iterable[Bucket]:
    column = "tags" if by == "tag" else by
    rows = connection.execute(
        f"SELECT coalesce({column}, '') AS key, count(*), {_SUMMED} FROM sessions WHERE number {_COUNTED} GROUP BY key"  # noqa: S608 (our own names)
    )
    found: dict[str, Bucket] = {}
    for row in rows:
        key = " + ".join(dict.fromkeys(row[0].split("\x1f"))) if by == "tag" else row[0]
        before = found.get(key)
        found[key] = Bucket(key, *(map(sum, zip(before[1:-1], row[1:], strict=True)) if before else row[1:]))
    return found.values()
