"""What all steps of the weekly review are drawn from, and with."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from nextcall.config.model import Preset
from nextcall.stats.review import Review
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, wrapped

STEPS = ("Whom you helped", "How you worked", "What shines", "What noes taught", "Next week")
HELPED, WORKED, SHINES, NOES, PLAN = range(len(STEPS))
WHO = 60
"""Characters of a name."""


class Shown(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """That the body has."""
    review: Review
    step: int
    now: datetime
    presets: tuple[Preset, ...]
    answers: Mapping[str, str]
    """What the caller says next time, by the reason of a no."""
    keys: Mapping[str, str]
    """How the keys of some actions are shown."""
    clock: str = "24h"
    chosen: int = 0
    """The reason or the day that is meant."""
    first: int = 0
    """The line at the top, where not all have room."""


def span_text(days: Sequence[date], now: datetime) -> str:
    """From when to when: `16 to 22 November`."""
    first, last = days[0], days[-1]
    month = "" if first.month == last.month else f" {first:%B}"
    year = "" if last.year == now.year == first.year else f" {last.year}"
    return f"{first.day}{month} to {last.day} {last:%B}{year}"


def muted(words: str, cells: int) -> Lines:
    """Words that say nothing of the week, over as many rows as they take."""
    return tuple((Span(row, "muted"),) for row in wrapped(words, cells))


def parted(parts: Sequence[Lines], shape: Shape) -> Lines:
    """Parts with space between them, where there is room for space."""
    found: Lines = ()
    for part in parts:
        if part:
            found += (EMPTY, *part) if found and not shape.compact else part
    return found


def titled(title: str, rows: Sequence[Line]) -> Lines:
    """Rows with a title, where there are any."""
    return ((Span(title, "strong"),), *rows) if rows else ()
