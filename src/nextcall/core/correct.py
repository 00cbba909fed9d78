"""What of a call can be corrected, in which words, and what must be true of it afterwards."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from nextcall.core.marks import decimal_text, known_mark, known_reason
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Call, Contact, Introduction, Session
from nextcall.errors import InputError
from nextcall.text import line, nearest

FIELDS = (
    "outcome", "note", "reason", "amount", "bright", "bright_note", "help", "asked", "learned", "contact", "phone",
    "introduction", "steps_done", "steps_skipped", "dialed_at", "hung_up_at", "tagged_at", "callback_at",
)  # fmt: skip
"""What can be corrected. `contact` is the contact's name, `phone` its number; steps count from 1, or go by name."""
_TIMES = ("dialed_at", "hung_up_at", "tagged_at")


def changed(session: Session, call: Call, changes: Iterable[tuple[str, str]]) -> Call:
    """The call with fields changed to values in the words of the command `correct`.

    Raises `InputError` where a field cannot be corrected or a value does not fit.
    """
    for field, value in changes:
        if field not in FIELDS:
            near = nearest(field, list(FIELDS))
            rest = f"did you mean '{near}'?" if near else f"there are {', '.join(FIELDS)}"
            raise InputError(f"'{line(field, 60)}' cannot be corrected; {rest}")
        new: Any = _READ[field](session, call, value) if field in _READ else value
        change: dict[str, Any] = {"contact" if field == "phone" else field: new}
        call = call._replace(**change)
    both = set(call.steps_done) & set(call.steps_skipped)
    if both and any(field.startswith("steps_") for field, _ in changes):
        raise InputError(f"step {min(both) + 1} cannot be both done and skipped; correct steps_done and steps_skipped together")
    return call


def outcome_named(outcomes: tuple[Outcome, ...], word: str) -> Outcome:
    """The outcome of that id, else of that key, else of that label; raises `InputError` with the nearest."""
    for same in (
        lambda outcome: outcome.id == word,
        lambda outcome: outcome.key == word,
        lambda outcome: word.casefold() in (outcome.label.casefold(), outcome.short.casefold()),
    ):
        found = next((outcome for outcome in outcomes if word and same(outcome)), None)
        if found is not None:
            return found
    near = nearest(word, [outcome.id for outcome in outcomes])
    rest = f"did you mean '{near}'?" if near else f"there are {', '.join(outcome.id for outcome in outcomes)}"
    raise InputError(f"there is no outcome '{line(word, 60)}'; {rest}")


def moment_of(value: str, days: Iterable[datetime]) -> datetime:
    """A whole moment, or a time of the day: the first of `days` that has it within them, else the first of all.

    Raises `InputError` where it is neither.
    """
    try:
        if len(value) <= len("00:00:00"):
            clock = datetime.strptime(value, "%H:%M:%S" if value.count(":") == 2 else "%H:%M")  # noqa: DTZ007, PLR2004
            known = list(days)
            found = [day.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0) for day in known]
            if found:
                return next((moment for moment in found if min(known) <= moment <= max(known)), found[0])
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    offset = moment.utcoffset() if moment else None
    if moment is None or offset is None or offset.seconds % 60 or offset.microseconds:
        raise InputError(f"'{line(value, 60)}' is no time; write 09:41, 09:41:30 or 2026-11-21T09:41:30-05:00")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def in_order(session: Session, index: int, at: datetime) -> None:
    """Raise `InputError` where the times of the call at `index` do not lie between those of its neighbours, or in the future."""
    call = session.calls[index]
    later = (*session.calls[index + 1 :], session.live) if session.live else session.calls[index + 1 :]
    before = max((other.tagged_at for other in session.calls[:index] if other.tagged_at), default=None)
    after = min((moment for other in later if (moment := other.dialed_at or other.tagged_at)), default=None)
    if call.tagged_at is None:
        raise InputError("a call keeps the time of its tag")
    if call.hung_up_at and not call.dialed_at:
        raise InputError("a call that was hung up was dialled before; correct dialed_at first")
    times = (session.started_at, before, call.dialed_at, call.hung_up_at, call.tagged_at, after, session.ended_at or at)
    known = [moment for moment in times if moment is not None]
    if any(first > second for first, second in pairwise(known)):
        raise InputError("the times of calls follow each other up to now; this one would not")


