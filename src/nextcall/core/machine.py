"""The states of a session: one table of what may be done in each, and what it does.

`apply` is the only way in which a session changes. It is a pure function of the session, the
action and the time; times never go back, whatever clock they come from.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from nextcall.core import actions as do
from nextcall.core import marks
from nextcall.core.goals import STEP
from nextcall.core.session import (
    LONGEST,
    PAUSE_REASONS,
    Breath,
    Call,
    Correction,
    Parked,
    Pause,
    PlanChange,
    Session,
    State,
    next_number,
)
from nextcall.errors import InputError, NotAllowedError
from nextcall.text import lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

    from nextcall.core.actions import Action
    from nextcall.core.mend import Mending

FINISH_FIRST = "Finish this call first: tag it, or drop it."

_MARKS = {do.Note, do.Bright, do.Help, do.Introduce, do.Reason, do.Amount, do.CallBack, do.Asked, do.Learned}
_TRAILED = {do.Correct, do.CorrectAll, do.RemoveCall, do.AddCall}
_OPEN = _MARKS | _TRAILED | {do.Tag, do.Park, do.Replan, do.Away, do.Recover}
_STEPS = {do.StepDone, do.StepSkipped, do.StepBack, do.Drop}

ALLOWED: dict[str, frozenset[type]] = {
    State.READY: frozenset(_OPEN | {do.Dial, do.Pause, do.Breathe, do.End}),
    State.ON_CALL: frozenset(_OPEN | _STEPS | {do.HangUp}),
    State.WRAP_UP: frozenset(_OPEN | _STEPS | {do.Pause}),
    State.PAUSED: frozenset(_OPEN - {do.Away} | {do.PauseFor, do.Resume, do.Dial, do.End}),
    State.ENDED: frozenset(_TRAILED | {do.Summarise, do.Decide, do.Reopen}),
}
"""What may be done, by state. The screens ask it too: what is not in it has no key."""

_REFUSED = {
    (do.Pause, State.ON_CALL): FINISH_FIRST,
    (do.End, State.ON_CALL): FINISH_FIRST,
    (do.End, State.WRAP_UP): FINISH_FIRST,
    (do.Dial, State.ON_CALL): "A call is open already.",
    (do.Dial, State.WRAP_UP): "Tag this call first.",
    (do.Pause, State.PAUSED): "The session is paused already.",
    (do.Resume, State.READY): "The session is not paused.",
    (do.Resume, State.ON_CALL): "The session is not paused.",
    (do.Resume, State.WRAP_UP): "The session is not paused.",
    (do.HangUp, State.READY): "No call is open.",
    (do.HangUp, State.WRAP_UP): "The call is hung up already; it only wants its tag.",
    (do.HangUp, State.PAUSED): "No call is open.",
    (do.Drop, State.READY): "No call is open.",
}


def allowed(session: Session) -> frozenset[type]:
    """The kinds of action that the session's state allows."""
    return ALLOWED[session.state]


def apply(session: Session, action: Action, at: datetime) -> Session:
    """The session after `action` at `at` (or at its last event, where the clock went back).

    Raises `NotAllowedError` where the state or the session does not allow it, `InputError` where
    a value does not fit.
    """
    state = session.state
    if type(action) not in ALLOWED[state]:
        said = "The session has ended." if state == State.ENDED else "That cannot be done now."
        raise NotAllowedError(_REFUSED.get((type(action), state), said))
    at = max(at, session.last_event_at)
    return _DO[type(action)](_breath_over(session, action, at), _harmless(action), at)


def _harmless(value: Any) -> Any:
    """An action whose text is what a file keeps of it."""
    if isinstance(value, str):
        return lines(value)
    if type(value) is tuple:
        return tuple(map(_harmless, value))
    return value._make(map(_harmless, value)) if hasattr(value, "_make") else value


def _new_call(session: Session) -> Call:
    return Call(next_number(session))


