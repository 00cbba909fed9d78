"""The sessions before one: what it is judged by, and the judgement."""

from __future__ import annotations

from datetime import datetime

from nextcall.core.query import ALL
from nextcall.stats.derive import facts_of
from nextcall.stats.inputs import EARLIER, judged

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from nextcall.core.session import Session
    from nextcall.stats.facts import Facts
    from nextcall.stats.inputs import Judged
    from nextcall.storage.index.index import Index


def earlier(index: Index, session: str, started: int, most: int) -> list[Facts]:
    """The facts of at most so many sessions that began before one, newest first.

    `session` is its id, which need not be in the index; `started` when it began, milliseconds since 1970. Where two
    began at the same time, the one with the lesser id is the earlier.
    """
    found = []
    for entry in index.newest():
        if entry.problem is None and (entry.started, entry.id) < (started, session):
            found.append(entry)
            if len(found) == most:
                break
    if not found:
        return []
    days = [datetime.fromisoformat(entry.started_at).date() for entry in found]
    wanted = {entry.id for entry in found}
    facts = [one for one in index.facts(ALL._replace(first=min(days), last=max(days))) if one.id in wanted]
    return sorted(facts, key=lambda one: (one.started, one.id), reverse=True)


def against_earlier(index: Index, session: Session) -> Judged:
    """A session against those before it; it need not be in the index itself."""
    facts = facts_of(session, session.ended_at or session.last_event_at)
    return judged(facts, earlier(index, facts.id, facts.started, EARLIER))
