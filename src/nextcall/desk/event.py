"""What was done, with its time: the desk's unit of work."""

from __future__ import annotations

from datetime import datetime

from nextcall.core import actions
from nextcall.core.machine import apply, recovered
from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.errors import InputError, NotAllowedError

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.core.actions import Action
    from nextcall.core.outcomes import Outcome
else:
    from nextcall.named import NamedTuple

_FINAL = (actions.End, actions.Recover, actions.Reopen, actions.Summarise, actions.Decide)
"""What undo does not take back: ending is taken back by reopening, the rest is answered anew."""


_TRAILED = (actions.Correct, actions.CorrectAll, actions.RemoveCall, actions.AddCall)
"""What the trail tells of: once the session has ended, it is the way back."""
TAKE_BACK, MAKE_AGAIN = "take back", "make again"


class Event(NamedTuple):
    """One thing that the user did."""

    action: Action | None
    """None for undo and redo."""
    at: datetime
    way: str = "do"
    """`do`, `undo` or `redo`; of an ended session's corrections `take back` or `make again`."""
    seen: tuple[Workbench, Workbench] | None = None
    """A bench that it was followed from, and what came of that: on disk it is the same bench as a rule, and nothing is reckoned twice."""


class Done(NamedTuple):
    """One step of a session that is on disk."""

    at: datetime
    before: Session | None
    """None: the session has begun with it."""
    after: Session


def follow(bench: Workbench, event: Event) -> Workbench:
    """The bench after the event; raises as `apply` does."""
    return event.seen[1] if event.seen is not None and event.seen[0] is bench else _anew(bench, event)


def _anew(bench: Workbench, event: Event) -> Workbench:
    ended = bench.session.state == State.ENDED
    if event.way in (TAKE_BACK, MAKE_AGAIN):
        return _mended(bench, event)
    if event.way != "do" and ended:
        raise NotAllowedError("The session has ended.")
    if event.way == "undo":
        return undo(bench)
    if event.way == "redo":
        return redo(bench)
    if event.action is None:
        raise NotAllowedError("That cannot be done now.")
    if ended and isinstance(event.action, _TRAILED):
        after = apply(bench.session, event.action, event.at)
        return bench if after is bench.session else Workbench(after)
    if ended or isinstance(event.action, _FINAL):
        return bench._replace(session=apply(bench.session, event.action, event.at))
    return perform(bench, event.action, event.at)


def _mended(bench: Workbench, event: Event) -> Workbench:
    """The bench with a correction taken back or made again. What undo remembered fits its calls no more."""
    if bench.session.state != State.ENDED:
        raise NotAllowedError("The session is open again.")
    from nextcall.desk import mend  # noqa: PLC0415 (an event on the open session does without it)

    way = mend.undo if event.way == TAKE_BACK else mend.redo
    return Workbench(way(bench.session, event.at))


def follow_late(
    session: Session,
    outcomes: tuple[Outcome, ...],
    events: list[Event],
) -> tuple[Session, list[Event]]:
    """An ended session with events that came before its end was known here, and those that no longer fit.

    `outcomes` are those that the events were made with: the ended session has only those that it used.
    """
    bench = Workbench(session._replace(end=None, ended_at=None, outcomes=outcomes, trail=()))
    refused = []
    for event in events:
        try:
            bench = follow(bench, event)
        except (NotAllowedError, InputError):
            refused.append(event)
    late = bench.session if bench.session.state == State.ENDED else recovered(bench.session)
    last = late._replace(trail=()).last_event_at
    ended_at = max(session.ended_at or last, last)
    return late._replace(end=session.end, ended_at=ended_at, trail=session.trail + late.trail), refused
