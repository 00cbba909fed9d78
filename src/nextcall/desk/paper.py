"""A session filled in from paper: a day, a time, how long, and how many calls came to what."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from nextcall.config.model import Config
from nextcall.core.session import Goal, Session
from nextcall.desk.opening import Plan, new_session, random_token
from nextcall.errors import NextcallError, UsageError
from nextcall.storage.fields import FIRST_YEAR
from nextcall.storage.sessions import Sessions
from nextcall.text import line, nearest

LONGEST = 24 * 60
"""Minutes that a session from paper has at most."""
_MOST = 100_000
"""Calls of one outcome that a session from paper has at most."""
_TITLE = "From paper"


def day_of(text: str, today: date) -> date:
    """The day that `text` names: 2026-11-20, today or yesterday. Raises `UsageError`."""
    known = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in known:
        return known[text]
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-11-20") else None
    except ValueError:
        day = None
    if day is None or day.year < FIRST_YEAR:
        raise UsageError(f"'{line(text, 40)}' is no day", "Write 2026-11-20, today or yesterday.")
    return day


def time_of(text: str) -> time:
    """The time of day that `text` says: 9:00, 09:00, 9am, 2:30pm. Raises `UsageError`."""
    word = text.strip().lower().replace(" ", "")
    half = word[-2:] if word.endswith(("am", "pm")) else ""
    hours, colon, minutes = word.removesuffix(half).partition(":")
    fits = (bool(colon) or bool(half)) and _is_number(hours) and (len(minutes) == 2 and _is_number(minutes) if colon else True)  # noqa: PLR2004 (two digits)
    hour, minute = (int(hours), int(minutes or 0)) if fits else (-1, 0)
    if half and 1 <= hour <= 12:  # noqa: PLR2004 (what a clock face has)
        hour = hour % 12 + 12 * (half == "pm")
    elif half:
        hour = -1
    if not (0 <= hour < 24 and minute < 60):  # noqa: PLR2004 (what a day and an hour have)
        raise UsageError(f"'{line(text, 40)}' is no time of day", "Write 9:00, 14:30, 9am or 2:30pm.")
    return time(hour, minute)


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 2  # noqa: PLR2004 (hours and minutes have no more)


def local(day: date, at: time) -> datetime:
    """That time on that day by the local clocks, with the offset that held then.

    Raises `UsageError` where the clocks went past it. Of an hour that came twice it is the first.
    """
    naive = datetime.combine(day, at)
    moment = naive.astimezone()
    if moment.replace(tzinfo=None) != naive:
        raise UsageError(f"{at:%H:%M} was not on {day.isoformat()}: the clocks went forward past it")
    return moment


def minutes_of(text: str) -> int:
    """The minutes in `text`, 1 to `LONGEST`. Raises `UsageError`."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST)) and 1 <= int(text) <= LONGEST):
        raise UsageError(f"the minutes should be a whole number from 1 to {LONGEST}, not '{line(text, 40)}'")
    return int(text)


def counted(words: Iterable[str], config: Config) -> dict[str, int]:
    """Calls by the id of their outcome, from words as `n=14` or `voicemail=6`. Raises `UsageError`."""
    found: dict[str, int] = {}
    for word in words:
        name, equals, number = word.partition("=")
        if not equals:
            raise UsageError(f"'{line(word, 60)}' is no OUTCOME=N", "Write it as in n=14.")
        outcome = config.outcome(name)
        if outcome is None:
            near = nearest(name, [outcome.id for outcome in config.outcomes])
            keys = ", ".join(f"{outcome.key} {outcome.id}" for outcome in config.outcomes if outcome.key)
            meant = f"; did you mean '{near}'?" if near else ""
            raise UsageError(f"unknown outcome '{line(name, 60)}'{meant}", "" if near else f"There are {keys}.")
        if outcome.id in found:
            raise UsageError(f"{outcome.id} stands twice")
        if not (number.isascii() and number.isdigit() and len(number) <= len(str(_MOST)) and int(number) <= _MOST):
            raise UsageError(f"{line(name, 40)} should be a whole number from 0 to {_MOST}, not '{line(number, 40)}'")
        found[outcome.id] = int(number)
    return found


def from_paper(  # noqa: PLR0913 (what stands on the paper, what is configured, and two facts of the moment)
    config: Config,
    plan: Plan,
    started: datetime,
    minutes: int,
    counted: Mapping[str, int],
    *,
    title: str,
    now: datetime,
    zone: str | None,
) -> Session:
    """The ended session of `minutes` from `started` on. A plan without a preset means a session without a goal.

    Raises `UsageError` where it has not ended yet, nothing was counted, or preset or skill are not known.
    """
    ended = (started.astimezone(UTC) + timedelta(minutes=minutes)).astimezone()
    if ended > now:
        raise UsageError(f"that has not happened yet: it would end on {ended:%Y-%m-%d} at {ended:%H:%M}", "An open session is for what happens now.")
    found = {name: number for name, number in counted.items() if number}
    if not found:
        raise UsageError("nothing was counted", "Say how many calls came to what, as in n=14 v=6 y=1.")
    aimed = plan if plan.preset else plan._replace(goal=Goal("minutes", minutes))
    session = new_session(config, aimed, started, "", zone, random_token())
    return session._replace(
        title=line(title.strip(), 80) or (session.title if plan.preset else _TITLE),
        goal=session.goal if plan.preset else None,
        counts_only=found,
        ended_at=ended,
        end="ended",
    )


def overlapping(sessions: Sessions, session: Session) -> Iterator[Session]:
    """The sessions that lasted while this one did; what cannot be read is left out."""
    for path in _near(sessions, session):
        try:
            other = sessions.read(path).bench.session
        except NextcallError:
            continue
        until = other.ended_at or other.last_event_at
        if other.id != session.id and session.ended_at and other.started_at < session.ended_at and session.started_at < until:
            yield other


def _near(sessions: Sessions, session: Session) -> Iterable[str]:
    """The open session, and the files whose names say that they began within a day or so; the others are not read."""
    began = session.started_at.astimezone(UTC)
    days = {f"{began + timedelta(days=by):%Y%m%d}" for by in (-1, 0, 1)}
    if sessions.open_identity() is not None:
        yield sessions.current
    for path in sessions.newest_first():
        name = os.path.basename(path)
        if name[:8] in days:
            yield path
