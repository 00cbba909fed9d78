"""What stands at the right of a very wide screen: the last calls of a session, the last sessions."""

from collections.abc import Sequence
from datetime import datetime

from nextcall.core.counts import counts
from nextcall.core.session import Session
from nextcall.figures import figure
from nextcall.tui.screens.detail_list import columns, heading, rows_of
from nextcall.tui.screens.detail_outline import outline
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, fit
from nextcall.tui.widgets.strip import CELLS, reached
from nextcall.tui.words import time_text

_TITLE = 20
"""Cells of the title of a session."""


def last_calls(session: Session, cells: int, rows: int, clock: str) -> Lines:
    """The last calls of a session in their order, as its list has them; empty before the first one."""
    there = tuple(call for call in session.calls if call.tagged_at is not None)[-max(1, rows - 1) :]
    if not there:
        return ()
    known = outline(session._replace(calls=there, pauses=()))
    plan = columns(known, cells, clock)
    return (heading(plan, named=any(call.contact for call in there)), *rows_of(session._replace(calls=there), known, plan, clock))


def last_sessions(sessions: Sequence[Session], now: datetime, cells: int, rows: int, clock: str) -> Lines:
    """The last sessions, newest first, each with its calls as a strip; empty where there is none."""
    lines: list[Line] = []
    before = ""
    for session in sessions[: max(0, rows - 2)]:
        started = session.started_at
        day = "Today" if started.date() == now.date() else f"{started:%a} {started.day:>2} {started:%b}"
        number = figure(counts(session).calls)
        head = f"{'' if day == before else day:<11}{time_text(started, clock)}  "
        room = cells - len(head) - _TITLE - 6 - 3
        lines.append((Span(head, "muted"), Span(fit(session.title, _TITLE)), Span(f"{number:>6}   ", "muted"), *_strip(session, room)))
        before = day
    return ((Span("The last sessions", "muted"), Span(f"{'calls':>{len('Fri 20 Nov ') + 7 + _TITLE + 6 - 17}}", "faint")), EMPTY, *lines) if lines else ()


def _strip(session: Session, cells: int) -> Line:
    """The last calls side by side."""
    counting = {outcome.id for outcome in session.outcomes if outcome.counts}
    shown = [reached(session, call) for call in session.calls if call.outcome in counting]
    return tuple(Span(CELLS[far], f"cell-{far}") for far in shown[-max(1, cells) :])