def times_differ(one: Call, other: Call) -> bool:
    """Whether two versions of a call differ in a time."""
    return any(getattr(one, field) != getattr(other, field) for field in _TIMES)


def session_days(session: Session) -> tuple[datetime, ...]:
    """A moment of each day on which the session was: what a bare time of the day may mean."""
    days, last = [session.started_at], session.ended_at or session.last_event_at
    while days[-1].date() < last.date() and len(days) < 3:  # noqa: PLR2004 (no session has more days than that)
        days.append(days[-1] + timedelta(days=1))
    return (*days[:-1], last) if len(days) > 1 else (session.started_at, last)


def _outcome(session: Session, _: Call, value: str) -> str:
    return outcome_named(session.outcomes, value).id


def _reason(_: Session, __: Call, value: str) -> str:
    return known_reason(value)


def _amount(_: Session, __: Call, value: str) -> str | None:
    return decimal_text(value) or None


def _bright(_: Session, __: Call, value: str) -> bool:
    word = value.lower()
    if word not in ("yes", "no", "true", "false"):
        raise InputError(f"bright is yes or no, not '{line(value, 60)}'")
    return word in ("yes", "true")


def _help(_: Session, __: Call, value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known_mark(mark.strip()) for mark in value.split(",") if mark.strip()))


def _count(_: Session, __: Call, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 4):  # noqa: PLR2004 (nobody asks 10,000 questions)
        raise InputError(f"'{line(value, 60)}' is no count")
    return int(value)


def _contact(_: Session, call: Call, value: str) -> Contact | None:
    if not value:
        return None
    return call.contact._replace(name=value) if call.contact else Contact(value)


def _phone(_: Session, call: Call, value: str) -> Contact | None:
    if call.contact:
        return call.contact._replace(phone=value)
    return Contact(phone=value) if value else None


def _introduction(_: Session, call: Call, value: str) -> Introduction | None:
    if not value:
        return None
    who, _arrow, to = value.replace("->", "→").partition("→")
    old = call.introduction or Introduction("", "")
    return old._replace(who=who.strip(), to=to.strip())


def _steps(session: Session, _: Call, value: str) -> tuple[int, ...]:
    """Positions of the steps with these numbers or names; a name may have a comma in it, so ; parts them too."""
    names = [step.casefold() for step in session.steps]
    parts = [value] if value.strip().casefold() in names else value.split(";" if ";" in value else ",")
    found = []
    for part in (part.strip() for part in parts if part.strip()):
        number = int(part) if part.isascii() and part.isdigit() and len(part) <= 4 else 0  # noqa: PLR2004 (no process has 10,000 steps)
        if part.casefold() in names:
            found.append(names.index(part.casefold()))
        elif 1 <= number <= len(names):
            found.append(number - 1)
        else:
            known = "; ".join(f"{i} {step}" for i, step in enumerate(session.steps, 1)) or "none"
            raise InputError(f"'{line(part, 60)}' is no step; there are {known}")
    return tuple(sorted(set(found)))


def _moment(_: Session, call: Call, value: str) -> datetime | None:
    """A whole moment, or a time of the day on which the call was."""
    base = call.tagged_at or call.dialed_at
    return moment_of(value, [base] if base else []) if value else None


_READ: dict[str, Callable[[Session, Call, str], Any]] = {
    "outcome": _outcome,
    "reason": _reason,
    "amount": _amount,
    "bright": _bright,
    "help": _help,
    "asked": _count,
    "learned": _count,
    "contact": _contact,
    "phone": _phone,
    "introduction": _introduction,
    "steps_done": _steps,
    "steps_skipped": _steps,
    "dialed_at": _moment,
    "hung_up_at": _moment,
    "tagged_at": _moment,
    "callback_at": _moment,
}
