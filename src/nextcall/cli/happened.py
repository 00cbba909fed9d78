"""What an action did, in one short line: for commands and for the line mode."""

from datetime import datetime

from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.counts import counts
from nextcall.core.durations import clock_text, pause_seconds, session_seconds, talk_seconds
from nextcall.core.goals import goal_text
from nextcall.core.marks import last_with
from nextcall.core.session import Call, Session
from nextcall.text import line


def happened(  # noqa: PLR0911 (one for each kind of action)
    action: Action, before: Session, after: Session, at: datetime
) -> str:
    """What `action` did to the session at `at`."""
    match action:
        case do.Pause():
            return f"paused: {action.reason}"
        case do.Resume():
            return f"resumed after {clock_text(pause_seconds(before, at))}"
        case do.End():
            return ended(after)
        case do.Park():
            return "parked until the session is over"
        case do.Replan():
            return f"the plan is now {goal_text(after.goal)}"
        case do.Drop():
            return f"{before.live.n}  dropped" if before.live else "dropped"
        case do.Reason():
            return _on(last_with(after, "no"), f"reason: {action.reason}" if action.reason else "no reason")
        case do.Amount():
            return _on(last_with(after, "yes"), f"amount: {action.amount}" if action.amount else "no amount")
    return _on_this_or_last(action, after, at)


def _on(call: Call | None, what: str) -> str:
    return f"{call.n}  {what}" if call else what


def _on_this_or_last(action: Action, after: Session, at: datetime) -> str:
    call = after.live or (after.calls[-1] if after.calls else Call(0))
    match action:
        case do.Dial():
            said = "on the line"
        case do.HangUp():
            said = f"hung up after {clock_text(talk_seconds(after, call, at))}"
        case do.Tag():
            call = after.calls[-1]
            outcome = after.outcome(call.outcome)
            said = line(outcome.label if outcome else action.outcome)
        case do.Note():
            said = "noted"
        case do.Bright():
            said = "bright spot" if call.bright else "no bright spot any more"
        case do.Help():
            said = action.mark if action.mark in call.help else f"not {action.mark}"
        case do.Introduce():
            said = "introduced"
        case do.Asked():
            said = f"asked {call.asked}"
        case do.Learned():
            said = f"learned {call.learned}"
        case _:
            said = "done"
    return f"{call.n}  {said}"


def ended(session: Session) -> str:
    """An ended session in one line: what the caller did, then what came of it."""
    done = counts(session)
    lasted = clock_text(session_seconds(session, session.ended_at or session.last_event_at))
    numbers = [(done.calls, "call"), (done.conversations, "conversation"), (done.helps, "help")]
    shown = ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in numbers)
    return f"ended: {line(session.title) or session.id}, {lasted}, {shown}"
