"""Local hours and days, as a session's own clock showed them.

They are counted from the first hour of 1970, 24 to each day of the calendar. The time of a session is cut at
each full local hour: hours and days add up to the session exactly, on days of 23 and 25 hours too, and across midnight.
"""

from __future__ import annotations

from datetime import date, timedelta

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nextcall.stats.facts import Facts

HOUR = 3_600_000
"""Milliseconds."""
WEEK = 7 * 24
"""Hours."""
THURSDAY = 3
"""The weekday of the first day."""
MINUTE = 60_000
"""Milliseconds."""
FIRST_DAY = date(1970, 1, 1)
"""From which days are counted."""

Piece = tuple[int, int, int]
"""A local hour with the milliseconds of session and of pause in it."""


def local_hour(facts: Facts, at: int) -> int:
    """The local hour of a moment, counted from the first one of 1970: 24 to each day of the calendar."""
    return (at + facts.offset(at) * MINUTE) // HOUR


def day_of(hour: int) -> date:
    """The day of a local hour."""
    return FIRST_DAY + timedelta(days=hour // 24)


def hours_of(facts: Facts) -> Iterator[Piece]:
    """The session's time by local hours; an hour that the clock shows twice comes twice."""
    pauses = list(facts.pauses)
    at = facts.started
    changes = [start for start, _ in facts.offsets[1:]]
    while at < facts.ended:
        ahead = facts.offset(at) * MINUTE
        hour = (at + ahead) // HOUR
        until = min([(hour + 1) * HOUR - ahead, facts.ended, *(change for change in changes if change > at)])
        paused = sum(max(0, min(until, end) - max(at, start)) for start, end in pauses)
        yield hour, until - at - paused, paused
        at = until


def days_of(facts: Facts) -> tuple[int, int]:
    """The first and the last local day on which a session has time or calls, counted from 1970."""
    at = facts.calls.at
    moments = [facts.started, max(facts.started, facts.ended - 1)]
    if len(facts.offsets) == 1:
        moments += [min(at), max(at)] if at else []
    else:  # who travels west may come to the day before
        moments += [*at, *(edge for change, _ in facts.offsets[1:] for edge in (change - 1, change) if facts.started <= edge < facts.ended)]
    days = [local_hour(facts, at) // 24 for at in moments]
    return min(days), max(days)
