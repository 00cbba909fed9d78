"""The map of the week: hours across, weekdays down, a number in every cell."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.rates import rate, rate_text
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import short
from nextcall.tui.widgets.lines import Lines

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENOUGH = 20
"""Calls from which on a cell is shaded: fewer say too little."""
SHADES = 5
_LEFT = 3
"""Cells of a weekday's name."""
_WIDEST = 6
_APART = 3
"""Cells between the parts of the legend."""
_TOGETHER = (1, 2, 3, 4, 6, 12, 24)
"""Hours that can share a column: a day is whole columns."""
NONE = "·"


class Heat(NamedTuple):
    """What is known of one hour of one weekday, over all weeks."""

    n: int
    """Calls."""
    k: int = 0
    """How many of them came to what the rate is a rate of."""


Cells = Mapping[tuple[int, int], Heat]
"""By weekday (0 is Monday) and hour (0 to 23)."""


class _Grid(NamedTuple):
    """The columns of the map."""

    hours: tuple[int, ...]
    """The first hour of each."""
    together: int
    """Hours in each."""
    wide: int
    """Cells that each takes."""
    days: tuple[int, ...]
    found: Cells
    """By weekday and first hour of the column; none of them empty."""
    rate: bool


def heat(  # noqa: PLR0913 (each is a way to look at the same map)
    found: Cells, cells: int, rows: int, *, rates: bool = False, first_day: int = 0, chosen: tuple[int, int] | None = None, clock: str = "24h",
) -> Lines:  # fmt: skip
    """The map in exactly so many cells and rows: calls in each hour, or with `rates` the rate in percent.

    Only hours that occur are columns, without a break from the first to the last; where they have
    no room, two or more share one. A cell under 20 calls is grey and in rates marked `~`, one without
    a call is `·`. With room for two rows a day, the second has the calls behind the rate. Below the
    map stand a legend and, for the `chosen` cell (weekday and hour), its figures in words.
    From 10 rows on nothing is left out.
    """
    canvas = Canvas(cells, rows)
    grid = _grid(found, canvas.cells - _LEFT, rate=rates, first_day=first_day)
    head = int(canvas.rows >= 8)  # noqa: PLR2004 (seven days and the hours)
    legend = int(canvas.rows >= 9)  # noqa: PLR2004 (the same, and the legend)
    room = canvas.rows - head - legend - 1
    each = 2 if room >= 14 else 1  # noqa: PLR2004 (two rows a day)
    blank = int(room > 7 * each)
    most = max((_share(heat, rates=rates) for heat in grid.found.values() if heat.n >= ENOUGH), default=0.0)
    for i, hour in enumerate(grid.hours if head else ()):
        canvas.put(_LEFT + i * grid.wide, 0, hour_text(hour, clock).rjust(grid.wide - 1), "muted")
    for y, day in enumerate(grid.days):
        top = head + y * each
        canvas.put(0, top, DAYS[day], "muted")
        _day(canvas, grid, day, top, each, most, _column(grid, chosen) if chosen and chosen[0] == day else None)
    below = head + 7 * each + blank
    if legend:
        _legend(canvas, below, most, rates=rates, together=grid.together)
        _words(canvas, below + 1, grid, chosen, clock)
    return canvas.lines()


def hour_text(hour: int, clock: str) -> str:
    """The hour at which a column begins, in two cells (`09`, `9a`), or in three (`12p`)."""
    return f"{hour:02}" if clock == "24h" else f"{hour % 12 or 12}{'a' if hour < 12 else 'p'}"  # noqa: PLR2004 (noon)


