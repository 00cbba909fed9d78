"""What was done, with its time: the desk's unit of work."""

from datetime import datetime
from typing import NamedTuple

from nextcall.core import actions
from nextcall.core.actions import Action
from nextcall.core.machine import apply, recovered
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.errors import InputError, NotAllowedError

_FINAL = (actions.End, actions.Recover, actions.Reopen, actions.Summarise, actions.Decide)
"""What undo does not take back: ending is taken back by reopening, the rest is answered anew."""


class Event(NamedTuple):
    """One thing that the user did."""

    action: Action | None
    """None for undo and redo."""
    at: datetime
    way: str = "do"
    """`do`, `undo` or `redo`."""


def follow(bench: Workbench, event: Event) -> Workbench:
    """The bench after the event; raises as `apply` does."""
    if event.way != "do" and bench.session.state == State.ENDED:
        raise NotAllowedError("The session has ended.")
    if event.way == "undo":
        return undo(bench)
    if event.way == "redo":
        return redo(bench)
    if event.action is None:
        raise NotAllowedError("That cannot be done now.")
    if isinstance(event.action, _FINAL) or bench.session.state == State.ENDED:
        return bench._replace(session=apply(bench.session, event.action, event.at))
    return perform(bench, event.action, event.at)


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
