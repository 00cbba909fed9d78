"""What a session's calls came to, counted by the flags of their outcomes."""

from __future__ import annotations

from nextcall.core.growing import Growing

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from nextcall.core.outcomes import Outcome
    from nextcall.core.session import Call, Session
else:
    from nextcall.named import NamedTuple


class Counts(NamedTuple):
    """Numbers of calls, by what they count as."""

    calls: int = 0
    connects: int = 0
    conversations: int = 0
    noes: int = 0
    yeses: int = 0
    helps: int = 0
    """Calls with a help outcome or a help mark."""
    served: int = 0
    """Conversations with help or a yes."""


class Noted(NamedTuple):
    """What was noted beside the outcomes of calls."""

    asked: int = 0
    learned: int = 0
    bright: int = 0


def counts(session: Session) -> Counts:
    """The counts of one session, back-filled calls included."""
    found: Counts = _COUNTED.of(session.calls, session.outcomes)
    return _with_paper(found, session) if session.counts_only else found


def _extended(known: Counts, more: tuple[Call, ...], outcomes: tuple[Outcome, ...]) -> Counts:
    flags = {outcome.id: outcome for outcome in outcomes}
    calls, connects, conversations, noes, yeses, helps, served = known
    for call in more:
        outcome = flags.get(call.outcome or "")
        if outcome is None or not outcome.counts:
            continue
        helped = outcome.help or bool(call.help)
        calls += 1
        connects += outcome.connect
        conversations += outcome.conversation
        noes += outcome.no
        yeses += outcome.yes
        helps += helped
        served += outcome.conversation and (helped or outcome.yes)
    return Counts(calls, connects, conversations, noes, yeses, helps, served)


_COUNTED = Growing(Counts(), _extended)


def _with_paper(known: Counts, session: Session) -> Counts:
    flags = {outcome.id: outcome for outcome in session.outcomes}
    calls, connects, conversations, noes, yeses, helps, served = known
    for name, number in (session.counts_only or {}).items():
        outcome = flags.get(name)
        if outcome is None or not outcome.counts:
            continue
        calls += number
        connects += number * outcome.connect
        conversations += number * outcome.conversation
        noes += number * outcome.no
        yeses += number * outcome.yes
        helps += number * outcome.help
        served += number * (outcome.conversation and (outcome.help or outcome.yes))
    return Counts(calls, connects, conversations, noes, yeses, helps, served)


def tally(session: Session) -> dict[str, int]:
    """Calls by outcome id, those that do not count as calls included."""
    found: dict[str, int] = dict(_TALLIED.of(session.calls))
    for name, number in (session.counts_only or {}).items():
        found[name] = found.get(name, 0) + number
    return found


def _tallied(known: dict[str, int], more: tuple[Call, ...], _: Any) -> dict[str, int]:
    found = dict(known)
    for call in more:
        if call.outcome:
            found[call.outcome] = found.get(call.outcome, 0) + 1
    return found


_TALLIED = Growing({}, _tallied)


def noted(session: Session) -> Noted:
    """What was noted, in the call in progress too."""
    found: Noted = _NOTED.of(session.calls)
    return _noted(found, (session.live,), None) if session.live else found


def _noted(known: Noted, more: tuple[Call, ...], _: Any) -> Noted:
    asked, learned, bright = known
    for call in more:
        asked += call.asked
        learned += call.learned
        bright += call.bright
    return Noted(asked, learned, bright)


_NOTED = Growing(Noted(), _noted)


def steps_kept(session: Session) -> float | None:
    """Mean number of steps done in a conversation in which steps were ticked; None without one."""
    conversations = {outcome.id for outcome in session.outcomes if outcome.conversation}
    ticked = [
        len(call.steps_done)
        for call in session.calls
        if call.outcome in conversations and (call.steps_done or call.steps_skipped)
    ]
    return sum(ticked) / len(ticked) if ticked else None
