"""What makes itself heard: the planned end, the end of a break, a callback that is due. Never while somebody is on the line."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nextcall.core.session import Session
from nextcall.text import line

if TYPE_CHECKING:
    from textual.timer import Timer

    from nextcall.tui.app import NextcallApp

HEADING = "nextcall"
"""What every notification stands under."""
_LOOK = 20.0
"""Seconds after which the clock is looked at again: it may have been asleep."""
_WHO = 80


class Alerts:
    """What there will be to tell, and the telling of it when its time has come."""

    def __init__(self, app: "NextcallApp") -> None:
        self._app = app
        self._rest: datetime | None = None
        """When the break after the last session is over."""
        self._due: set[tuple[datetime, str]] = set()
        self._timer: Timer | None = None

    # ---- what there will be

    def rest(self, session: Session) -> None:
        """The break after this session, if its preset has one that is not over yet."""
        preset = self._app.services.config.preset(session.preset) if session.preset else None
        if session.ended_at and preset and preset.break_minutes:
            over = session.ended_at + timedelta(minutes=preset.break_minutes)
            self._rest = over if over > self._now() else self._rest
            self._plan()

    def no_rest(self) -> None:
        """Somebody has begun again: no break is left to end."""
        self._rest = None
        self._plan()

    def due(self, moment: datetime, who: str) -> None:
        """A callback to `who` is due at `moment`; one that is overdue already is for the screens to show."""
        if moment > self._now():
            self._due.add((moment, line(who, _WHO)))
            self._plan()

    def promised(self, callbacks: Iterable[tuple[datetime, str]]) -> None:
        """These are all the callbacks there are: what was known before is forgotten."""
        self._due = set()
        for moment, who in callbacks:
            self.due(moment, who)
        self._plan()

    def remembered(self, last: Session | None, callbacks: Iterable[tuple[datetime, str]]) -> None:
        """What the last sessions left: the break after the last one, and the callbacks."""
        if last is not None:
            self.rest(last)
        self.promised(callbacks)

    # ---- the telling

    def end(self, session: Session) -> None:
        """The planned end is here."""
        self._tell(self._app.services.config.notify.end, f"{session.title}: time. End when you are ready.")

    def look(self) -> None:
        """Tell what is due by now; on the line nothing is told, and the session's screen looks again after the tag."""
        session, now = self._app.services.desk.session, self._now()
        if session is not None and session.live is not None:
            return
        settings = self._app.services.config.notify
        if self._rest is not None and self._rest <= now:
            self._rest = None
            self._tell(settings.break_, "The break is over.")
        if here := sorted(promise for promise in self._due if promise[0] <= now):
            self._due.difference_update(here)
            more = f" and {len(here) - 1} more" if len(here) > 1 else ""
            self._tell(settings.callback, f"Call back: {here[0][1]}{more}.")

    def _tell(self, ways: tuple[str, ...], words: str) -> None:
        through = "terminal" in ways and self._app.announce(HEADING, words)
        if "bell" in ways or through:
            self._app.ring()
        if "desktop" in ways:
            from nextcall.tui import desktop  # noqa: PLC0415 (few want it)

            desktop.show(HEADING, words)

    def _plan(self) -> None:
        """Look when the next one is due, on whichever screen; what waits for the end of a call is looked at now and then."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        moments = [moment for moment, _ in self._due] + ([self._rest] if self._rest else [])
        if moments:
            seconds = (min(moments) - self._now()).total_seconds()
            self._timer = self._app.set_timer(min(_LOOK, seconds + 0.05) if seconds > 0 else _LOOK, self._wake)

    def _wake(self) -> None:
        self.look()
        self._plan()

    def _now(self) -> datetime:
        return self._app.services.clock.now()
