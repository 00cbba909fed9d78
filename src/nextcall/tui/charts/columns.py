"""Columns over time: how many calls in each day, week or month, and how many of them became conversations."""

from collections.abc import Sequence
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.tui.charts.axis import AXIS, FIGURE, NARROW, axis, names
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.scale import (
    DOTTED,
    EIGHTHS,
    PARTS,
    Slots,
    Ticks,
    filled,
    sane,
    short,
    slots,
    stacked,
    ticks,
)
from nextcall.tui.widgets.lines import Lines

NOTHING = "nothing yet"
_RULE = "▔"
"""At the upper edge of its row: the columns stand on it."""


class Bar(NamedTuple):
    """One column."""

    label: str
    value: float
    """A count; less than nothing is taken for nothing."""
    part: float = 0
    """How many of these are of the second kind; at most `value`."""
    action: str = ""
    """What a click on it does."""


class _Plan(NamedTuple):
    """Which rows and cells are used for what."""

    header: int
    """Rows above: what the shapes mean, and how many are left out."""
    plot: int
    """Rows of the columns, with the figures on them."""
    rule: int
    labels: int
    left: int
    """Where the columns begin."""
    figures: bool
    """Whether each column has its figure on it."""
    places: Slots


def bars(
    values: Sequence[Bar], cells: int, rows: int, *, of: tuple[str, str] = ("", ""), chosen: int | None = None
) -> Lines:
    """Columns from zero, in exactly so many cells and rows, the newest where not all have room.

    The part of a column is a solid block at its foot, the rest dots, so that both are seen without
    colour. `of` says what is counted and what the part is; `chosen` is the number of the column that
    is drawn in the accent. Where there is room each column has its figure on it.
    """
    canvas = Canvas(cells, rows)
    plan = _plan(values, canvas, of)
    if not values:
        canvas.write(plan.left, canvas.rows // 2, NOTHING, "muted", cells=len(NOTHING))
    shown = values[plan.places.first :]
    room = plan.plot - plan.figures
    scale = ticks(0, max((sane(bar.value) for bar in shown), default=0), room, whole=True)
    foot = plan.header + plan.plot
    if plan.left:
        _axis(canvas, scale, foot, plan)
    for i, bar in enumerate(shown, plan.places.first):
        _bar(canvas, bar, scale, plan.left + plan.places.left(i), plan, chosen=i == chosen)
    if plan.labels:
        names(canvas, plan.places, [bar.label for bar in shown], plan.left, foot + plan.rule, chosen)
    if plan.header:
        _header(canvas, plan, of)
    return canvas.lines()


def _plan(values: Sequence[Bar], canvas: Canvas, of: tuple[str, str]) -> _Plan:
    left = AXIS + 1 if canvas.cells >= NARROW else 0
    places = slots(len(values), canvas.cells - left)
    labels = int(canvas.rows >= 2)  # noqa: PLR2004 (one row is for the columns alone)
    rule = int(canvas.rows >= 4)  # noqa: PLR2004 (below, every row is needed)
    header = int(canvas.rows >= 6 and bool(places.first or _legend(of, canvas.cells - left)))  # noqa: PLR2004 (the same)
    plot = max(0, canvas.rows - header - rule - labels)
    widest = max((len(_figure(bar)) for bar in values[places.first :]), default=0)
    return _Plan(header, plot, rule, labels, left, plot >= 4 and places.slot > widest, places)  # noqa: PLR2004 (one for the figures)


def _axis(canvas: Canvas, scale: Ticks, foot: int, plan: _Plan) -> None:
    axis(canvas, scale, foot, lift=1)
    if plan.rule:
        canvas.put(0, foot, f"{0:>{FIGURE}}", "muted")
        canvas.put(AXIS - 1, foot, _RULE * (canvas.cells - AXIS + 1), "faint")


def _bar(canvas: Canvas, bar: Bar, scale: Ticks, x: int, plan: _Plan, *, chosen: bool) -> None:  # noqa: PLR0913 (one column of the chart)
    value = max(sane(bar.value), 0.0)
    part = min(max(sane(bar.part), 0.0), value)
    whole, solid = filled(value, scale.top, scale.cells), filled(part, scale.top, scale.cells)
    blocks, dots = stacked(solid, scale.cells), stacked(whole, scale.cells, DOTTED)
    foot = plan.header + plan.plot - 1
    wide = plan.places.wide
    for up, (block, dot) in enumerate(zip(blocks, dots, strict=True)):
        if block + dot != "  ":
            canvas.put(x, foot - up, (dot if block == " " else block) * wide, _style(block, dot, chosen=chosen), bar.action)
    if plan.figures:
        figure = _figure(bar)
        y = foot - -(-whole // PARTS)
        canvas.put(x + max(0, -(-(wide - len(figure)) // 2)), y, figure, "strong" if chosen else "muted", bar.action)


def _style(block: str, dot: str, *, chosen: bool) -> str:
    """Where the part ends within a cell, the rest of the column shows behind it."""
    if block == " ":
        return "accent" if chosen else "cell-connect"
    if block != EIGHTHS[-1] and dot == DOTTED[-1]:
        return "part-chosen" if chosen else "part"
    return "accent" if chosen else "cell-conversation"


def _figure(bar: Bar) -> str:
    return short(max(sane(bar.value), 0.0))


def _legend(of: tuple[str, str], cells: int) -> list[tuple[str, str]]:
    """What the shapes mean, with styles; nothing where it has no room."""
    whole, part = of
    words = [(f"{DOTTED[-1]} ", "cell-connect"), (whole, "muted"), ("   █ ", "cell-conversation"), (part, "muted")]
    words = words[: 4 if part else 2 if whole else 0]
    return words if sum(len(text) for text, _ in words) <= cells else []


def _header(canvas: Canvas, plan: _Plan, of: tuple[str, str]) -> None:
    """What is left out at the left, what the shapes mean at the right."""
    earlier = f"… {figure(plan.places.first)} earlier" if plan.places.first else ""
    canvas.write(plan.left, 0, earlier, "muted", cells=len(earlier))
    words = _legend(of, canvas.cells - plan.left - (len(earlier) + 2 if earlier else 0))
    x = canvas.cells - sum(len(text) for text, _ in words)
    for text, style in words:
        canvas.put(x, 0, text, style)
        x += len(text)
