"""Goals: minutes, calls or conversations. Never a result."""

from __future__ import annotations

from datetime import datetime

from nextcall.core.counts import counts
from nextcall.core.durations import session_seconds

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.core.session import Goal, Session
else:
    from nextcall.named import NamedTuple

KINDS = ("minutes", "calls", "conversations")
"""What a goal can be made of: what the caller does, not what others decide."""
STEP = {"minutes": 5, "calls": 5, "conversations": 1}
"""By how much one key makes a session longer or shorter, by kind of goal."""


class Progress(NamedTuple):
    """How far a session has come towards its goal."""

    done: float
    """Seconds, calls or conversations."""
    planned: float
    """In the same unit."""

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.done / self.planned) if self.planned else 1.0

    @property
    def reached(self) -> bool:
        """Whether the planned end is here."""
        return self.done >= self.planned

    @property
    def left(self) -> float:
        """What is left, never below 0."""
        return max(0.0, self.planned - self.done)

    @property
    def over(self) -> float:
        """What went beyond the plan, never below 0."""
        return max(0.0, self.done - self.planned)


def progress(session: Session, at: datetime) -> Progress | None:
    """How far the session has come at `at`; None with an open end."""
    if session.goal is None:
        return None
    if session.goal.kind == "minutes":
        return Progress(session_seconds(session, at), session.goal.amount * 60)
    done = counts(session)
    return Progress(done.calls if session.goal.kind == "calls" else done.conversations, session.goal.amount)


def goal_text(goal: Goal | None) -> str:
    """A goal in words: `60 min`, `10 calls`, `5 conversations`, `open end`."""
    if goal is None:
        return "open end"
    unit = {"minutes": "min", "calls": "call", "conversations": "conversation"}[goal.kind]
    plural = "" if goal.kind == "minutes" or goal.amount == 1 else "s"
    return f"{goal.amount} {unit}{plural}"
