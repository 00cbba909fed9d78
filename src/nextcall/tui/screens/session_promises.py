"""The session's screen and callbacks: one is promised for tomorrow at nine, and for a moment that can be changed.

It goes without a call list too.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from nextcall.core import actions as do
from nextcall.core.session import Contact, State
from nextcall.errors import NextcallError
from nextcall.tui.keymap import key_of
from nextcall.tui.screens.session_finding import SessionFinding

if TYPE_CHECKING:
    from nextcall.core.actions import Action
    from nextcall.tui.screens.notices import Notices
    from nextcall.tui.shape import Shape

LATER = 5.0
"""Seconds in which the time of a callback can be changed by its key."""
_DAYS = (1, 3, 7)
"""Days until a callback, step by step; then comes a month, then what somebody writes."""


class SessionPromises(SessionFinding):
    """When whoever wanted that is called back."""

    if TYPE_CHECKING:
        notices: Notices
        shape: Shape

        def perform(self, action: Action, said: str = "") -> bool:
            """Do something; see the session's screen."""

    def __init__(self) -> None:
        super().__init__()
        self._late: tuple[int, float, datetime] | None = None
        """The step of the last callback's time, until when it can be changed, and when it was promised."""

    def can_do_with_people(self, name: str) -> bool | None:
        """Whether one of the keys about people can be used now; None: it is none of them."""
        if name == "later":
            return self._late is not None and self.desk.clock.monotonic() < self._late[1]
        return super().can_do_with_people(name)

    def promised(self, outcome: str, contact: Contact | None) -> datetime | None:
        """When somebody who is tagged so is called back, unless the caller says another time: tomorrow at nine; None: not at all."""
        session = self.desk.session
        found = session.outcome(outcome) if session else None
        if found is None or found.then != "callback":
            return None
        from nextcall.contacts.when import days_later  # noqa: PLC0415 (only for a callback)

        return days_later(self.desk.clock.now(), _DAYS[0], self._clock_of(contact))

    def offer(self) -> None:
        """Say when the callback is that was just promised, and for a moment how to change it."""
        session = self.desk.session
        call = session.calls[-1] if session and session.calls else None
        if call is not None and call.tagged_at is not None and call.callback_at is not None:
            self._offer(0, call.tagged_at, call.callback_at)

    def _zone(self) -> tzinfo | None:
        """The clock that the last callback goes by."""
        session = self.desk.session
        if session is None:
            return None
        wanted = {outcome.id for outcome in session.outcomes if outcome.then == "callback"}
        call = next((call for call in reversed(session.calls) if call.outcome in wanted), None)
        return self._clock_of(call.contact if call else None)

    def _clock_of(self, contact: Contact | None) -> tzinfo | None:
        from nextcall.contacts.zones import clock_of  # noqa: PLC0415 (only for a callback)

        session = self.desk.session
        listed = self.people.one((contact.list, contact.id)) if self.people and contact and contact.list and contact.id else None
        return clock_of(listed.person.time_zone if listed else "", session.time_zone if session else None, self.desk.clock.now())

    def _offer(self, step: int, since: datetime, at: datetime) -> None:
        """Say when, and for a moment how to change it."""
        from nextcall.tui.screens.session_who import when_words  # noqa: PLC0415 (only for a callback)

        now = self.desk.clock.monotonic()
        self._late = step, now + LATER, since
        key = key_of(self.config, "later")
        when = when_words(at, self.desk.clock.now(), self.config.ui.clock, self._zone())
        words = f"Call {when.partition(',')[0]}" if self.shape.compact else f"Call back {when}."
        self.notices.say(f"{words}   {key} later" if key else words, now, LATER)
        self.draw()
        self.set_timer(LATER + 0.05, self.draw)

    def do_later(self) -> None:
        """The callback at a later time: step by step, then as it is written."""
        from nextcall.contacts.when import days_later, month_later  # noqa: PLC0415 (only for a callback)

        if self._late is None:
            return
        step, since, zone = self._late[0] + 1, self._late[2], self._zone()
        if step > len(_DAYS):
            self._late = None
            self._ask_when(since, zone)
            return
        at = days_later(since, _DAYS[step], zone) if step < len(_DAYS) else month_later(since, zone)
        if self.perform(do.CallBack(at)):
            self._offer(step, since, at)

    def _ask_when(self, since: datetime, zone: tzinfo | None) -> None:
        from nextcall.contacts.when import written  # noqa: PLC0415 (only for a callback)
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (as above)

        def answered(text: str | None) -> None:
            if not text:
                return
            at = written(text, self.desk.clock.now(), zone)
            if self.perform(do.CallBack(at)):
                self._offer(len(_DAYS), since, at)
                self._heard(at)

        words = ("as in  tomorrow, tue 14:30, +2w or 2026-11-24 9:30", "Enter keeps it", "Esc leaves it")
        self.app.push_screen(AskLine("Call back when?", words=words, checked=said_when(self.desk.clock.now, zone)), answered)

    def _heard(self, at: datetime) -> None:
        """A callback that was promised for a later hour makes itself heard then."""
        session = self.desk.session
        contact = next((call.contact for call in reversed(session.calls) if call.callback_at == at), None) if session else None
        if contact is not None and session is not None and session.state != State.ENDED:
            self.root.alerts.due(at, contact.name or contact.phone)


def said_when(now: Callable[[], datetime], zone: tzinfo | None) -> Callable[[str], str]:
    """What is wrong with a moment as it is being written; empty where nothing is."""
    from nextcall.contacts.when import written  # noqa: PLC0415 (only for a callback)

    def wrong(text: str) -> str:
        try:
            written(text, now(), zone)
        except NextcallError as error:
            return error.message if text else ""
        return ""

    return wrong
