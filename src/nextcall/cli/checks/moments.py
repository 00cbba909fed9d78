"""The sessions against the clock: none of them can have ended later than now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from nextcall.cli.checks.finding import OK, WRONG, Finding
from nextcall.core.session import Session
from nextcall.errors import NextcallError
from nextcall.storage.sessions import Sessions
from nextcall.text import line, many

_A_MINUTE, _A_DAY = timedelta(minutes=1), timedelta(days=1)
"""How far two clocks may be apart; how far one is that is merely set wrong."""


def check_moments(sessions: Sessions, now: datetime) -> Iterator[Finding]:
    """Sessions that lie ahead of the clock: it is behind, or was ahead when they were made."""
    ahead = list(_ahead(sessions, now))
    if not ahead:
        yield Finding(OK, "moments", "no session lies ahead of the clock")
        return
    latest = max(ahead, key=_last)
    by = _last(latest) - now
    if by <= _A_DAY:
        said = f"it is {_length(by)} behind the end of session {line(latest.id)}"
        yield Finding(WRONG, "clock", said, "Set the clock; until then a session goes on from its last moment.")
    else:
        said = f"{many(len(ahead), 'session')} {'lies' if len(ahead) == 1 else 'lie'} in the future, the last one {line(latest.id)}"
        advice = "If the clock was wrong when they were made, nextcall edit corrects their times; if it is wrong now, set it."
        yield Finding(WRONG, "clock", said, advice)


def _ahead(sessions: Sessions, now: datetime) -> Iterator[Session]:
    for path in chain((sessions.current,), sessions.newest_first()):
        try:
            session = sessions.read(path).bench.session
        except NextcallError:
            continue  # is told by those who look at the files
        if _last(session) > now + _A_MINUTE:
            yield session
        elif path != sessions.current:
            return  # those that began before this one are looked at no more


def _last(session: Session) -> datetime:
    return session.ended_at or session.last_event_at


def _length(by: timedelta) -> str:
    minutes = max(1, round(by.total_seconds() / 60))
    return many(minutes, "minute") if minutes < 120 else many(round(minutes / 60), "hour")  # noqa: PLR2004 (two hours)
