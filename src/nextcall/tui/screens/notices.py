"""The one quiet line: what was said last, for a while; and the breath."""

from datetime import datetime

from nextcall.core.session import Session
from nextcall.tui.widgets.bar import bar
from nextcall.tui.widgets.lines import EMPTY, Line, Span

WHILE = 8.0
"""Seconds that a sentence stays."""


class Notices:
    """Sentences, one at a time; a newer one takes the place of the one before it."""

    def __init__(self) -> None:
        self._words = ""
        self._until = 0.0
        self._in_call = True
        self._lasting = False

    def say(self, words: str, now: float, seconds: float = WHILE, *, in_call: bool = True, lasting: bool = False) -> None:
        """Say something at `now` (monotonic seconds).

        Some things are not for a call; what lasts is to be read even if keys are pressed meanwhile.
        """
        self._words, self._until, self._in_call, self._lasting = words, now + seconds, in_call, lasting

    def forget(self) -> None:
        """What was said is settled by the next key, unless it lasts."""
        if not self._lasting:
            self._words = ""

    def said(self, now: float, *, in_call: bool = False) -> str:
        """What is still worth reading."""
        return self._words if now < self._until and (self._in_call or not in_call) else ""


def breath_line(session: Session, now: datetime, cells: int) -> Line:
    """The breath that is being taken, as a bar that fills; empty where there is none."""
    if not session.breaths or session.breaths[-1].ended_at is not None:
        return EMPTY
    breath = session.breaths[-1]
    passed = (now - breath.started_at).total_seconds()
    if passed >= breath.seconds:
        return EMPTY
    return (Span("Breathe  ", "muted"), *bar(passed / breath.seconds, min(cells - 16, 45)), Span(f"  {breath.seconds} s", "muted"))
