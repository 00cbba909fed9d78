"""The sessions before one: what it is judged by."""

from __future__ import annotations

from datetime import datetime

from nextcall.core.query import ALL

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from nextcall.stats.facts import Facts
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
