"""The open session's figures for the status line."""

from nextcall.core.counts import counts
from nextcall.core.durations import session_seconds
from nextcall.core.session import Session
from nextcall.core.value import value_of
from nextcall.storage.atomic import Identity
from nextcall.text import line


def status_fields(session: Session, path: str, identity: Identity) -> dict[str, str]:
    """What `storage.status` keeps of a session: figures as of its last event, which a clock can carry on."""
    at = session.last_event_at
    done = counts(session)
    goal = session.goal
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
        "value": value_of(done.calls, session.value_per_call, session.formula) or "",
        "title": line(session.title),
    }
