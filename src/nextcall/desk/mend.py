"""Undo and redo of an ended session: its corrections, as far as the trail in its file tells of them.

A step is taken back only where all that it made still stands so. Where another hand has changed one of its
values since, it is passed over: nothing that somebody wrote is lost to an undo. A step that was taken back
can be made again until a new correction is made.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from nextcall.core.mend import moment_after
from nextcall.core.session import NOTHING, Correction, Session
from nextcall.errors import NotAllowedError
from nextcall.storage import codec
from nextcall.storage.fields import Unfit

_LIVE = "live"
"""What the end cut off is no correction."""
_OF_CALLS = frozenset(codec.CALL.fields) - {"n"}
_OF_SESSIONS = frozenset(codec.SESSION.fields) - {"id", "calls", "live", "outcomes", "trail"}
"""Fields that a correction may have changed."""
_OUTCOME = "outcomes."
"""What the name of a definition's field begins with; the outcome's id follows."""


class _Step(NamedTuple):
    positions: tuple[int, ...]
    """In the trail."""
    session: Session
    """With the step made or taken back; its trail is as before."""


def undo(session: Session, at: datetime) -> Session:
    """The session without its last correction; raises `NotAllowedError` where there is none to take back."""
    step = _last_done(session)
    if step is None:
        raise NotAllowedError("The session has ended; there is no correction to take back.")
    return _marked(step, moment_after(session.trail, at))


def redo(session: Session, at: datetime) -> Session:  # noqa: ARG001 (as undo is called)
    """The session with the correction that was taken back last; raises `NotAllowedError` where there is none."""
    step = _last_undone(session)
    if step is None:
        raise NotAllowedError("The session has ended; there is no correction to make again.")
    return _marked(step, None)


def last_done(session: Session) -> str:
    """What `undo` would take back, in a few words; empty where there is nothing."""
    return _words(session, _last_done(session))


def last_undone(session: Session) -> str:
    """What `redo` would make again, in a few words; empty where there is nothing."""
    return _words(session, _last_undone(session))


def _last_done(session: Session) -> _Step | None:
    done = [(entry.at, i) for i, entry in enumerate(session.trail) if entry.undone_at is None and entry.field != _LIVE]
    return next((step for positions in _newest_first(done) if (step := _taken(session, positions, _back))), None)


def _last_undone(session: Session) -> _Step | None:
    newest = max((entry.at for entry in session.trail if entry.field != _LIVE), default=None)
    undone = [(entry.undone_at, i) for i, entry in enumerate(session.trail) if entry.undone_at and newest and entry.undone_at > newest]
    return next((step for positions in _newest_first(undone) if (step := _taken(session, positions, _forth))), None)


def _newest_first(found: Sequence[tuple[datetime, int]]) -> list[tuple[int, ...]]:
    """The positions of each moment, the newest moment first."""
    moments = sorted({moment for moment, _ in found}, reverse=True)
    return [tuple(i for at, i in found if at == moment) for moment in moments]


def _taken(session: Session, positions: tuple[int, ...], way: Callable[[Session, Correction], Session]) -> _Step | None:
    """The step that these entries are; None where one of them does not fit what stands there now."""
    after = session
    try:
        for i in reversed(positions) if way is _back else positions:
            after = way(after, session.trail[i])
        codec.check(after)
        _check_ended(after)
    except Unfit:
        return None
    return _Step(positions, after)


def _check_ended(session: Session) -> None:
    if session.end is None:
        raise Unfit("end", "there", None)


def _marked(step: _Step, at: datetime | None) -> Session:
    trail = list(step.session.trail)
    for i in step.positions:
        trail[i] = trail[i]._replace(undone_at=at)
    return step.session._replace(trail=tuple(trail))


def _words(session: Session, step: _Step | None) -> str:
    if step is None:
        return ""
    found = [session.trail[i] for i in step.positions]
    numbers = sorted({entry.call for entry in found})
    fields = dict.fromkeys("all" if entry.field == "call" else entry.field.replace("_", " ") for entry in found)
    what = ", ".join(fields)
    return f"correction: {what} of " + " and ".join(f"call {n}" if n else "the session" for n in numbers)


# ---- one entry, either way


def _back(session: Session, entry: Correction) -> Session:
    return _put(session, entry, entry.new, entry.old)


def _forth(session: Session, entry: Correction) -> Session:
    return _put(session, entry, entry.old, entry.new)


def _put(session: Session, entry: Correction, there: Any, value: Any) -> Session:
    """The session with `value` in the place of `there`; raises `Unfit` where something else stands there."""
    if entry.call == 0:
        if entry.field.startswith(_OUTCOME):
            return _with_outcome(session, entry.field.removeprefix(_OUTCOME), there, value)
        changed: Session = _with_field(session, entry.field, there, value)
        return changed
    index = next((i for i, call in enumerate(session.calls) if call.n == entry.call), None)
    if entry.field == "call":
        return _with_call(session, entry, index, there, value)
    if index is None:
        raise Unfit("calls", f"with a call {entry.call}", None)
    call = _with_field(session.calls[index], entry.field, there, value)
    return session._replace(calls=(*session.calls[:index], call, *session.calls[index + 1 :]))


def _with_call(session: Session, entry: Correction, index: int | None, there: Any, value: Any) -> Session:
    if (index is None) != (there is None) or (there is None) == (value is None):
        raise Unfit("calls", "as the correction left it", entry.call)
    if index is not None:
        if session.calls[index] != codec.CALL.read(there, "calls"):
            raise Unfit("calls", "as the correction left it", entry.call)
        return session._replace(calls=(*session.calls[:index], *session.calls[index + 1 :]))
    call = codec.CALL.read(value, "calls")
    if call.n != entry.call:
        raise Unfit("calls", f"call {entry.call}", call.n)
    place = len(session.calls) if entry.position is None else entry.position
    return session._replace(calls=(*session.calls[:place], call, *session.calls[place:]))


def _with_outcome(session: Session, name: str, there: Any, value: Any) -> Session:
    old, new = (codec.SESSION.fields["outcomes"]({name: definition}, "outcomes") for definition in (there, value))
    if session.outcome(name) not in old:
        raise Unfit("outcomes", "as the correction left it", name)
    return session._replace(outcomes=tuple(new[0] if outcome.id == name else outcome for outcome in session.outcomes))


def _with_field(owner: Any, field: str, there: Any, value: Any) -> Any:
    """A call or a session with one field changed, known or not."""
    record, fields = (codec.SESSION, _OF_SESSIONS) if isinstance(owner, Session) else (codec.CALL, _OF_CALLS)
    if field in fields:
        read = record.fields[field]
        if getattr(owner, field) != read(there, field):
            raise Unfit(field, "as the correction left it", there)
        return owner._replace(**{field: read(value, field)})
    if field in record.fields or owner.extra.get(field) != there:
        raise Unfit(field, "as the correction left it", there)
    extra = {key: item for key, item in owner.extra.items() if key != field} | ({} if value is None else {field: value})
    return owner._replace(extra=extra or NOTHING)
