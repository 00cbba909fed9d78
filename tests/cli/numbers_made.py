"""Histories for the commands of numbers: sessions of which only the counts matter, on days long gone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fakes import a_session
from histories import file_in, settle, stamp
from nextcall.core.session import Call, Session

FIRST = datetime(2020, 3, 2, 9, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Monday."""
KINDS = ("no-answer", "gatekeeper", "no", "yes")
"""How far a call came: nobody, a connect, a conversation, a yes."""


def sitting(number: int, counts: dict[str, int], *, start: datetime = FIRST, minutes: float = 30, **fields: Any) -> Session:
    """A session from paper, with so many calls of each outcome; `number` tells it from others that began with it."""
    end = start + timedelta(minutes=minutes)
    return a_session(start)._replace(id=stamp(start, number), ended_at=end, end="ended", time_zone="America/New_York", counts_only=counts, **fields)


def reached(k: int, n: int, kind: str = "no") -> dict[str, int]:
    """`k` calls of `n` that came so far, the others to nobody."""
    return {"no-answer": n - k, kind: k}


def tapped(number: int, outcomes: Sequence[str], amounts: Sequence[str] = (), start: datetime = FIRST, **fields: Any) -> Session:
    """A session of tapped calls, a minute apart; the yeses have the amounts, as far as there are any."""
    left = iter(amounts)
    calls = tuple(
        Call(n, tagged_at=start + timedelta(minutes=n), outcome=outcome, amount=next(left, None) if outcome == "yes" else None) for n, outcome in enumerate(outcomes, 1)
    )
    end = start + timedelta(minutes=len(calls) + 1)
    return a_session(start)._replace(id=stamp(start, number), ended_at=end, end="ended", time_zone="America/New_York", calls=calls, **fields)


def timed(number: int, gaps: Sequence[float], start: datetime = FIRST, outcome: str = "no", **fields: Any) -> Session:
    """A session of calls of 20 seconds, the first at once and then one after each of the gaps (seconds)."""
    calls, at = [], start
    for n, gap in enumerate([0.0, *gaps], 1):
        dialled = at + timedelta(seconds=gap)
        at = dialled + timedelta(seconds=20)
        calls.append(Call(n, dialled, at, at, outcome))
    return a_session(start)._replace(id=stamp(start, number), ended_at=at, end="ended", time_zone="America/New_York", calls=tuple(calls), **fields)


def keep(home: Path, sessions: Iterable[Session]) -> None:
    """Put their files where they belong, as if they had been there for long."""
    for session in sessions:
        file_in(home / "data", session)
    settle(home / "data")


def day(number: int, hour: int = 9) -> datetime:
    """So many days after the first, at that hour."""
    return (FIRST + timedelta(days=number)).replace(hour=hour)
