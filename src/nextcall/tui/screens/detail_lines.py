"""What the detail of a session shows, as pure functions: its time line, its calls, one of them in full."""

from typing import NamedTuple

from nextcall.core.counts import tally
from nextcall.core.session import Call, Session
from nextcall.tui.charts.rows import Row, rows
from nextcall.tui.charts.timeline import Piece, timeline
from nextcall.tui.screens.detail_card import brief, card, fitted
from nextcall.tui.screens.detail_list import columns, heading, listed
from nextcall.tui.screens.detail_outline import Outline
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width, wrapped
from nextcall.tui.widgets.strip import CELLS
from nextcall.tui.words import time_text

_WIDE = 110
"""Columns from which on the chosen call stands beside the list."""
_WIDEST = 176
_BETWEEN = 4
"""Cells between list and call."""
_RANKS = tuple(CELLS)


class Scene(NamedTuple):
    """All that the screen is drawn from."""

    session: Session
    known: Outline
    shape: Shape
    on_line: tuple[Piece, ...]
    """The calls that are seen on the time line: `thinned`, found once for each size."""
    chosen: int = 0
    """Position of the chosen call."""
    whole: bool = False
    """Whether the chosen call has the room of the list."""
    start: int = 0
    """The first line of the call that is seen."""
    clock: str = "24h"
    add: str = ""
    """The key that adds a call; empty where none can be added."""
    whole_key: str = ""
    """The key that gives the call more room, or takes it."""


def thinned(known: Outline, cells: int) -> tuple[Piece, ...]:
    """Of the calls that would be drawn on the same cells the one that came furthest."""
    each = known.seconds / max(1, cells)
    kept: dict[tuple[int, int, int], Piece] = {}
    for piece in known.pieces:
        place = round(piece.start / each), round((piece.start + piece.talk) / each), round(piece.end / each)
        other = kept.get(place)
        if other is None or _RANKS.index(piece.reached) > _RANKS.index(other.reached):
            kept[place] = piece
    return tuple(kept.values())


class Plan(NamedTuple):
    """Rows and cells of the parts."""

    top: int
    head: int
    line: int
    """Rows of the time line; 0: there is none."""
    names: int
    list: int
    gap: int
    """Rows between list and call."""
    card: int
    list_cells: int
    card_cells: int


def cells_of(shape: Shape) -> int:
    """Cells between the margins: lists use more of a wide screen than sentences do."""
    return max(1, min(shape.columns - 2 * shape.margin, _WIDEST))


def beside(shape: Shape) -> bool:
    """Whether the chosen call stands beside the list."""
    return not shape.compact and shape.columns >= _WIDE


