"""What a session's calls came to, counted by the flags of their outcomes."""

from typing import NamedTuple

from nextcall.core.session import Session


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


def counts(session: Session) -> Counts:
    """The counts of one session, back-filled calls included."""
    flags = {outcome.id: outcome for outcome in session.outcomes}
    calls = connects = conversations = noes = yeses = helps = served = 0
    for call in session.calls:
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
    found = dict(session.counts_only or {})
    for call in session.calls:
        if call.outcome:
            found[call.outcome] = found.get(call.outcome, 0) + 1
    return found


def steps_kept(session: Session) -> float | None:
    """Mean number of steps done in a conversation in which steps were ticked; None without one."""
    conversations = {outcome.id for outcome in session.outcomes if outcome.conversation}
    ticked = [
        len(call.steps_done)
        for call in session.calls
        if call.outcome in conversations and (call.steps_done or call.steps_skipped)
    ]
    return sum(ticked) / len(ticked) if ticked else None
