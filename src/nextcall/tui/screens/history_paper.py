"""A session from paper, written in one line: day, start, minutes, and how many calls came to what."""

from nextcall.bootstrap import Services
from nextcall.clock import zone_name
from nextcall.core.counts import counts
from nextcall.desk import paper
from nextcall.desk.opening import Plan
from nextcall.errors import UsageError

_AT_LEAST = 4
"""Words: a day, a time, minutes, and something that was counted."""


def add_from_paper(services: Services, text: str) -> str:
    """Put the session among the others, and say so. Raises `UsageError` where the line makes no sense, `OSError`."""
    words = text.split()
    if len(words) < _AT_LEAST:
        raise UsageError("Write day, start, minutes and what was counted, as in: yesterday 9:00 50 n=14 v=6 y=1")
    day, start, minutes, *counted = words
    now = services.clock.now()
    session = paper.from_paper(
        services.config,
        Plan(None),
        paper.local(paper.day_of(day, now.date()), paper.time_of(start)),
        paper.minutes_of(minutes),
        paper.counted(counted, services.config),
        title="",
        now=now,
        zone=zone_name(),
    )
    with services.sessions.lock():
        services.sessions.add_ended(session)
    calls = counts(session).calls
    return f"Added: {calls} call{'' if calls == 1 else 's'} on {session.started_at:%A} {session.started_at.day} {session.started_at:%B}."
