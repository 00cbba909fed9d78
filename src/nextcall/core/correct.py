"""Correcting a call: which fields, in which words, and what the trail keeps of it."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

from nextcall.core.marks import decimal_text, known_mark, known_reason
from nextcall.core.session import Call, Contact, Introduction, Session
from nextcall.errors import InputError

FIELDS = (
    "outcome", "note", "reason", "amount", "bright", "bright_note", "help", "asked", "learned",
    "contact", "introduction", "dialed_at", "hung_up_at", "tagged_at",
)  # fmt: skip
"""What can be corrected."""
_TIMES = ("dialed_at", "hung_up_at", "tagged_at")


def correct(session: Session, call: Call, field: str, value: str, at: datetime) -> tuple[Call, Any, Any]:
    """The corrected call, and the field's old and new value as the file writes them.

    Raises `InputError` where the field cannot be corrected or the value does not fit.
    """
    if field not in FIELDS:
        raise InputError(f"'{field}' cannot be corrected; there are {', '.join(FIELDS)}")
    new: Any = _READ[field](session, call, value) if field in _READ else value
    change: dict[str, Any] = {field: new}
    changed = call._replace(**change)
    if field in _TIMES:
        _in_order(session, changed, at)
    return changed, _plain(getattr(call, field)), _plain(new)


def _outcome(session: Session, _: Call, value: str) -> str:
    found = next((outcome for outcome in session.outcomes if value in (outcome.id, outcome.key)), None)
    if found is None:
        raise InputError(f"there is no outcome '{value}'; there are {', '.join(o.id for o in session.outcomes)}")
    return found.id


def _reason(_: Session, __: Call, value: str) -> str:
    return known_reason(value)


def _amount(_: Session, __: Call, value: str) -> str | None:
    return decimal_text(value) or None


def _bright(_: Session, __: Call, value: str) -> bool:
    if value not in ("yes", "no", "true", "false"):
        raise InputError(f"bright is yes or no, not '{value}'")
    return value in ("yes", "true")


def _help(_: Session, __: Call, value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known_mark(mark.strip()) for mark in value.split(",") if mark.strip()))


def _count(_: Session, __: Call, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 4):  # noqa: PLR2004 (nobody asks 10,000 questions)
        raise InputError(f"'{value}' is no count")
    return int(value)


def _contact(_: Session, call: Call, value: str) -> Contact | None:
    if not value:
        return None
    return call.contact._replace(name=value) if call.contact else Contact(value)


def _introduction(_: Session, call: Call, value: str) -> Introduction | None:
    if not value:
        return None
    who, _arrow, to = value.replace("->", "→").partition("→")
    old = call.introduction or Introduction("", "")
    return old._replace(who=who.strip(), to=to.strip())


def _moment(_: Session, call: Call, value: str) -> datetime | None:
    """A whole moment, or a time of the day on which the call was."""
    if not value:
        return None
    try:
        if len(value) <= len("00:00:00"):
            base = call.tagged_at or call.dialed_at
            clock = datetime.strptime(value, "%H:%M:%S" if value.count(":") == 2 else "%H:%M")  # noqa: DTZ007, PLR2004
            if base is not None:
                return base.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0)
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    offset = moment.utcoffset() if moment else None
    if moment is None or offset is None or offset.seconds % 60 or offset.microseconds:
        raise InputError(f"'{value}' is no time; write 09:41, 09:41:30 or 2026-11-21T09:41:30-05:00")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _in_order(session: Session, call: Call, at: datetime) -> None:
    """Raise `InputError` where a call's times would not lie between those of its neighbours, or in the future."""
    calls = (*session.calls, session.live) if session.live else session.calls
    before = max((other.tagged_at for other in calls if other.n < call.n and other.tagged_at), default=None)
    after = min((moment for other in calls if other.n > call.n and (moment := other.dialed_at or other.tagged_at)), default=None)
    if call.tagged_at is None:
        raise InputError("a call keeps the time of its tag")
    if call.hung_up_at and not call.dialed_at:
        raise InputError("a call that was hung up was dialled before; correct dialed_at first")
    times = (session.started_at, before, call.dialed_at, call.hung_up_at, call.tagged_at, after, session.ended_at or at)
    known = [moment for moment in times if moment is not None]
    if any(first > second for first, second in pairwise(known)):
        raise InputError("the times of calls follow each other up to now; this one would not")


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="milliseconds")
        case Contact() | Introduction():
            return {key: part for key, part in value._asdict().items() if key != "extra"} | dict(value.extra)
        case tuple():
            return list(value)
        case _:
            return value


_READ: dict[str, Callable[[Session, Call, str], Any]] = {
    "outcome": _outcome,
    "reason": _reason,
    "amount": _amount,
    "bright": _bright,
    "help": _help,
    "asked": _count,
    "learned": _count,
    "contact": _contact,
    "introduction": _introduction,
    "dialed_at": _moment,
    "hung_up_at": _moment,
    "tagged_at": _moment,
}
