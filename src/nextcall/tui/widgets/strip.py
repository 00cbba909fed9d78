"""The heartbeat of a session: one cell a call, in shape and colour by how far it came."""

from nextcall.core.growing import Growing
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Call, Session
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span

CELLS = {
    "none": "·",
    "connect": "▂",
    "conversation": "▅",
    "yes": "█",
    "help": "◆",
}
"""How far a call came, and the shape that says so without colour."""


def reached(session: Session, call: Call) -> str:
    """How far a call came: the key of `CELLS`. Help comes before a yes: it counts as much and is rarer."""
    return _reached(session.outcome(call.outcome), call)


def _reached(outcome: Outcome | None, call: Call) -> str:
    if outcome is None:
        return "none"
    if outcome.help or call.help:
        return "help"
    if outcome.yes:
        return "yes"
    if outcome.conversation:
        return "conversation"
    return "connect" if outcome.connect else "none"


def strip(session: Session, cells: int, rows: int) -> Lines:
    """The calls in their order in so many rows of so many cells; when they are full, the oldest row goes.

    A single row would then begin again with one call: it shows the last ones instead.
    """
    drawn: Line = _DRAWN.of(session.calls, session.outcomes)
    per_row = max(1, (cells + 1) // 2)
    if rows == 1:
        drawn = drawn[-per_row:]
    shown = [drawn[i : i + per_row] for i in range(0, len(drawn), per_row)][-rows:]
    return tuple(shown + [EMPTY] * (rows - len(shown)))


def _cells(known: Line, more: tuple[Call, ...], outcomes: tuple[Outcome, ...]) -> Line:
    """One cell for each call that its outcome makes a call at all."""
    counted = {outcome.id: outcome for outcome in outcomes if outcome.counts}
    reached = [_reached(counted[call.outcome], call) for call in more if call.outcome in counted]
    return (*known, *(Span(CELLS[how_far] + " ", f"cell-{how_far}") for how_far in reached))


_DRAWN = Growing((), _cells)
