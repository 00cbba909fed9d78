"""The time line of one session: its calls and pauses where they were, and how far each call came."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from nextcall.core.session import Session
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import EIGHTHS, PARTS, covered, sane, stacked
from nextcall.tui.widgets.lines import Lines
from nextcall.tui.widgets.strip import CELLS, reached
from nextcall.tui.words import time_text

WRAP_UP = "⣀"
"""From hang-up to tag: a foot of dots behind the block."""
PAUSE = "░"
TOUCHED = "▁"
"""A call that nobody answered, but that took its time."""
CURSOR = "▲"
_RANKS = tuple(CELLS)
"""From the call that came least far to the one that came furthest."""
_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440)
"""From one tick to the next."""
_DAY = 1440


class Piece(NamedTuple):
    """One call on the line; times in seconds from the start of the session."""

    start: float
    """The dial; of a tapped call the tag."""
    talk: float = 0
    """Seconds from dial to hang-up."""
    wrap_up: float = 0
    """Seconds from hang-up to tag."""
    reached: str = "none"
    """A key of `strip.CELLS`."""
    action: str = ""
    """What a click on it does."""

    @property
    def end(self) -> float:
        """The tag."""
        return self.start + self.talk + self.wrap_up


def pieces(session: Session) -> tuple[Piece, ...]:
    """The tagged calls of a session as they stand on its time line; a click chooses one: `call_<n>`."""
    found = []
    for call in session.calls:
        first = call.dialed_at or call.tagged_at or session.started_at
        tagged = call.tagged_at or call.hung_up_at or first
        hung_up = call.hung_up_at or tagged
        start, talk, wrap_up = (
            max(0.0, (late - early).total_seconds()) for early, late in ((session.started_at, first), (first, hung_up), (hung_up, tagged))
        )
        found.append(Piece(start, talk, wrap_up, reached(session, call), f"call_{call.n}"))
    return tuple(found)


def paused(session: Session, at: datetime) -> tuple[tuple[float, float], ...]:
    """From when to when it was paused, in seconds from its start; a pause that lasts is taken until `at`."""
    return tuple(
        ((pause.started_at - session.started_at).total_seconds(), ((pause.ended_at or at) - session.started_at).total_seconds())
        for pause in session.pauses
    )


def timeline(  # noqa: PLR0913 (a session, a size and how to read it)
    calls: Sequence[Piece], pauses: Sequence[tuple[float, float]], seconds: float, cells: int, rows: int,
    *, start: datetime, chosen: int | None = None, clock: str = "24h",
) -> Lines:  # fmt: skip
    """The line in exactly so many cells and rows; the two last are the axis and its clock times.

    A call is a block as long as it lasted and as high as it came far (help has a `◆` on it), then its
    wrap-up as a foot of dots; pauses are `░`, gaps empty. Of several calls in one cell the one that
    came furthest is seen. `▲` on the axis stands under the call of number `chosen`, counted from 0.
    """
    canvas = Canvas(cells, rows)
    if not canvas.cells or not canvas.rows:
        return canvas.lines()
    total = max([sane(seconds), *(sane(call.end) for call in calls), *(sane(end) for _, end in pauses), 1.0])
    plot = canvas.rows - (0 if canvas.rows == 1 else 1 if canvas.rows == 2 else 2)  # noqa: PLR2004 (axis, then clock times)
    for first, last in pauses:
        for x in covered(sane(first), sane(last), total, canvas.cells) if last > first else ():
            for y in range(plot):
                canvas.put(x, y, PAUSE, "faint")
    order = sorted(range(len(calls)), key=lambda i: _RANKS.index(calls[i].reached))
    for i in order:
        _wrap_up(canvas, calls[i], total, plot)
    for i in order:
        _call(canvas, calls[i], total, plot, chosen=i == chosen)
    if plot < canvas.rows:
        _clock(canvas, plot, total, start, clock)
        if chosen is not None and 0 <= chosen < len(calls):
            canvas.put(_middle(calls[chosen], total, canvas.cells), plot, CURSOR, "accent-strong")
    return canvas.lines()


def _talked(call: Piece, total: float, cells: int) -> range:
    return covered(sane(call.start), sane(call.start + call.talk), total, cells)


def _middle(call: Piece, total: float, cells: int) -> int:
    cells_of_it = _talked(call, total, cells)
    return cells_of_it[len(cells_of_it) // 2]


def _wrap_up(canvas: Canvas, call: Piece, total: float, plot: int) -> None:
    if call.wrap_up > 0:
        for x in covered(sane(call.end - call.wrap_up), sane(call.end), total, canvas.cells):
            canvas.put(x, plot - 1, WRAP_UP, "cell-none", call.action)


def _call(canvas: Canvas, call: Piece, total: float, plot: int, *, chosen: bool) -> None:
    style = "accent" if chosen else f"cell-{call.reached}"
    column = _column(call, plot)
    for x in _talked(call, total, canvas.cells):
        for up, glyph in enumerate(column):
            canvas.put(x, plot - 1 - up, glyph, style if glyph != " " else "", call.action if glyph != " " else "")
    if call.reached == "help":
        canvas.put(_middle(call, total, canvas.cells), 0, CELLS["help"], style, call.action)


def _column(call: Piece, plot: int) -> str:
    """The cells of a call from its foot upwards: the glyph of its session's strip, stretched."""
    if call.reached == "none":
        return (TOUCHED if call.talk else CELLS["none"]).ljust(plot)
    if call.reached == "help":
        return "█" * (plot - 1) + " " if plot > 1 else CELLS["conversation"]
    return stacked(EIGHTHS.index(CELLS[call.reached]) * PARTS * plot // PARTS, plot)


def _clock(canvas: Canvas, y: int, total: float, start: datetime, clock: str) -> None:
    """The axis with ticks at round minutes, as close together as their times can be read."""
    canvas.put(0, y, "─" * canvas.cells, "faint")
    wide = len(time_text(start.replace(hour=22), clock))
    each = total / canvas.cells
    step = next((step for step in _MINUTES if step * 60 / each >= wide + 3), _DAY * max(1, round((wide + 3) * each / 60 / _DAY + 1)))
    begun = start.hour * 3600 + start.minute * 60 + start.second + start.microsecond / 1e6
    tick = -(-begun // (step * 60)) * step * 60 - begun
    found = 0
    while tick <= total:
        x = int(tick / each)
        text = time_text(start.replace(tzinfo=None) + timedelta(seconds=tick + 0.001), clock)
        if x + len(text) > canvas.cells:
            break
        canvas.put(x, y, "┬", "faint")
        canvas.put(x, y + 1, text, "muted")
        found += 1
        tick += step * 60
    if not found:
        canvas.put(0, y + 1, time_text(start, clock), "muted")
