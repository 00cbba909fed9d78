"""What hooks are told: one step of a session on disk becomes events as plain data, documented in docs/hooks.md.

The events follow from what a step changed, not from which key it was: so undo, redo, a removed or an added call
and a correction are told alike, by a screen and by a command.
"""

from typing import Any, NamedTuple

from nextcall.core.counts import counts
from nextcall.core.session import Call, Pause, Session, State, plain
from nextcall.desk.event import Done

SCHEMA = 1
"""The version of the events; fields may be added, none is renamed."""
HOOKS = ("session_start", "tag", "pause", "session_end")
"""The events there are, by the names that they have in the configuration."""

_SESSION = ("id", "title", "preset", "list", "skill", "intention", "tags", "started_at", "ended_at", "state")
_COUNTS = ("calls", "connects", "conversations", "noes", "yeses", "helps")
_FLAGS = ("id", "label", "counts", "connect", "conversation", "no", "yes", "help", "then")


class Told(NamedTuple):
    """One event for one hook."""

    hook: str
    """One of `HOOKS`."""
    data: dict[str, Any]
    """What its program reads."""


def told(step: Done) -> list[Told]:
    """The events of one step, in their order."""
    before, after = step.before, step.after
    if before is None:
        return [_event("session_start", step)]
    found = [_event("session_end", step, undone=True)] if _ended(before) and not _ended(after) else []
    found += _tags(before, step)
    found += _pauses(before, step)
    if _ended(after) and not _ended(before):
        found.append(_event("session_end", step))
    return found


def _tags(before: Session, step: Done) -> list[Told]:
    """Calls that are tagged now, or otherwise than before; and those that are not any more."""
    after, same = step.after, _beginning(before.calls, step.after.calls)
    if same == len(before.calls) == len(after.calls):
        return []
    old = {call.n: call for call in before.calls[same:]}
    new = {call.n: call for call in after.calls[same:]}
    gone = [call for n, call in old.items() if n not in new or new[n].outcome != call.outcome]
    come = [call for n, call in new.items() if n not in old or old[n].outcome != call.outcome]
    return [
        *(_event("tag", step, undone=True, **_call(before, call)) for call in gone),
        *(_event("tag", step, undone=False, **_call(after, call)) for call in come),
    ]


def _pauses(before: Session, step: Done) -> list[Told]:
    """Pauses that began, or whose reason is known now; and those that never were."""
    after, same = step.after, _beginning(before.pauses, step.after.pauses)
    old = {pause.started_at: pause for pause in before.pauses[same:]}
    new = {pause.started_at: pause for pause in after.pauses[same:]}
    gone = [pause for at, pause in old.items() if at not in new]
    come = [pause for at, pause in new.items() if at not in old or old[at].reason != pause.reason]
    return [
        *(_event("pause", step, undone=True, pause=_pause(pause)) for pause in gone),
        *(_event("pause", step, undone=False, pause=_pause(pause)) for pause in come),
    ]


def _beginning(old: tuple[object, ...], new: tuple[object, ...]) -> int:
    """How many items at the beginning are the same objects: nearly all, in a long session."""
    shorter = min(len(old), len(new))
    return next((i for i in range(shorter) if old[i] is not new[i]), shorter)


def _event(hook: str, step: Done, *, undone: bool = False, **more: Any) -> Told:
    done = counts(step.after)
    about = {name: plain(getattr(step.after, name)) for name in _SESSION}
    head = {"event": hook, "schema": SCHEMA, "at": plain(step.at), "undone": undone, "session": about}
    return Told(hook, head | more | {"counts": {name: getattr(done, name) for name in _COUNTS}})


def _call(session: Session, call: Call) -> dict[str, Any]:
    outcome = session.outcome(call.outcome)
    return {"call": plain(call), "outcome": {name: getattr(outcome, name) for name in _FLAGS} if outcome else None}


def _pause(pause: Pause) -> dict[str, Any]:
    found: dict[str, Any] = plain(pause)
    return found


def _ended(session: Session) -> bool:
    return session.state == State.ENDED