def _breath_over(session: Session, action: Action, at: datetime) -> Session:
    """Whatever is done next ends a breath, at its own end at the latest."""
    if not session.breaths or session.breaths[-1].ended_at is not None or isinstance(action, do.Breathe):
        return session
    breath = session.breaths[-1]
    taken = min((at - breath.started_at).total_seconds(), breath.seconds)
    ended = max(breath.started_at, at) if taken < breath.seconds else _later(breath.started_at, breath.seconds)
    return session._replace(breaths=(*session.breaths[:-1], breath._replace(ended_at=ended)))


def _later(moment: datetime, seconds: float) -> datetime:
    from datetime import timedelta  # noqa: PLC0415 (rarely needed)

    return moment + timedelta(seconds=seconds)


def _resumed(session: Session, at: datetime) -> Session:
    """The session with its open pause closed, if there is one."""
    if session.state != State.PAUSED:
        return session
    return session._replace(pauses=(*session.pauses[:-1], session.pauses[-1]._replace(ended_at=at)))


def _dial(session: Session, action: do.Dial, at: datetime) -> Session:
    if session.live is not None:
        raise NotAllowedError("Tag this call first.")
    session = _resumed(session, at)
    return session._replace(live=_new_call(session)._replace(dialed_at=at, contact=action.contact))


def _hang_up(session: Session, _: do.HangUp, at: datetime) -> Session:
    assert session.live is not None  # noqa: S101 (what ON_CALL means)
    return session._replace(live=session.live._replace(hung_up_at=at))


def _tag(session: Session, action: do.Tag, at: datetime) -> Session:
    if session.outcome(action.outcome) is None:
        raise InputError(f"there is no outcome '{action.outcome}' in this session")
    session = _resumed(session, at)
    call = session.live or _new_call(session)
    call = call._replace(
        tagged_at=at,
        hung_up_at=call.hung_up_at or (at if call.dialed_at else None),
        outcome=action.outcome,
        note=call.note if action.note is None else action.note,
        contact=action.contact or call.contact,
        amount=call.amount if action.amount is None else marks.decimal_text(action.amount) or None,
        help=tuple(dict.fromkeys((*call.help, *map(marks.known_mark, action.help)))),
        callback_at=action.callback_at,
    )
    return session._replace(calls=(*session.calls, call), live=None)


def _drop(session: Session, _: do.Drop, __: datetime) -> Session:
    return session._replace(live=None)


def _pause(session: Session, action: do.Pause, at: datetime) -> Session:
    since = at if action.since is None else max(session.last_event_at, min(at, action.since))
    return session._replace(pauses=(*session.pauses, Pause(since, None, _why(action.reason))))


def _pause_for(session: Session, action: do.PauseFor, _: datetime) -> Session:
    present = session.pauses[-1]._replace(reason=_why(action.reason))
    return session._replace(pauses=(*session.pauses[:-1], present))


def _why(reason: str) -> str:
    if reason not in PAUSE_REASONS:
        raise InputError(f"'{reason}' is no reason to pause; there are {', '.join(PAUSE_REASONS[:6])}")
    return reason


def _resume(session: Session, _: do.Resume, at: datetime) -> Session:
    return _resumed(session, at)