def plan(shape: Shape, rows_: int, *, whole: bool = False) -> Plan:
    """What gets how much of so many rows; the same whatever there is to show."""
    cells = cells_of(shape)
    if shape.tiny:
        return Plan(0, 0, 0, 0, rows_, 0, 0, cells, 0)
    if shape.compact:
        line = 4 if rows_ >= 16 and not whole else 0  # noqa: PLR2004 (enough for a list and a call beside it)
        below = rows_ - 1 - (line + 1 if line else 0)
        list_ = 1 if whole else (below - 1) // 2
        return Plan(0, 1, line, 0, list_, 1, max(0, below - list_ - 1), cells, cells)
    top = int(shape.tall)
    if whole:
        return Plan(top, 2, 0, 1, 3, 1, rows_ - top - 8, cells, cells)
    line = 6 if shape.tall else 4
    below = rows_ - top - 3 - line - 1
    if beside(shape):
        right = max(44, min(cells * 2 // 5, 64))
        return Plan(top, 2, line, 1, below - 1, 0, below, cells - right - _BETWEEN, right)
    lower = max(6, min(12, below * 2 // 5))
    return Plan(top, 2, line, 1, below - 2 - lower, 1, lower, cells, cells)


def paged(scene: Scene, parts: Plan, by: int) -> int:
    """The first line of the call that is seen after so many pages."""
    shown = card(scene.session, scene.session.calls[scene.chosen], scene.known.took[scene.chosen], parts.card_cells, scene.clock)
    return max(0, min(scene.start + by * max(1, parts.card - 1), len(shown) - parts.card))


def picture(scene: Scene, rows_: int) -> Lines:
    """Everything, in exactly so many rows."""
    if not scene.session.calls:
        shown = [clipped(line, cells_of(scene.shape)) for line in _without_calls(scene)[:rows_]]
        return (*shown, *[EMPTY] * (rows_ - len(shown)))
    parts = plan(scene.shape, rows_, whole=scene.whole)
    found: list[Line] = [*[EMPTY] * parts.top, *_head(scene, parts.head)]
    if parts.line:
        found += [*([EMPTY] if parts.head > 1 else []), *_line(scene, parts.line), EMPTY]
    elif parts.head > 1:
        found.append(EMPTY)
    found += _body(scene, parts)
    return tuple(clipped(line, cells_of(scene.shape)) for line in found[:rows_])


# ---- the parts


def _head(scene: Scene, rows_: int) -> Lines:
    """Title, day and times, which call of how many; below the figures."""
    if not rows_:
        return ()
    session, shape, cells = scene.session, scene.shape, cells_of(scene.shape)
    of = f"{'call ' if cells > 60 else ''}{scene.chosen + 1:>{len(str(len(session.calls)))}} of {len(session.calls)}" if session.calls else ""  # noqa: PLR2004 (not on a small screen)
    when = f"{session.started_at:%a} {session.started_at.day} {session.started_at:%b}"
    if not shape.compact:
        ended = session.ended_at or session.last_event_at
        year = f" {session.started_at.year}" if cells > 70 else ""  # noqa: PLR2004 (with room for the title)
        when += f"{year}, {time_text(session.started_at, scene.clock)} to {time_text(ended, scene.clock)}"
    room = cells - len(of) - len(when) - 6
    if room < 6:  # noqa: PLR2004 (a title of a few letters says nothing)
        when, room = "", cells - len(of) - 2
    title = fit(session.title or "Session", max(1, room)).rstrip()
    first = apart((Span(title, "accent-strong"), Span(f"   {when}" if when else "", "muted")), (Span(of, "muted"),), cells)
    return (first, figures(scene.known, cells)) if rows_ > 1 else (first,)


def figures(known: Outline, cells: int) -> Line:
    """Calls, conversations, talk and so on: as many as there is room for."""
    parts = list(known.figures)
    if len(" · ".join(parts)) > cells:
        del parts[0]  # how many calls there are stands above
    while len(parts) > 1 and len(" · ".join(parts)) > cells:
        parts.pop()
    return clipped((Span(" · ".join(parts), "muted"),), cells)


def _line(scene: Scene, rows_: int) -> Lines:
    known, cells = scene.known, cells_of(scene.shape)
    shown = (*scene.on_line, known.pieces[scene.chosen])
    return timeline(
        shown, known.pauses, known.seconds, cells, rows_, start=scene.session.started_at, chosen=len(shown) - 1, clock=scene.clock
    )


def _body(scene: Scene, parts: Plan) -> Lines:
    session, known = scene.session, scene.known
    wide = columns(known, parts.list_cells, scene.clock)
    left = [*([heading(wide, named=known.who > 0)] if parts.names else [])]
    left += listed(session, known, scene.chosen, parts.list_cells, parts.list, scene.clock)
    call = session.calls[scene.chosen]
    lower = _card(scene, call, parts) if parts.card else ()
    if not beside(scene.shape) or scene.whole:
        return (*left, *[EMPTY] * parts.gap, *lower)
    return tuple(_side_by_side(left[y] if y < len(left) else EMPTY, lower[y], parts) for y in range(parts.card))


def _card(scene: Scene, call: Call, parts: Plan) -> Lines:
    session, took, cells = scene.session, scene.known.took[scene.chosen], parts.card_cells
    if scene.whole:
        return fitted(card(session, call, took, cells, scene.clock), parts.card, cells, scene.start, "PgDn")
    shown = brief(session, call, took, cells, scene.clock, parts.card)
    return fitted(shown, parts.card, cells, 0, f"{scene.whole_key} shows all" if scene.whole_key else "")


def _side_by_side(left: Line, right: Line, parts: Plan) -> Line:
    return (*left, Span(" " * (parts.list_cells + _BETWEEN - width(left))), *right) if right else left


def _without_calls(scene: Scene) -> Lines:
    """A session from paper shows its tally; one that has nothing says what can be done."""
    session, cells = scene.session, cells_of(scene.shape)
    shown: list[Line] = [*[EMPTY] * int(scene.shape.tall), *_head(scene, 0 if scene.shape.tiny else 1 if scene.shape.compact else 2)]
    shown += [EMPTY] if shown else []
    if session.counts_only is None:
        words = f"No call is in this session.{f' {scene.add} adds one that was forgotten.' if scene.add else ''}"
        return (*shown, *((Span(row),) for row in wrapped(words, cells)))
    found = tally(session)
    known = [Row(outcome.label, found[outcome.id]) for outcome in session.outcomes if outcome.id in found]
    shown += [(Span(row, "muted"),) for row in wrapped("Counted on paper, by outcome:", cells)] if not scene.shape.tiny else []
    return (*shown, *rows(known, min(cells, 100)))