def _grid(found: Cells, cells: int, *, rate: bool, first_day: int) -> _Grid:
    """As few hours in a column as have room with their figures."""
    some = {at: heat for at, heat in found.items() if heat.n > 0}
    days = tuple((first_day + i) % 7 for i in range(7))
    first = min((hour for _, hour in some), default=9)
    last = max((hour for _, hour in some), default=17)
    for together in _TOGETHER:
        hours = tuple(range(first - first % together, last + 1, together))
        merged = _merged(some, together)
        needed = 1 + max((len(_figure(heat, rates=rate)) for heat in merged.values()), default=2)
        wide = min(_WIDEST, cells // len(hours))
        if wide >= max(needed, 3):
            return _Grid(hours, together, wide, days, merged, rate)
    return _Grid((0,), 24, max(cells, 1), days, _merged(some, 24), rate)


def _merged(found: Cells, together: int) -> Cells:
    merged: dict[tuple[int, int], Heat] = {}
    for (day, hour), heat in found.items():
        at = (day, hour - hour % together)
        before = merged.get(at, Heat(0))
        merged[at] = Heat(before.n + heat.n, before.k + heat.k)
    return merged


def _share(heat: Heat, *, rates: bool) -> float:
    return heat.k / heat.n if rates else float(heat.n)


def _figure(heat: Heat, *, rates: bool) -> str:
    """What stands in a cell, in four characters at most."""
    if not rates:
        return short(heat.n, 4)
    return ("" if heat.n >= ENOUGH else "~") + f"{100 * heat.k / heat.n:.0f}"


def _column(grid: _Grid, chosen: tuple[int, int]) -> int:
    return chosen[1] - chosen[1] % grid.together


def _shade(share: float, most: float) -> str:
    return f"heat-{min(SHADES, max(1, ceil(SHADES * share / most)))}" if most else "heat-1"


def _day(canvas: Canvas, grid: _Grid, day: int, top: int, each: int, most: float, chosen: int | None) -> None:  # noqa: PLR0913, PLR0917 (one row of the map)
    for i, hour in enumerate(grid.hours):
        heat = grid.found.get((day, hour))
        x = _LEFT + i * grid.wide
        texts = [NONE, ""] if heat is None else [_figure(heat, rates=grid.rate), short(heat.n, 4) if grid.rate else ""]
        style = "faint" if heat is None else "cell-none"
        if heat is not None and heat.n >= ENOUGH:
            style = _shade(_share(heat, rates=grid.rate), most)
        if hour == chosen:
            style = "accent-block"
        for y, text in enumerate(texts[:each]):
            canvas.put(x, top + y, f"{text:>{grid.wide - 1}} ", style)


def _legend(canvas: Canvas, y: int, most: float, *, rates: bool, together: int) -> None:
    """The shades, each with the most that it stands for; and what is not shaded."""
    bounds = [most * n / SHADES * (100 if rates else 1) for n in range(1, SHADES + 1)]
    shades = [(f" {_bound(bound)} ", f"heat-{n}") for n, bound in enumerate(bounds, 1)] if most else []
    named = [("% up to " if rates else "calls up to ", "muted"), *shades] if most else []
    few = [("~9 " if rates else "9 ", "cell-none"), (f"under {ENOUGH} calls", "muted")]
    none = [(f"{NONE} ", "faint"), ("none", "muted")]
    hours = [(f"{together} h each", "muted")] if together > 1 else []
    x = _LEFT
    for part in (named if _wide(named) <= canvas.cells - x else shades, few, none, hours):
        if x + _wide(part) > canvas.cells:
            return
        for text, style in part:
            canvas.put(x, y, text, style)
            x += len(text)
        x += _APART if part else 0


def _bound(bound: float) -> str:
    return f"{short(round(bound, 1 if bound < 10 else 0), 4):>3}"  # noqa: PLR2004 (one decimal where there is one digit)


def _wide(part: Sequence[tuple[str, str]]) -> int:
    return sum(len(text) for text, _ in part)


def _words(canvas: Canvas, y: int, grid: _Grid, chosen: tuple[int, int] | None, clock: str) -> None:
    if chosen is None:
        return
    first = _column(grid, chosen)
    heat = grid.found.get((chosen[0], first), Heat(0))
    when = f"{LONG_DAYS[chosen[0]]}, {hour_text(first, clock)} to {hour_text((first + grid.together) % 24, clock)}"
    calls = f"{figure(heat.n)} call{'' if heat.n == 1 else 's'}"
    what = rate_text(rate(heat.k, heat.n)) if grid.rate else calls
    canvas.write(_LEFT, y, f"{when}: {what}", "accent", cells=max(0, canvas.cells - _LEFT))
