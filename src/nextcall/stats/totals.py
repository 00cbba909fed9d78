"""What any number of sessions came to together: the figures of `stats` and `show`."""

from collections.abc import Iterable
from datetime import datetime
from statistics import median
from typing import Any

from nextcall.core.counts import Counts, counts, tally
from nextcall.core.durations import gaps, paused_seconds, session_seconds, total_talk_seconds
from nextcall.core.session import Session
from nextcall.stats.rates import Rate, rate

_DIGITS = 6
"""Decimals of a rate: more would only be noise."""


def totals(sessions: Iterable[Session], at: datetime) -> dict[str, Any]:
    """Counts, rates and times of `sessions` together, as plain data; open ones are taken until `at`."""
    number = 0
    done = Counts()
    outcomes: dict[str, int] = {}
    lasted = talked = paused = 0.0
    between: list[float] = []
    for session in sessions:
        number += 1
        done = Counts(*(one + other for one, other in zip(done, counts(session), strict=True)))
        for outcome, times in tally(session).items():
            outcomes[outcome] = outcomes.get(outcome, 0) + times
        lasted += session_seconds(session, at)
        talked += total_talk_seconds(session, at)
        paused += paused_seconds(session, at)
        between += gaps(session)
    return {
        "sessions": number,
        **{name: getattr(done, name) for name in ("calls", "connects", "conversations", "noes", "yeses", "helps")},
        "outcomes": outcomes,
        "rates": rates(done),
        "seconds": {
            "session": round(lasted, 3),
            "talk": round(talked, 3),
            "paused": round(paused, 3),
            "gap_median": round(median(between), 3) if between else None,
        },
        "calls_per_hour": round(done.calls * 3600 / lasted, 3) if lasted else None,
    }


def rates(done: Counts) -> dict[str, dict[str, Any]]:
    """The four rates of some counts, as plain data."""
    return {
        "connect": _plain(rate(done.connects, done.calls)),
        "conversation": _plain(rate(done.conversations, done.calls)),
        "yes": _plain(rate(done.yeses, done.conversations)),
        "served": _plain(rate(done.served, done.conversations)),
    }


def _plain(found: Rate) -> dict[str, Any]:
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in found._asdict().items()}
