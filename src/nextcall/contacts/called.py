"""Whom an open session has called, kept while it goes on: its thousandth call costs what the first does."""

from datetime import datetime
from operator import is_

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.person import Person, Touch
from nextcall.contacts.queue import CALLABLE, Rules, standing
from nextcall.contacts.touching import touch_of
from nextcall.core.session import Call, Session

Who = tuple[str, str]
"""List and id of a person."""


class Called:
    """What the calls of a session say of people, by person."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._forget()

    def _forget(self) -> None:
        self._of = ""
        self._calls: tuple[Call, ...] = ()
        self.touches: dict[Who, list[Touch]] = {}
        """What came of each of them, in the order of the calls."""
        self.forbidden: set[str] = set()
        """The numbers that are not to be called, as they are compared."""
        self.skipped: dict[Who, datetime] = {}
        """Whoever was skipped last of all, and when; the one skipped longest ago first."""
        self._again: dict[Who, datetime] = {}

    def follow(self, session: Session) -> None:
        """Take what is new in a session; where anything else has changed in it, or it is another one, everything."""
        calls, before = session.calls, self._calls
        if session.id != self._of or len(calls) < len(before) or not all(map(is_, before, calls)):
            self._forget()
            self._of, before = session.id, ()
        for call in calls[len(before) :]:
            self._take(session, call)
        self._calls = calls

    def _take(self, session: Session, call: Call) -> None:
        contact, outcome = call.contact, session.outcome(call.outcome)
        if contact is None or outcome is None or call.tagged_at is None:
            return
        if outcome.then == "do-not-call" and (key := number_key(contact.phone)):
            self.forbidden.add(key)
        if not (contact.list and contact.id):
            return
        who, touch = (contact.list, contact.id), touch_of(session, call)
        self.touches.setdefault(who, []).append(touch)
        self.skipped.pop(who, None)
        self._again.pop(who, None)
        if touch.then == "keep":
            self.skipped[who] = touch.at
            return
        alone = standing(Person("", touches=(touch,)), self._rules)
        if alone.stage in CALLABLE:
            self._again[who] = alone.due_at or touch.at

    def again(self, now: datetime) -> list[Who]:
        """Those who may have to be called again by now, after what came of the last call to them: of a long session that is true of few."""
        return [who for who, at in self._again.items() if at <= now]
