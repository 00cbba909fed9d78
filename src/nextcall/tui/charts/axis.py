"""The value axis at the left of a chart, the rule at its foot and the labels below."""

from collections.abc import Sequence

from rich.cells import cell_len

from nextcall.text import line
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import Slots, Ticks, labelled, short

FIGURE = 5
"""Cells of a figure on the axis: always the same, so that nothing moves when figures grow."""
AXIS = FIGURE + 2
"""Cells that the axis takes."""
NARROW = 24
"""Below so many cells a chart has no axis."""
LONGEST = 12
"""Cells of a label at most."""


def axis(canvas: Canvas, ticks: Ticks, foot: int, *, lift: int) -> None:
    """The axis with its ticks and figures; in row `foot` stands the value `ticks.base`.

    Columns fill the rows above their foot: for them the axis begins there, `lift` being 1.
    """
    rows = range(foot - ticks.cells, foot + 1 - lift)
    for y in rows:
        canvas.put(AXIS - 1, y, "│", "faint")
    for up, value in ticks.marks():
        if foot - up in rows:
            canvas.put(0, foot - up, f"{short(value, FIGURE):>{FIGURE}}", "muted")
            canvas.put(AXIS - 1, foot - up, "┤", "faint")


def names(canvas: Canvas, places: Slots, texts: Sequence[str], x: int, y: int, chosen: int | None = None) -> None:  # noqa: PLR0913, PLR0917 (what, and where)
    """The labels of what is shown in row `y`, as many as have room; `x` is where the first slot begins."""
    texts = [line(text) for text in texts]
    widths = [min(cell_len(text), LONGEST) for text in texts]
    for i, left in labelled(places, widths):
        shown = i - places.first
        if x + left >= 0 and x + left + widths[shown] <= canvas.cells:
            canvas.write(x + left, y, texts[shown], "strong" if i == chosen else "muted", cells=widths[shown])
