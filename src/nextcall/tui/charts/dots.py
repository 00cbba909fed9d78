"""A process over time: its values as points, with the centre and the limits they keep by themselves."""

from collections.abc import Sequence
from typing import NamedTuple

from nextcall.tui.charts.axis import AXIS, NARROW, axis, names
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import Slots, Ticks, sane, short, slots, spread, ticks
from nextcall.tui.widgets.lines import Lines

INSIDE, OUTSIDE = "●", "◆"
SMALL = "•"
"""A point inside, where the points stand side by side."""
RUN, OPEN = "◇", "○"
"""A point inside that is part of a run on one side; one that is not over yet."""
CURSOR = "┊"
"""Through the chosen point, so that it is seen without colour."""
NOTHING = "nothing yet"
_CENTRE = "⠉⠒⠤⣀"
_LIMIT = "⠁⠂⠄⡀"
"""A rule in the four heights of a cell, from above; that of a limit has half the dots."""
_LEVELS = 4
_CLOSE = 4
"""The axis begins at zero where the least value is at most this part of the largest."""
_NAMES = 13
"""Cells of the names at the right."""


class Point(NamedTuple):
    """One value of the process."""

    label: str
    value: float | None
    """None where there was nothing to measure."""
    lower: float | None = None
    """Its own limits, where they differ from point to point."""
    upper: float | None = None
    action: str = ""
    """What a click on it does."""
    run: bool = False
    """Whether it is a signal as part of a run on one side of the centre."""
    open: bool = False
    """Whether it is not over yet: then it is outside of nothing."""


def dots(  # noqa: PLR0913 (the values, a size and three rules)
    points: Sequence[Point], cells: int, rows: int,
    *, center: float | None = None, lower: float | None = None, upper: float | None = None, chosen: int | None = None,
) -> Lines:  # fmt: skip
    """The points in exactly so many cells and rows, the newest where not all have room.

    One outside its limits is `◆`, one of a run `◇`, one that is not over `○`, the others `●`; a line
    stands where the one of number `chosen` is. Centre and limits are thin rules, named at the right
    (those of the chosen point, else of the last); what is None has none. The axis is round, and begins
    at zero where that costs little.
    """
    canvas = Canvas(cells, rows)
    left = AXIS + 1 if canvas.cells >= NARROW else 0
    right = _NAMES if canvas.cells >= 2 * NARROW else 0
    plot = canvas.rows - int(canvas.rows >= 3)  # noqa: PLR2004 (below, every row is needed)
    places = slots(len(points), canvas.cells - left - right, 6)
    shown = [_whole(point, lower, upper) for point in points[places.first :]]
    scale = _scale([end for end in (center, lower, upper) if end is not None], shown, plot)
    if left:
        axis(canvas, scale, plot - 1, lift=0)
    if center is not None:
        _rule(canvas, scale, center, range(left, canvas.cells - right), plot, _CENTRE)
    _limits(canvas, scale, shown, places, left, canvas.cells - right, plot)
    at = None if chosen is None or not places.first <= chosen < len(points) else chosen - places.first
    if at is not None:
        _cursor(canvas, left + places.left(at + places.first) + places.wide // 2, plot, shown[at].action)
    for i, point in enumerate(shown, places.first):
        _point(canvas, scale, point, places, i, left, plot, chosen=i == chosen)
    if right and shown:
        _named(canvas, scale, plot, center, shown[-1 if at is None else at])
    if plot < canvas.rows:
        names(canvas, places, [point.label for point in shown], left, canvas.rows - 1, chosen)
    if not points:
        canvas.write(left, canvas.rows // 2, NOTHING, "muted", cells=len(NOTHING))
    return canvas.lines()


def _whole(point: Point, lower: float | None, upper: float | None) -> Point:
    """The point with the limits that hold for it."""
    return point._replace(lower=lower if point.lower is None else point.lower, upper=upper if point.upper is None else point.upper)


def _scale(rules: list[float], shown: list[Point], plot: int) -> Ticks:
    found = [*rules, *(end for point in shown for end in (point.value, point.lower, point.upper) if end is not None)]
    low, high = min(map(sane, found), default=0.0), max(map(sane, found), default=1.0)
    if 0 <= low <= high / _CLOSE:
        low = 0.0
    if high <= low:  # always the same: from zero, where nothing looks like movement
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    return ticks(low, high, plot - 1)


def _rule(canvas: Canvas, scale: Ticks, value: float, columns: range, plot: int, glyphs: str) -> None:  # noqa: PLR0913, PLR0917 (one line of the chart)
    """A rule in quarters of a cell; a value stands in the middle of its row."""
    quarter = min(max(round((scale.at(value) + 0.5) * _LEVELS - 0.5), 0), _LEVELS * plot - 1)
    up, level = divmod(quarter, _LEVELS)
    for x in columns:
        canvas.put(x, plot - 1 - up, glyphs[_LEVELS - 1 - level], "muted" if glyphs is _CENTRE else "cell-none")


def _limits(canvas: Canvas, scale: Ticks, shown: list[Point], places: Slots, left: int, right: int, plot: int) -> None:  # noqa: PLR0913, PLR0917 (the same)
    """The limits of each point, from its slot to the next; those of the last go on to the end."""
    for i, point in enumerate(shown, places.first):
        end = right if point is shown[-1] else left + places.left(i + 1)
        for limit in (point.lower, point.upper):
            if limit is not None:
                _rule(canvas, scale, limit, range(left + places.left(i), end), plot, _LIMIT)


def _cursor(canvas: Canvas, x: int, plot: int, action: str) -> None:
    for y in range(plot):
        canvas.put(x, y, CURSOR, "muted", action)


def outside(point: Point) -> bool:
    """Whether the point is beyond one of its limits."""
    value = point.value
    return value is not None and not point.open and ((point.lower is not None and value < point.lower) or (point.upper is not None and value > point.upper))


def _point(canvas: Canvas, scale: Ticks, point: Point, places: Slots, i: int, left: int, plot: int, *, chosen: bool) -> None:  # noqa: PLR0913, PLR0917 (the same)
    if point.value is None:
        return
    glyph = OUTSIDE if outside(point) else OPEN if point.open else RUN if point.run else INSIDE if places.slot > 1 else SMALL
    style = "accent-strong" if chosen or glyph in {OUTSIDE, RUN} else "cell-conversation"
    x = left + places.left(i) + places.wide // 2
    canvas.put(x, plot - 1 - round(scale.at(point.value)), glyph, style, point.action)


def _named(canvas: Canvas, scale: Ticks, plot: int, center: float | None, one: Point) -> None:
    """The rules by name at the right, from above; moved apart where two would meet."""
    rules = [(name, value) for name, value in (("upper", one.upper), ("mean", center), ("lower", one.lower)) if value is not None]
    if len(rules) > plot:
        rules = rules[:plot]
    wanted = [plot - 1 - round(scale.at(value)) for _, value in rules]
    for (name, value), y in zip(rules, spread(wanted, plot), strict=True):
        canvas.put(canvas.cells - _NAMES + 1, y, f"{name:<5}  {short(value):>5}", "muted")
