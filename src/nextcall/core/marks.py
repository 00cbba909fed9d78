"""What can be noted on a call beside its outcome: notes, marks, questions, steps, reasons, amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from nextcall.core import actions as do
from nextcall.core.session import HELP_MARKS, REASONS, Call, Introduction, Session, Summary
from nextcall.errors import InputError, NotAllowedError
from nextcall.text import lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

_MOST_DIGITS = 15
SCORES = range(1, 6)
"""What a score can be."""
KEPT = ("yes", "partly", "no", "")
"""Whether the intention was kept; empty: not said."""


def decimal_text(text: str) -> str:
    """`text` as a decimal without grouping or sign; empty stays empty.

    Raises `InputError` where it is none.
    """
    text = text.strip()
    whole, dot, part = text.partition(".")
    digits = whole + part
    if text and not (digits.isascii() and digits.isdigit() and whole and len(digits) <= _MOST_DIGITS and bool(dot) == bool(part)):
        raise InputError(f"'{text[:40]}' is no amount; write it as 1200 or 1200.50")
    return text


def known_mark(mark: str) -> str:
    """`mark` if it is a help mark; raises `InputError` otherwise."""
    if mark not in HELP_MARKS:
        raise InputError(f"'{mark}' is no help mark; there are {', '.join(HELP_MARKS)}")
    return mark


def known_reason(reason: str) -> str:
    """`reason` if it is a reason of a no, or empty; raises `InputError` otherwise."""
    if reason and reason not in REASONS:
        raise InputError(f"'{reason}' is no reason of a no; there are {', '.join(REASONS)}")
    return reason


def answered(summary: Summary, field: str, value: str) -> Summary:
    """The summary with one answer; raises `InputError` where field or value do not fit."""
    score = int(value) if value.isascii() and value.isdigit() and len(value) == 1 else None
    match field:
        case "worked":
            return summary._replace(worked=value)
        case "skill_answer":
            return summary._replace(skill_answer=value)
        case "intention_kept" if value in KEPT:
            return summary._replace(intention_kept=value or None)
        case "self_score" if not value or score in SCORES:
            return summary._replace(self_score=score)
        case "coach_score" if not value or score in SCORES:
            return summary._replace(coach_score=score)
    raise InputError(f"'{value}' is no answer for {field}")


def this_or_last(session: Session) -> Call:
    """The call in progress, else the last one; raises `NotAllowedError` where there is neither."""
    if session.live is not None:
        return session.live
    if session.calls:
        return session.calls[-1]
    raise NotAllowedError("There is no call yet.")


def last_with(session: Session, flag: str) -> Call | None:
    """The last call whose outcome has `flag`, if there is one."""
    flagged = {outcome.id for outcome in session.outcomes if getattr(outcome, flag)}
    return next((call for call in reversed(session.calls) if call.outcome in flagged), None)


def _with(session: Session, call: Call, **changes: Any) -> Session:
    """The session with `call`, which is one of its own, changed."""
    changed = call._replace(**changes)
    if session.live is call:
        return session._replace(live=changed)
    at = next(i for i in range(len(session.calls) - 1, -1, -1) if session.calls[i] is call)
    return session._replace(calls=(*session.calls[:at], changed, *session.calls[at + 1 :]))


def _note(session: Session, action: do.Note, _: datetime) -> Session:
    call = this_or_last(session)
    return _with(session, call, note=lines(f"{call.note}\n{action.text}") if action.more and call.note else action.text)


def _bright(session: Session, action: do.Bright, _: datetime) -> Session:
    call = this_or_last(session)
    if action.text is None:
        return _with(session, call, bright=not call.bright, bright_note="" if call.bright else call.bright_note)
    return _with(session, call, bright=True, bright_note=action.text)


def _help(session: Session, action: do.Help, _: datetime) -> Session:
    call, mark = this_or_last(session), known_mark(action.mark)
    if mark not in call.help:
        return _with(session, call, help=(*call.help, mark))
    left = tuple(other for other in call.help if other != mark)
    introduction = None if mark == "introduced" else call.introduction
    return _with(session, call, help=left, introduction=introduction)


def _introduce(session: Session, action: do.Introduce, _: datetime) -> Session:
    call = this_or_last(session)
    marks = call.help if "introduced" in call.help else (*call.help, "introduced")
    introduction = Introduction(action.who, action.to) if action.who or action.to else None
    return _with(session, call, help=marks, introduction=introduction)


def _reason(session: Session, action: do.Reason, _: datetime) -> Session:
    call = last_with(session, "no")
    if call is None:
        raise NotAllowedError("There was no no yet.")
    return _with(session, call, reason=known_reason(action.reason))


def _amount(session: Session, action: do.Amount, _: datetime) -> Session:
    call = last_with(session, "yes")
    if call is None:
        raise NotAllowedError("There was no yes yet: amounts belong to one.")
    return _with(session, call, amount=decimal_text(action.amount) or None)


def _call_back(session: Session, action: do.CallBack, _: datetime) -> Session:
    wanted = {outcome.id for outcome in session.outcomes if outcome.then == "callback"}
    call = next((call for call in reversed(session.calls) if call.outcome in wanted), None)
    if call is None:
        raise NotAllowedError("Nobody wants to be called back yet.")
    return _with(session, call, callback_at=action.at)


def _asked(session: Session, _: do.Asked, __: datetime) -> Session:
    call = this_or_last(session)
    return _with(session, call, asked=call.asked + 1)


def _learned(session: Session, _: do.Learned, __: datetime) -> Session:
    call = this_or_last(session)
    return _with(session, call, learned=call.learned + 1)


def next_step(session: Session) -> int | None:
    """The step of the process that comes next in the call in progress; None after the last."""
    call = session.live
    if call is None:
        return None
    decided = {*call.steps_done, *call.steps_skipped}
    return next((i for i in range(len(session.steps)) if i not in decided), None)


def _step(session: Session) -> tuple[Call, int]:
    step = next_step(session)
    if session.live is None or step is None:
        raise NotAllowedError("All steps are behind you.")
    return session.live, step


def _step_done(session: Session, _: do.StepDone, __: datetime) -> Session:
    call, step = _step(session)
    return session._replace(live=call._replace(steps_done=(*call.steps_done, step)))


def _step_skipped(session: Session, _: do.StepSkipped, __: datetime) -> Session:
    call, step = _step(session)
    return session._replace(live=call._replace(steps_skipped=(*call.steps_skipped, step)))


def _step_back(session: Session, _: do.StepBack, __: datetime) -> Session:
    call = session.live
    if call is None or not (call.steps_done or call.steps_skipped):
        raise NotAllowedError("This is the first step.")
    last = max((*call.steps_done, *call.steps_skipped))
    return session._replace(
        live=call._replace(
            steps_done=tuple(step for step in call.steps_done if step != last),
            steps_skipped=tuple(step for step in call.steps_skipped if step != last),
        ),
    )


DO: dict[type, Callable[[Session, Any, datetime], Session]] = {
    do.Note: _note,
    do.Bright: _bright,
    do.Help: _help,
    do.Introduce: _introduce,
    do.Reason: _reason,
    do.Amount: _amount,
    do.CallBack: _call_back,
    do.Asked: _asked,
    do.Learned: _learned,
    do.StepDone: _step_done,
    do.StepSkipped: _step_skipped,
    do.StepBack: _step_back,
}
"""What each of them does, for the table of the machine."""
