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
    outcome = session.outcome(call.outcome)
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
    calls: tuple[Call, ...] = _COUNTED.of(session.calls, session.outcomes)
    per_row = max(1, (cells + 1) // 2)
    if rows == 1:
        calls = calls[-per_row:]
    chunks = [calls[i : i + per_row] for i in range(0, len(calls), per_row)][-rows:]
    drawn: list[Line] = [tuple(_cell(session, call) for call in chunk) for chunk in chunks]
    return tuple(drawn + [EMPTY] * (rows - len(drawn)))


def _counted(known: tuple[Call, ...], more: tuple[Call, ...], outcomes: tuple[Outcome, ...]) -> tuple[Call, ...]:
    """The calls that their outcome makes a call at all."""
    names = {outcome.id for outcome in outcomes if outcome.counts}
    return (*known, *(call for call in more if call.outcome in names))


_COUNTED = Growing((), _counted)


def _cell(session: Session, call: Call) -> Span:
    how_far = reached(session, call)
    return Span(CELLS[how_far] + " ", f"cell-{how_far}")
