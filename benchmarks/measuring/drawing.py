"""Pictures of how costs grow: SVG by hand, light, with every line named at its end."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

WIDTH, HEIGHT = 820, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 280, 64, 48
_LINE = 17
"""Least distance between two names."""
_COLOURS = ("#0b5cad", "#b3470a", "#1b7a3d", "#7a3aa8", "#a61c3c", "#4d5b66", "#8a6d00", "#00727f")


class Line(NamedTuple):
    """One line of a picture."""

    name: str
    values: Sequence[float]
    """One for each place on the axis below."""


def picture(title: str, below: str, places: Sequence[str], lines: Sequence[Line]) -> str:
    """Lines over places that stand equally far apart; 1 is what the first place costs."""
    top = max(1.5, *(value for line in lines for value in line.values)) * 1.08

    def x(at: int) -> float:
        return _LEFT + at * (WIDTH - _LEFT - _RIGHT) / max(1, len(places) - 1)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - value * (HEIGHT - _TOP - _BOTTOM) / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT - 36}" y="26" font-size="16" font-weight="600" fill="#1c232b">{escape(title)}</text>',
        f'<text x="{_LEFT - 36}" y="45" fill="#55606b">as ratios to the first place on the left</text>',
    ]
    for value in _steps(top):
        weight = "1.4" if value == 1 else "0.6"
        parts.append(f'<path d="M{_LEFT} {y(value):.1f}H{WIDTH - _RIGHT}" stroke="#c3cad1" stroke-width="{weight}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end" fill="#55606b">{value:g}</text>')
    for at, place in enumerate(places):
        parts.append(f'<text x="{x(at):.1f}" y="{HEIGHT - _BOTTOM + 19}" text-anchor="middle" fill="#55606b">{escape(place)}</text>')
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 9}" text-anchor="middle" fill="#55606b">{escape(below)}</text>')
    names = _apart([y(line.values[-1]) for line in lines])
    for line, colour, name in zip(lines, _COLOURS, names, strict=False):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in enumerate(line.values))
        end = x(len(places) - 1)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="2.6" fill="{colour}"/>' for at, value in enumerate(line.values)]
        parts.append(f'<path d="M{end + 5:.1f} {y(line.values[-1]):.1f}L{end + 18:.1f} {name:.1f}" stroke="{colour}" stroke-width="0.8"/>')
        parts.append(f'<text x="{end + 22:.1f}" y="{name + 4:.1f}" fill="{colour}">{line.values[-1]:.2f}  {escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _steps(top: float) -> list[float]:
    """Round values up to the top, five or so."""
    step = next(step for step in (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / step <= 6 or step == 1000)
    return [step * at for at in range(int(top / step) + 1)]


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights of names, moved so that none covers another, in the order of the lines."""
    placed = list(heights)
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    for before, at in pairwise(order):
        placed[at] = max(placed[at], placed[before] + _LINE)
    over = placed[order[-1]] - (HEIGHT - _BOTTOM) if order else 0
    if over > 0:  # they run out below: all of them go up
        placed = [height - over for height in placed]
    for after, at in pairwise(reversed(order)):
        placed[at] = min(placed[at], placed[after] - _LINE)
    return placed
