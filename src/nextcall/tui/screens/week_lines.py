"""Days of a week and what is planned on them, as home and the review draw them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from nextcall.config.model import Preset
from nextcall.core.week_plan import Planned
from nextcall.tui.widgets.lines import Line, Span, fit
from nextcall.tui.words import time_text

_HEIGHTS = "▂▃▄▅▆▇"
"""How many calls a session had, in steps of eight."""
_PLANNED = "○"
"""A session that is meant to be held; once its day is over, nothing tells it from a free one."""
_NARROW, _WIDE = 5, 9
"""Cells of a day with the blank after it: name and two marks, or five with a blank before them."""


def day_marks(calls: Sequence[int], planned: int, day: date, today: date) -> str:
    """The marks of a day: one for each session by its number of `calls`; else for each that is `planned` and may still come."""
    if calls:
        return "".join(_HEIGHTS[min(len(_HEIGHTS) - 1, number // 8)] for number in calls)
    if planned and day >= today:
        return _PLANNED * planned
    return "·" if day <= today else " "


def strip_of(marks: Mapping[date, str], today: date, cells: int) -> Line:
    """Days side by side in so many cells, each with the last of its marks."""
    spans: list[Span] = []
    each = max(_NARROW, min(_WIDE, (cells + 1) // len(marks)))
    lead = " " if each > _NARROW else ""
    room = each - 3 - len(lead)
    for day, shown in marks.items():
        spans.append(Span(f"{day:%a}"[:2], "strong" if day == today else "muted"))
        spans.append(Span(f"{lead}{fit(shown[-room:], room)} ", "accent-strong" if day == today else "cell-conversation"))
    return tuple(spans)


def planned_text(one: Planned, presets: Sequence[Preset], clock: str) -> str:
    """A planned session in words: `Power hour 09:30`; a preset that is gone by its id."""
    title = next((preset.title for preset in presets if preset.id == one.preset), one.preset)
    return f"{title} {time_text(datetime.fromisoformat(f'{one.day}T{one.at}'), clock)}" if one.at else title
