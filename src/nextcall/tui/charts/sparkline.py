"""A chart of one line, for beside a word."""

from collections.abc import Sequence

from nextcall.tui.charts.scale import EIGHTHS, filled, sane

NOTHING = "·"
"""A value of zero: it was counted, and there was none."""


def sparkline(values: Sequence[float | None], cells: int) -> str:
    """Values in so many cells, one each, the newest where not all have room; always exactly so wide.

    Heights stand for the value from zero (never from the least) to the largest shown, in eight
    steps; zero is a dot, and where nothing was measured (None) the cell is empty.
    """
    cells = max(cells, 0)
    shown = [value if value is None else max(sane(value), 0.0) for value in values[max(0, len(values) - cells) :]]
    most = max((value for value in shown if value is not None), default=0.0)
    return "".join(_glyph(value, most) for value in shown).ljust(cells)


def _glyph(value: float | None, most: float) -> str:
    if value is None:
        return " "
    return EIGHTHS[filled(value, most, 1)] if value > 0 else NOTHING
