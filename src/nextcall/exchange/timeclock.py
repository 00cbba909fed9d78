"""Sessions as a timeclock, which hledger, ledger and others read: in and out, pauses cut out.

    i 2026/11/21 09:00:00 nextcall:power-hour  Power hour
    o 2026/11/21 10:02:10

Times are local as they were recorded. Where the clock was put back or forward between in and out,
out is written as the clock of in would have shown it: so the hours are right.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from nextcall.text import line

Stretch = tuple[float, str]
"""When it began, in seconds since 1970, and its two lines."""
Sitting = tuple[float, list[Stretch]]
"""When a session began, in seconds since 1970, and its stretches."""


def sitting(session: Any) -> Sitting:
    """The working time of a session; an open one is taken until its last event.

    `session` is a `core.session.Session` or has its fields.
    """
    account = f"nextcall:{_name(session.preset) or _name(session.title) or 'session'}"
    title = _name(session.title)
    described = f"{account}  {title}" if title else account
    found = worked(session, session.ended_at or session.last_event_at)
    return session.started_at.timestamp(), [(begins.timestamp(), _lines(begins, ends, described)) for begins, ends in found]


def worked(session: Any, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when a session was not paused."""
    begins = session.started_at
    for pause in sorted(session.pauses or (), key=lambda pause: pause.started_at):
        if begins < (ends := min(pause.started_at, until)):
            yield begins, ends
        begins = max(begins, pause.ended_at or until)
    if begins < until:
        yield begins, until


def in_order(sittings: Iterable[Sitting]) -> Iterator[str]:
    """The lines of sessions, which come in the order of their starts, in the order of time.

    No more is kept in memory than sessions that overlap.
    """
    waiting: list[tuple[float, int, str]] = []
    number = 0
    for started, found in sittings:
        while waiting and waiting[0][0] <= started:
            yield heappop(waiting)[2]
        for at, text in found:
            heappush(waiting, (at, number, text))
            number += 1
    while waiting:
        yield heappop(waiting)[2]


def _lines(begins: datetime, ends: datetime, described: str) -> str:
    return f"i {_written(begins)} {described}\no {_written(ends.astimezone(begins.tzinfo))}\n"


def _written(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d %H:%M:%S}"


def _name(text: str | None) -> str:
    """Text as a part of an account: two blanks, a colon or a semicolon would end it."""
    return " ".join(line(text or "", 100).replace(":", "-").replace(";", ",").split())