def _away(session: Session, action: do.Away, at: datetime) -> Session:
    since = max(session.started_at, _later(at, -action.seconds))
    if session.pauses and session.pauses[-1].ended_at:
        since = max(since, session.pauses[-1].ended_at)
    since = since.replace(microsecond=since.microsecond // 1000 * 1000)
    return session._replace(pauses=(*session.pauses, Pause(since, at, action.reason)))


def _breathe(session: Session, action: do.Breathe, at: datetime) -> Session:
    open_breath = session.breaths[-1] if session.breaths and session.breaths[-1].ended_at is None else None
    if open_breath and at < _later(open_breath.started_at, open_breath.seconds):
        longer = open_breath._replace(seconds=action.seconds)
        return session._replace(breaths=(*session.breaths[:-1], longer))
    if open_breath:
        over = open_breath._replace(ended_at=_later(open_breath.started_at, open_breath.seconds))
        session = session._replace(breaths=(*session.breaths[:-1], over))
    return session._replace(breaths=(*session.breaths, Breath(at, None, action.seconds)))


def _park(session: Session, action: do.Park, at: datetime) -> Session:
    if not action.text:
        raise InputError("there is nothing to park")
    return session._replace(parked=(*session.parked, Parked(at, action.text)))


def _replan(session: Session, action: do.Replan, at: datetime) -> Session:
    if session.goal is None:
        raise NotAllowedError("This session has an open end; there is nothing to make longer.")
    old, step = session.goal.amount, STEP[session.goal.kind]
    new = max(min(step, old), old + step * action.steps)
    if new == old:
        raise NotAllowedError("The plan cannot become shorter than that.")
    goal = session.goal._replace(amount=new)
    return session._replace(goal=goal, plan_changes=(*session.plan_changes, PlanChange(at, old, new)))


def _mend(session: Session, action: Mending, at: datetime) -> Session:
    from nextcall.core.mend import mended  # noqa: PLC0415 (most sessions need none)

    return mended(session, action, at)


def _end(session: Session, action: do.End, at: datetime) -> Session:
    if session.live is not None:
        raise NotAllowedError(FINISH_FIRST)
    last = session.last_event_at
    until = action.at if action.at is not None else at if at - session.started_at <= LONGEST else last
    at = max(last, min(at, until))
    return _resumed(session, at)._replace(ended_at=at, end=action.how)


def _recover(session: Session, _: do.Recover, __: datetime) -> Session:
    return recovered(session)


def _reopen(session: Session, _: do.Reopen, __: datetime) -> Session:
    return session._replace(ended_at=None, end=None)


def _summarise(session: Session, action: do.Summarise, _: datetime) -> Session:
    return session._replace(summary=marks.answered(session.summary, action.field, action.value))


def _decide(session: Session, action: do.Decide, _: datetime) -> Session:
    if not 0 <= action.position < len(session.parked) or action.state not in ("done", "later", "dropped"):
        raise InputError("no such parked thing")
    changed = session.parked[action.position]._replace(state=action.state)
    parked = (*session.parked[: action.position], changed, *session.parked[action.position + 1 :])
    return session._replace(parked=parked)


_DO: dict[type, Callable[[Session, Any, datetime], Session]] = {
    do.Dial: _dial,
    do.HangUp: _hang_up,
    do.Tag: _tag,
    do.Drop: _drop,
    do.Pause: _pause,
    do.PauseFor: _pause_for,
    do.Resume: _resume,
    do.Away: _away,
    do.Breathe: _breathe,
    do.Park: _park,
    do.Replan: _replan,
    **dict.fromkeys(_TRAILED, _mend),
    do.End: _end,
    do.Recover: _recover,
    do.Reopen: _reopen,
    do.Summarise: _summarise,
    do.Decide: _decide,
    **marks.DO,
}


def recovered(session: Session) -> Session:
    """The session as it ends at its last event; a call that was never tagged is kept in the trail."""
    at = session.last_event_at
    if session.live is not None:
        lost = session.live
        session = session._replace(live=None, trail=(*session.trail, Correction(at, lost.n, "live", _kept(lost), None)))
    end = do.End("recovered")
    return _end(_breath_over(session, end, at), end, at)


def _kept(call: Call) -> dict[str, Any]:
    """What there is to keep of a call that was never tagged, as plain data."""
    found: dict[str, Any] = {"dialed_at": _text(call.dialed_at), "note": call.note}
    if call.contact:
        found["contact"] = {"name": call.contact.name, "phone": call.contact.phone}
    if call.introduction:
        found["introduction"] = f"{call.introduction.who} → {call.introduction.to}"
    for field in ("hung_up_at", "steps_done", "steps_skipped", "asked", "learned", "bright", "bright_note", "help", "amount"):
        value = getattr(call, field)
        if value:
            found[field] = _text(value) if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else value
    return found


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")
