"""Correcting a session: a call's fields, a call that never was, one that was forgotten. The trail keeps what was there.

Each step of corrections has a moment of its own, which all its entries share: so the trail alone says,
in a file and after any restart, what is taken back together and what may be done again.
"""

from datetime import datetime, timedelta

from nextcall.core import actions as do
from nextcall.core.correct import changed, in_order, moment_of, outcome_named, session_days, times_differ
from nextcall.core.session import Call, Correction, Session, next_number, plain
from nextcall.errors import InputError

Mending = do.Correct | do.CorrectAll | do.RemoveCall | do.AddCall
"""The actions that leave a trail."""


def mended(session: Session, action: Mending, at: datetime) -> Session:
    """The session with the correction made; the same one where it changes nothing. Raises `InputError`."""
    match action:
        case do.Correct():
            return _corrected(session, action.call, ((action.field, action.value),), at)
        case do.CorrectAll():
            return _corrected(session, action.call, action.changes, at)
        case do.RemoveCall():
            return _removed(session, action.call, at)
        case do.AddCall():
            return _added(session, action, at)


def moment_after(trail: tuple[Correction, ...], at: datetime) -> datetime:
    """`at`, or just after the last moment in the trail: no two steps of corrections share theirs."""
    moments = [moment for entry in trail for moment in (entry.at, entry.undone_at) if moment]
    return max([at, *(moment + timedelta(milliseconds=1) for moment in moments)])


def entries(old: Call, new: Call, at: datetime) -> tuple[Correction, ...]:
    """What the trail keeps of a call that was changed: an entry for each field."""
    both = zip(Call._fields, map(plain, old), map(plain, new), strict=True)
    found = [Correction(at, old.n, field, before, after) for field, before, after in both if field != "extra" and before != after]
    others = dict.fromkeys((*old.extra, *new.extra))
    more = (Correction(at, old.n, key, old.extra.get(key), new.extra.get(key)) for key in others)
    return (*found, *(entry for entry in more if entry.old != entry.new))


def added(call: Call, position: int, at: datetime) -> Correction:
    """What the trail keeps of a call that came at `position`."""
    return Correction(at, call.n, "call", None, plain(call), position=position)


def removed(call: Call, position: int, at: datetime) -> Correction:
    """What the trail keeps of a call that stood at `position`."""
    return Correction(at, call.n, "call", plain(call), None, position=position)


def _position(session: Session, n: int) -> int:
    found = next((i for i, call in enumerate(session.calls) if call.n == n), None)
    if found is None:
        raise InputError(f"there is no call {n}; the session has {len(session.calls)}")
    return found


def _corrected(session: Session, n: int, changes: tuple[tuple[str, str], ...], at: datetime) -> Session:
    position = _position(session, n)
    old = session.calls[position]
    new = changed(session, old, changes)
    after = session._replace(calls=(*session.calls[:position], new, *session.calls[position + 1 :]))
    if times_differ(old, new):
        in_order(after, position, at)
    found = entries(old, new, moment_after(session.trail, at))
    return after._replace(trail=(*session.trail, *found)) if found else session


def _removed(session: Session, n: int, at: datetime) -> Session:
    position = _position(session, n)
    gone = removed(session.calls[position], position, moment_after(session.trail, at))
    calls = (*session.calls[:position], *session.calls[position + 1 :])
    return session._replace(calls=calls, trail=(*session.trail, gone))


def _added(session: Session, action: do.AddCall, at: datetime) -> Session:
    outcome = outcome_named(session.outcomes, action.outcome).id
    open_until = session.live.dialed_at if session.live else None
    tagged = moment_of(action.at, session_days(session)) if action.at else session.ended_at or open_until or at
    position = sum(call.tagged_at is not None and call.tagged_at <= tagged for call in session.calls)
    call = Call(next_number(session), tagged_at=tagged, outcome=outcome)
    after = session._replace(calls=(*session.calls[:position], call, *session.calls[position:]))
    in_order(after, position, at)
    return after._replace(trail=(*session.trail, added(call, position, moment_after(session.trail, at))))
