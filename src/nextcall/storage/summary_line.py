"""The open session's figures for the status line."""

from nextcall.core.counts import counts
from nextcall.core.durations import session_seconds
from nextcall.core.session import Session
from nextcall.storage.atomic import Identity


def status_fields(session: Session, path: str, identity: Identity) -> dict[str, str]:
    """What `storage.status` keeps of a session: figures as of its last event, which a clock can carry on."""
    at = session.last_event_at
    done = counts(session)
    goal, formula = session.goal, session.formula
    return {
        "path": path,
        "inode": str(identity.inode),
        "size": str(identity.size),
        "modified": str(identity.modified),
        "state": session.state,
        "session": session.id,
        "as_of": f"{at.timestamp():.3f}",
        "elapsed": f"{session_seconds(session, at):.3f}",
        "goal_kind": goal.kind if goal else "",
        "goal_amount": str(goal.amount) if goal else "",
        "calls": str(done.calls),
        "connects": str(done.connects),
        "conversations": str(done.conversations),
        "noes": str(done.noes),
        "yeses": str(done.yeses),
        "helps": str(done.helps),
        "per_call": session.value_per_call or "",
        "earned": formula.earned if formula else "",
        "of_calls": str(formula.calls) if formula else "",
        "currency": formula.currency if formula else "",
    }
