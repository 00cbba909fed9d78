"""Imported calls into the history: a stretch of days at a time, under the lock."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from typing import NamedTuple

from nextcall.core.outcomes import Outcome
from nextcall.core.session import Session
from nextcall.errors import NextcallError
from nextcall.exchange.again import Seen
from nextcall.exchange.rows import Imported
from nextcall.exchange.sittings import Sitting, Standing, added_to, new_session, sittings, was_imported
from nextcall.figures import figure
from nextcall.storage.adding import Ready, Shelf, numbers_forbidden
from nextcall.storage.sessions import Sessions

_AT_ONCE = 1000
"""Calls that are saved before others get the lock; a day is never taken apart."""


class Added(NamedTuple):
    """What came of an import."""

    calls: int = 0
    sessions: int = 0
    """New ones."""
    added_to: int = 0
    """Sessions that were there and have more calls now."""
    known: int = 0
    """Calls that the history had already."""
    blocked: frozenset[str] = frozenset()
    """Numbers that the new calls say are not to be called, as they are compared."""


class History:
    """The history as an import changes it."""

    def __init__(self, sessions: Sessions, outcomes: tuple[Outcome, ...], zone: str | None, gap: timedelta, *, dry: bool) -> None:
        self._shelf = Shelf(sessions)
        self._outcomes = outcomes
        self._zone = zone
        self._gap = gap
        self._dry = dry
        self._made: set[str] = set()
        self._grown: set[str] = set()
        self._calls = self._known = 0
        self._forbidden: set[str] = set()

    @property
    def added(self) -> Added:
        """What has been done so far."""
        return Added(self._calls, len(self._made), len(self._grown - self._made), self._known, frozenset(self._forbidden))

    def bring_in(self, calls: Sequence[Imported], progress: Callable[[int, int], None]) -> Added:
        """Add the calls that the history does not have. Raises `OSError`, or `NextcallError` where it is stopped."""
        seen, done = Seen(), 0
        try:
            for part in _stretches(calls):
                with nullcontext() if self._dry else self._shelf.sessions.lock():
                    self._add(part, seen)
                done += len(part)
                progress(done, len(calls))
        except KeyboardInterrupt:
            found = self.added
            raise NextcallError(
                f"stopped: {figure(found.calls)} calls are saved, in {figure(found.sessions + found.added_to)} whole sessions",
                "The same command again brings in the rest.",
            ) from None
        self._shelf.settle()
        return self.added

    def _add(self, part: list[Imported], seen: Seen) -> None:
        """Add a stretch of days; the lock is held."""
        day = _day(part[0])
        kept = self._shelf.around((day.year, day.month))
        new = seen.new_among(part, [one.session for one in kept])
        self._known += len(part) - len(new)
        if not new:
            return
        standing = [Standing(one.session, one.size) for one in kept if was_imported(one.session)]
        paths = {one.session.id: one.path for one in kept}
        together: list[Ready] = []
        made: set[str] = set()
        forbidden: set[str] = set()
        for sitting in sittings(new, standing, self._gap):
            session = self._session(sitting, made)
            together.append(self._shelf.ready(paths.get(session.id) or self._shelf.place(session), session))
            forbidden |= numbers_forbidden(session._replace(calls=tuple(found.call for found in sitting.calls)))
        if not self._dry:
            self._shelf.save(together)
        self._made |= made
        self._grown |= {one.session.id for one in together}
        self._calls += len(new)
        self._forbidden |= forbidden

    def _session(self, sitting: Sitting, made: set[str]) -> Session:
        """The session of a sitting, as it is to be saved; the ids of new ones are noted in `made`."""
        if sitting.standing is not None:
            return added_to(sitting.standing, sitting.calls, self._outcomes)

        def is_free(one: Session) -> bool:
            return one.id not in self._made and one.id not in made and self._shelf.is_free(one)

        session = new_session(sitting.calls, self._outcomes, self._zone, is_free)
        made.add(session.id)
        return session


def _day(found: Imported) -> date:
    return (found.call.dialed_at or found.call.tagged_at).date()  # type: ignore[union-attr]  # an imported call has its times


def _stretches(calls: Sequence[Imported]) -> Iterator[list[Imported]]:
    """The calls by whole days of one month, some at a time."""
    days: dict[date, list[Imported]] = {}
    for call in calls:
        days.setdefault(_day(call), []).append(call)
    part: list[Imported] = []
    for day in sorted(days):
        if part and (len(part) >= _AT_ONCE or (day.year, day.month) != (_day(part[0]).year, _day(part[0]).month)):
            yield part
            part = []
        part.extend(days[day])
    if part:
        yield part
