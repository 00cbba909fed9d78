"""The geometry of charts: round ticks, and figures turned into eighths, quarters and columns of cells.

Nothing here knows about spans, styles or the screen: the same steps and shares can draw a chart
anywhere else.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from nextcall.figures import styled

LARGEST = 999e12
"""The most that is drawn or written; what is larger is taken for this."""
EIGHTHS = " ▁▂▃▄▅▆▇█"
"""A cell filled from its foot, in eighths."""
SIDEWAYS = " ▏▎▍▌▋▊▉█"
"""A cell filled from the left, in eighths."""
DOTTED = " ⣀⣤⣶⣿"
"""A cell filled from its foot with dots, in quarters: lighter than a block, in colour and without."""
PARTS = 8
"""Steps in a cell."""

_UNITS = ((1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T"))
_ROUND = (1.0, 2.0, 2.5, 5.0)
_FINEST = -2
"""Ticks are a hundredth apart at least: more decimals have no room beside a chart."""
_DIGITS = 9
"""Nor are they finer than so many digits of the largest value: there a float is still exact."""


class Ticks(NamedTuple):
    """An axis whose ticks stand on whole cells."""

    base: float
    """The value at the foot."""
    step: float
    """From one tick to the next: 1, 2, 2.5 or 5 times a power of ten."""
    every: int
    """Cells from one tick to the next."""
    cells: int
    """Cells that the axis has."""

    @property
    def top(self) -> float:
        """The value at the end of the last cell."""
        return self.base + self.step * self.cells / self.every

    def at(self, value: float) -> float:
        """How many cells `value` is above the foot; neither below it nor above the top."""
        return min(max((sane(value) - self.base) / self.step * self.every, 0.0), float(self.cells))

    def marks(self) -> list[tuple[int, float]]:
        """The ticks: cells above the foot, and value."""
        return [(i * self.every, round(self.base + i * self.step, 6)) for i in range(self.cells // self.every + 1)]


def sane(value: float) -> float:
    """`value` as a number that can be drawn: finite, and no larger than `LARGEST` on either side of zero."""
    if value != value:  # noqa: PLR0124 (only "not a number" differs from itself)
        return 0.0
    return float(max(min(value, LARGEST), -LARGEST))


def short(value: float, cells: int = 5) -> str:
    """A figure in at most so many cells, four being the fewest (five below zero): `1,234`, `12.3k`, `0.25`."""
    value = sane(value)
    for factor, unit in _UNITS:
        for digits in (2, 1, 0):
            text = f"{value / factor:,.{digits}f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            if len(text + unit) <= cells:
                return styled("0" if text == "-0" else text) + unit
    return "…"


def ticks(low: float, high: float, cells: int, *, whole: bool = False) -> Ticks:
    """The axis of so many cells that shows `low` to `high` as large as round ticks allow.

    Ticks are two to six cells apart, closer only where there would not be two above the foot.
    `whole` ones are whole numbers.
    """
    low, cells = sane(low), max(1, cells)
    high = max(sane(high), low)
    least, most = (high - low) / cells, max(abs(low), abs(high), 1.0)
    power = max(0 if whole else _FINEST, floor(log10(most)) - _DIGITS, floor(log10(least)) - 1 if least > 0 else _FINEST)
    found: Ticks | None = None
    for every in range(max(1, min(6, cells // 2)), min(2, max(1, cells // 2)) - 1, -1):
        one = _first(low, high, every, cells, power, whole=whole)
        if found is None or one.top - one.base < found.top - found.base:
            found = one
    return found if found is not None else Ticks(0.0, 1.0, 1, cells)


def _first(low: float, high: float, every: int, cells: int, power: int, *, whole: bool) -> Ticks:  # noqa: PLR0913 (what `ticks` was asked for, and where to begin)
    """The axis with the smallest round step that reaches from `low` to `high`."""
    while True:
        for digit in _ROUND:
            step = digit * 10.0**power
            base = floor(low / step) * step if cells > 1 else low  # one cell cannot reach over zero from a round foot
            found = Ticks(base, step, every, cells)
            if found.top >= high and not (whole and step % 1):
                return found
        power += 1


def filled(value: float, most: float, cells: int) -> int:
    """Eighths of a cell for `value`, where `most` fills so many cells; whatever is above nothing is one at least."""
    if not value > 0 or cells < 1:
        return 0
    return max(1, min(cells * PARTS, round(value / most * cells * PARTS)))


def stacked(eighths: int, cells: int, glyphs: str = EIGHTHS) -> str:
    """So many eighths as a column of cells, the lowest first, or as a row with `SIDEWAYS`."""
    steps = len(glyphs) - 1
    parts = [min(max(eighths - PARTS * i, 0), PARTS) for i in range(cells)]
    return "".join(glyphs[ceil(part * steps / PARTS)] for part in parts)


class Slots(NamedTuple):
    """Where the things along an axis stand: one slot each, the newest ones where not all have room."""

    first: int
    """The number of the first that is shown, from 0."""
    shown: int
    """How many are shown."""
    slot: int
    """Cells that each has."""
    wide: int
    """Cells of these that are drawn on; the others are the gap to the next."""

    def left(self, i: int) -> int:
        """The first cell of thing `i`."""
        return (i - self.first) * self.slot

    def right(self, i: int) -> int:
        """The last cell that is drawn on of thing `i`."""
        return self.left(i) + self.wide - 1


def slots(number: int, cells: int, widest: int = 8) -> Slots:
    """Slots for so many things, none wider than `widest`."""
    shown = min(number, max(cells, 0))
    slot = max(1, min(widest, cells // shown)) if shown else 1
    gap = 0 if slot == 1 else 1 if slot <= 4 else 2  # noqa: PLR2004 (wide ones stand further apart)
    return Slots(number - shown, shown, slot, slot - gap)


def labelled(places: Slots, widths: Sequence[int]) -> list[tuple[int, int]]:
    """Which things are labelled, and the cell where the label begins: every so many-th, so that none overlap.

    `widths` are those of the labels of the things that are shown. A label stands in the middle under
    its thing; a wider one ends where the thing ends. The newest is always among them.
    """
    widest = max(widths, default=0)
    every = max(1, ceil((widest + 1) / places.slot))
    found = []
    for shown in range(places.shown - 1, -1, -every):
        i = places.first + shown
        spare = places.wide - widths[shown]
        found.append((i, places.left(i) + ceil(spare / 2) if spare > 0 else places.right(i) - widths[shown] + 1))
    return found[::-1]


def covered(start: float, end: float, total: float, cells: int) -> range:
    """The cells that `start` to `end` take of `total` over so many cells: one at least, none outside."""
    each = total / cells
    first = min(max(round(start / each), 0), cells - 1)
    return range(first, max(first + 1, min(round(end / each), cells)))


def spread(wanted: Sequence[int], rows: int) -> list[int]:
    """Rows for labels that would stand in the rows `wanted` (rising), moved apart where two meet.

    There must be as many rows as labels.
    """
    found: list[int] = []
    for row in wanted:
        found.append(max(row, found[-1] + 1) if found else max(row, 0))
    last = rows
    for i in range(len(found) - 1, -1, -1):
        found[i] = last = min(found[i], last - 1)
    return found
