"""Rows of figures, with a bar or an interval between the name and the figure."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from nextcall.figures import figure
from nextcall.text import line
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import SIDEWAYS, Ticks, filled, sane, short, stacked, ticks
from nextcall.tui.widgets.lines import Lines

GAP = 2
"""Cells between name, bar and figure."""
_OF = "  of "
_TICK = "╵"
_LEADER = "·"
"""Leads the eye from the end of a bar to its figure."""
_FEWEST = 4
"""Cells below which a bar says nothing."""


class Row(NamedTuple):
    """One row: a count, or a rate with what it is a rate of."""

    label: str
    value: float | None
    """A count; or, where `n` is given, a share from 0 to 1, None where it is not known."""
    n: int | None = None
    """Of how many it is a share: it is always written beside it."""
    low: float | None = None
    """Where the true share lies, at least."""
    high: float | None = None
    """And at most."""
    bright: bool = False
    """Better than the rest beyond doubt: another shape, and the accent."""
    said: str = ""
    """What is to be said of it, at the end of its row."""
    action: str = ""
    """What a click on it does."""


class _Columns(NamedTuple):
    """Where the parts of the rows stand."""

    label: int
    bar: int
    """Cells of the bar; 0 where there is no room."""
    figure: int
    """Where the figures begin."""
    figures: tuple[tuple[str, str], ...]
    said: int
    """Where the words at the end begin."""


def rows(items: Sequence[Row], cells: int) -> Lines:
    """One line a row in exactly so many cells: name, bar from zero on a scale for all, figure at the right."""
    canvas = Canvas(cells, len(items))
    plan = _columns(items, canvas.cells)
    most = max((sane(item.value or 0) for item in items), default=0.0)
    for y, item in enumerate(items):
        _words(canvas, y, item, plan)
        value = sane(item.value or 0)
        bar = stacked(filled(value, most, plan.bar), plan.bar, SIDEWAYS).rstrip()
        left = plan.label + GAP
        canvas.put(left + len(bar) + 1, y, _LEADER * (plan.bar - len(bar) - 1), "faint", item.action)
        canvas.put(left, y, bar, "accent" if item.bright else "cell-connect", item.action)
    return canvas.lines()


def intervals(items: Sequence[Row], cells: int, mean: float | None = None, mean_name: str = "mean") -> Lines:
    """Shares with where the true ones lie, `├──●──┤`, on an axis from zero, in exactly so many cells.

    Two lines more than rows: the name of the mean above its rule, and the axis below. A bright row
    has `◆` for its point.
    """
    canvas = Canvas(cells, len(items) + 2)
    plan = _columns(items, canvas.cells)
    ends = [sane(end) for item in items for end in (item.low, item.high, item.value) if end is not None]
    scale = ticks(0, 100 * max([*ends, mean or 0.0, 0.01]), max(plan.bar - 1, 1))
    scale = _roomy(scale, plan.bar)
    left = plan.label + GAP
    if plan.bar:
        if mean is not None:
            _rule(canvas, left, scale, mean, mean_name, plan)
        for up, value in scale.marks():
            name = f"{short(value)} %"
            if up + len(name) < plan.bar + GAP:
                canvas.put(left + up, canvas.rows - 1, _TICK, "faint")
                canvas.put(left + up + 1, canvas.rows - 1, name, "muted")
    for y, item in enumerate(items, 1):
        _words(canvas, y, item, plan)
        if plan.bar:
            _interval(canvas, left, y, item, scale, mean)
    return canvas.lines()


def _roomy(scale: Ticks, cells: int) -> Ticks:
    """The same axis with ticks as far apart as their figures need."""
    every, step = scale.every, scale.step
    for times in (1, 2, 4, 5, 10, 20, 50):
        every, step = scale.every * times, scale.step * times
        if every >= 9 or every * 2 > cells:  # noqa: PLR2004 (cells of a figure with its percent sign, and a gap)
            break
    return Ticks(scale.base, step, every, scale.cells)


def _columns(items: Sequence[Row], cells: int) -> _Columns:
    """As wide as the widest of each; names are cut first, then the words at the end go, then the bar."""
    found = tuple(_figures(item) for item in items)
    widths = tuple(max((len(pair[i]) for pair in found), default=0) for i in (0, 1))
    figures = tuple((one.rjust(widths[0]), _OF + other.rjust(widths[1]) if widths[1] else "") for one, other in found)
    figure = len("".join(figures[0])) if figures else 0
    label = max((cell_len(line(item.label)) for item in items), default=0)
    label = max(0, min(label, cells // 3, cells - figure - 1))
    said = max((cell_len(line(item.said)) for item in items), default=0)
    room = cells - label - figure - 2 * GAP
    if said and room - said - GAP >= 3 * _FEWEST:
        room -= said + GAP
    else:
        said = 0
    bar = room if room >= _FEWEST else 0
    right = cells - (said + GAP if said else 0)
    return _Columns(label, bar, max(0, right - figure), figures, right + GAP)


def _figures(item: Row) -> tuple[str, str]:
    """The figure, and what it is a share of."""
    if item.n is None:
        return figure(sane(item.value or 0)), ""
    share = "–" if item.value is None else figure(sane(item.value) * 100, 1)
    return f"{share} %", figure(item.n)


def _words(canvas: Canvas, y: int, item: Row, plan: _Columns) -> None:
    strong = "accent-strong" if item.bright else "strong"
    figure, of = plan.figures[y if canvas.rows == len(plan.figures) else y - 1]
    canvas.write(0, y, item.label, "accent-strong" if item.bright else "muted", cells=plan.label, action=item.action)
    canvas.put(plan.figure, y, figure, strong, item.action)
    canvas.put(plan.figure + len(figure), y, of, "muted", item.action)
    canvas.write(plan.said, y, item.said, "accent" if item.bright else "muted", cells=canvas.cells - plan.said)


def _rule(canvas: Canvas, left: int, scale: Ticks, mean: float, name: str, plan: _Columns) -> None:  # noqa: PLR0913, PLR0917 (one line of the chart)
    at = left + round(scale.at(mean * 100))
    text = f"{line(name)} {figure(mean * 100, 1)} %"
    wide = min(cell_len(text), canvas.cells)
    start = min(max(0, at - wide // 2), left + plan.bar + GAP - wide)
    canvas.write(max(0, start), 0, text, "muted", cells=wide)
    for y in range(1, canvas.rows - 1):
        canvas.put(at, y, "│", "faint")


def _interval(canvas: Canvas, left: int, y: int, item: Row, scale: Ticks, mean: float | None) -> None:  # noqa: PLR0913, PLR0917 (the same)
    if item.value is None:
        return
    style = "accent" if item.bright else "cell-connect"
    point = round(scale.at(item.value * 100))
    low = point if item.low is None else min(point, round(scale.at(item.low * 100)))
    high = point if item.high is None else max(point, round(scale.at(item.high * 100)))
    canvas.put(left + low, y, "├" + "─" * (high - low - 1) + "┤" if high > low else "", style, item.action)
    if mean is not None and low < round(scale.at(mean * 100)) < high:
        canvas.put(left + round(scale.at(mean * 100)), y, "┼", style, item.action)
    canvas.put(left + point, y, "◆" if item.bright else "●", "accent-strong" if item.bright else "strong", item.action)
