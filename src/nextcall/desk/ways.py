"""The way back and forward from a bench: by its undo while the session is open, by the trail once it has ended."""

from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench
from nextcall.desk.event import MAKE_AGAIN, TAKE_BACK


def way_back(session: Session | None) -> str:
    """How an event that takes something back is called now."""
    return TAKE_BACK if _ended(session) else "undo"


def way_forward(session: Session | None) -> str:
    """How an event that does something again is called now."""
    return MAKE_AGAIN if _ended(session) else "redo"


def can_undo(bench: Workbench) -> bool:
    """Whether there is something to take back."""
    return bool(last_done(bench))


def can_redo(bench: Workbench) -> bool:
    """Whether there is something to do again."""
    return bool(last_undone(bench))


def last_done(bench: Workbench) -> str:
    """What would be taken back, in a few words; empty where there is nothing."""
    if not _ended(bench.session):
        return bench.done[-1].what if bench.done else ""
    if not bench.session.trail:
        return ""
    from nextcall.desk import mend  # noqa: PLC0415 (only where something was corrected)

    return mend.last_done(bench.session)


def last_undone(bench: Workbench) -> str:
    """What would be done again, in a few words; empty where there is nothing."""
    if not _ended(bench.session):
        return bench.undone[-1].what if bench.undone else ""
    if not bench.session.trail:
        return ""
    from nextcall.desk import mend  # noqa: PLC0415 (only where something was corrected)

    return mend.last_undone(bench.session)


def _ended(session: Session | None) -> bool:
    return session is not None and session.state == State.ENDED
