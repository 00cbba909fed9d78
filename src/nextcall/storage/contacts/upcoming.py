"""Who is called next in an open session: by the shelf, and by what this session has done already.

Whoever the session has skipped comes after all others, a promise or not: later means later today.
"""

from __future__ import annotations

from nextcall.contacts.called import Called
from nextcall.contacts.duplicates import number_key
from nextcall.contacts.queue import Stage, Standing, is_due, rank, standing
from nextcall.contacts.touching import touched

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from nextcall.contacts.called import Who
    from nextcall.contacts.person import Act
    from nextcall.contacts.queue import Rules
    from nextcall.core.session import Session
    from nextcall.storage.contacts.shelf import Listed, Shelf

CALLBACKS = "callbacks"
"""The preset that goes through the callbacks of all lists and through nothing else."""


def upcoming(shelf: Shelf, session: Session, rules: Rules, now: datetime) -> Listed | None:
    """Who comes next; None where the session has no list, or nobody is due."""
    return Upcoming(shelf, rules).next(session, now)


def as_now(shelf: Shelf, session: Session | None, rules: Rules, name: str, id_: str) -> Listed | None:
    """One person, with what the open session knows of them."""
    return shelf.one(name, id_) if session is None else Upcoming(shelf, rules).one(session, (name, id_))


class Upcoming:
    """Asked again and again while a session goes on: nobody is looked up twice."""

    def __init__(self, shelf: Shelf, rules: Rules) -> None:
        self._shelf = shelf
        self._rules = rules
        self._called = Called(rules)
        self._known: dict[Who, Listed | None] = {}
        self._with_acts: dict[Who, tuple[Act, ...]] = {}

    def forbidden(self, session: Session) -> set[str]:
        """The numbers that the session says are not to be called, as they are compared."""
        self._called.follow(session)
        return self._called.forbidden

    def one(self, session: Session, who: Who) -> Listed | None:
        """One person, with what the session knows of them."""
        self._called.follow(session)
        return self._as_now(session, who)

    def next(self, session: Session, now: datetime) -> Listed | None:
        """Who comes next; None where the session has no list, or nobody is due."""
        only_callbacks = session.preset == CALLBACKS and session.list is None
        if session.list is None and not only_callbacks:
            return None
        self._called.follow(session)
        live = session.live.contact if session.live else None
        on_line = (live.list, live.id) if live and live.list and live.id else None

        def fitting(these: Iterable[Who]) -> Iterator[Listed]:
            for who in these:
                one = self._as_now(session, who) if who != on_line and (only_callbacks or who[0] == session.list) else None
                if one and is_due(one.standing, now) and (one.standing.stage == Stage.CALLBACK or not only_callbacks):
                    yield one

        new = self._not_called_yet(session, now, on_line, only_callbacks=only_callbacks)
        first = [*fitting({*self._called.again(now), *self._spoken_of()}), *([new] if new else [])]
        if first:
            return min(first, key=lambda one: rank(one.standing, one.position))
        return next(fitting(self._called.skipped), None)

    def _not_called_yet(self, session: Session, now: datetime, on_line: Who | None, *, only_callbacks: bool) -> Listed | None:
        """The first of those whom the session has not called."""
        without = {*self._called.touches, *([on_line] if on_line else [])}
        while found := self._shelf.next(session.list, now, without, only_callbacks=only_callbacks):
            if number_key(found.person.phone) not in self._called.forbidden:
                break
            without.add((found.list, found.person.id))
        return found

    def _spoken_of(self) -> list[Who]:
        """Those of whom the caller said something after the session has called them."""
        for who in self._called.touches.keys() - self._known.keys():
            self._look_up(who)
        return [who for who in self._with_acts if (these := self._called.touches.get(who)) and any(act.at > these[-1].at for act in self._with_acts[who])]

    def _look_up(self, who: Who) -> Listed | None:
        if who not in self._known:
            found = self._known[who] = self._shelf.one(*who)
            if found and found.person.acts:
                self._with_acts[who] = found.person.acts
        return self._known[who]

    def _as_now(self, session: Session, who: Who) -> Listed | None:
        found = self._look_up(who)
        if found is None:
            return None
        person = touched(found.person, session.id, self._called.touches.get(who, ()))
        is_blocked = number_key(person.phone) in self._called.forbidden or self._shelf.is_blocked(person.phone)
        return found._replace(person=person, standing=Standing(Stage.BLOCKED) if is_blocked else standing(person, self._rules))
