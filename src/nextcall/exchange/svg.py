"""Charts as inline SVG, for the report: no script, no font, no address; colours come from the page around them.

Meaning is never in the colour alone: a signal is a diamond where all others are dots, what is bright has a word.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.text import line

_WIDE = 640
"""Units of a chart's width; a page shows it as wide as its text."""
_LABEL = 200
_ROW = 22
_NAMED = 30
"""Letters of a label, at most."""


class Point(NamedTuple):
    """A point of a process chart."""

    label: str
    value: float
    shown: str
    lower: float | None = None
    upper: float | None = None
    signal: str | None = None


class Row(NamedTuple):
    """A rate with its interval, a row of its own."""

    label: str
    value: float | None
    low: float
    high: float
    shown: str
    """The rate and its n, in words."""
    bright: bool = False


def text(words: str) -> str:
    """Anybody's words, as text and never as anything else."""
    return escape(line(words, 300), quote=True)


def process(points: Sequence[Point], center: float, middle: str, name: str) -> str:
    """Points in the order of time with their limits as a band, their centre as a line; signals are diamonds."""
    height, left, right, top, bottom = 150, 8, 74, 12, 22
    limits = [limit for point in points for limit in (point.lower, point.upper) if limit is not None]
    low, high = min([0.0, *limits]), max([*(point.value for point in points), *limits, center]) or 1.0
    across = _WIDE - left - right

    def x(i: float) -> float:
        return left + across * (i + 0.5) / max(len(points), 1)

    def y(value: float) -> float:
        return top + (height - top - bottom) * (1 - (value - low) / ((high - low) or 1.0))

    parts = [_band([(x(i - 0.5), x(i + 0.5), y(point.lower), y(point.upper)) for i, point in enumerate(points) if point.lower is not None and point.upper is not None])]
    parts.append(f'<line class="middle" x1="{left}" x2="{left + across}" y1="{y(center):.1f}" y2="{y(center):.1f}"/>')
    parts.append(f'<text x="{left + across + 6}" y="{y(center) + 4:.1f}">{text(middle)}</text>')
    parts.append(f'<polyline class="way" points="{" ".join(f"{x(i):.1f},{y(point.value):.1f}" for i, point in enumerate(points))}"/>')
    for i, point in enumerate(points):
        hint = f"<title>{text(point.label)}: {text(point.shown)}</title>"
        at = (x(i), y(point.value))
        parts.append(_diamond(*at, hint) if point.signal else f'<circle class="dot" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="2.6">{hint}</circle>')
    for i, anchor in ((0, "start"), (len(points) - 1, "end")) if points else ():
        parts.append(f'<text class="faint" x="{left if anchor == "start" else left + across}" y="{height - 6}" text-anchor="{anchor}">{text(points[i].label)}</text>')
    return _svg("".join(parts), height, name)


def intervals(rows: Sequence[Row], mean: float | None, middle: str, name: str) -> str:
    """Rates with their intervals against the mean of all."""
    top, left = 22, _LABEL
    across = _WIDE - left - 150
    most = max([row.high for row in rows if row.value is not None], default=1.0) or 1.0
    height = top + _ROW * len(rows) + 6

    def x(value: float) -> float:
        return left + across * value / most

    parts = []
    if mean is not None:
        parts.append(f'<line class="middle" x1="{x(mean):.1f}" x2="{x(mean):.1f}" y1="{top - 4}" y2="{height - 4}"/>')
        parts.append(f'<text class="faint" x="{x(mean):.1f}" y="{top - 8}" text-anchor="middle">{text(middle)}</text>')
    for i, row in enumerate(rows):
        y = top + _ROW * i + _ROW / 2
        parts.append(f'<text x="{left - 10}" y="{y + 4:.1f}" text-anchor="end">{text(line(row.label, _NAMED))}</text>')
        parts.append(f'<text class="faint" x="{left + across + 12}" y="{y + 4:.1f}">{text(row.shown)}</text>')
        if row.value is not None:
            parts.append(f'<line class="range" x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
            at = (x(row.value), y)
            parts.append(_diamond(*at, "") if row.bright else f'<circle class="dot" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3.4"/>')
    return _svg("".join(parts), height, name)


def funnel(steps: Sequence[tuple[str, int, str]], name: str) -> str:
    """Numbers that come from each other, as bars about one middle; with each the rate of the step to it, in words."""
    most = max([number for _, number, _ in steps], default=1) or 1
    height, across = 40 * len(steps) + 4, _WIDE - _LABEL - 190
    parts = []
    for i, (label, number, words) in enumerate(steps):
        y, wide = 40 * i + 4, max(2.0, across * number / most)
        parts.append(f'<text x="{_LABEL - 10}" y="{y + 20}" text-anchor="end">{text(label)} {figure(number)}</text>')
        parts.append(f'<rect class="bar" x="{_LABEL + (across - wide) / 2:.1f}" y="{y}" width="{wide:.1f}" height="30" rx="3"/>')
        parts.append(f'<text class="faint" x="{_LABEL + across + 12}" y="{y + 20}">{text(words)}</text>')
    return _svg("".join(parts), height, name)


def heat(cells: Iterable[tuple[int, int, int, str]], hours: range, days: Sequence[str], name: str) -> str:
    """Numbers by day (a row) and hour (a column): of each its place, its number and what is said of it; bigger ones are darker."""
    found = list(cells)
    most = max([number for _, _, number, _ in found], default=1) or 1
    left, top, high = 46, 4, 20
    wide = (_WIDE - left) / max(len(hours), 1)
    parts = [f'<text x="{left - 8}" y="{top + high * day + 14}" text-anchor="end">{text(word)}</text>' for day, word in enumerate(days)]
    for day, hour, number, words in found:
        x, y = left + wide * (hour - hours.start), top + high * day
        parts.append(f'<rect class="cell" style="opacity:{0.08 + 0.47 * number / most:.2f}" x="{x:.1f}" y="{y}" width="{wide - 2:.1f}" height="{high - 2}" rx="2"/>')
        parts.append(f'<text class="figure" x="{x + wide / 2 - 1:.1f}" y="{y + 13}" text-anchor="middle">{number}<title>{text(words)}</title></text>')
    foot = top + high * len(days) + 14
    parts += [f'<text class="faint" x="{left + wide * (hour - hours.start + 0.5):.1f}" y="{foot}" text-anchor="middle">{hour:02}</text>' for hour in hours]
    return _svg("".join(parts), foot + 6, name)


def _band(pieces: Sequence[tuple[float, float, float, float]]) -> str:
    """The room between the limits, as one shape with steps."""
    if not pieces:
        return ""
    over = [f"{at:.1f},{upper:.1f}" for start, end, _, upper in pieces for at in (start, end)]
    under = [f"{at:.1f},{lower:.1f}" for start, end, lower, _ in reversed(pieces) for at in (end, start)]
    return f'<polygon class="band" points="{" ".join([*over, *under])}"/>'


def _diamond(x: float, y: float, inside: str) -> str:
    return f'<path class="signal" d="M{x:.1f},{y - 6:.1f} L{x + 6:.1f},{y:.1f} L{x:.1f},{y + 6:.1f} L{x - 6:.1f},{y:.1f} Z">{inside}</path>'


def _svg(inside: str, height: float, name: str) -> str:
    return f'<svg viewBox="0 0 {_WIDE} {height:.0f}" role="img" aria-label="{text(name)}">{inside}</svg>'
