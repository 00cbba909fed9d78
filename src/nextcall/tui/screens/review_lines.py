"""What the weekly review shows, step by step, as pure functions."""

from nextcall.tui.screens.review_ahead import noes, plan
from nextcall.tui.screens.review_back import helped, shines, worked
from nextcall.tui.screens.review_shown import NOES, PLAN, STEPS, Shown, span_text
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, width

_SHORT = ("Helped", "Worked", "Shines", "Noes", "Plan")
"""The steps in the row that says where one is."""
EACH = 120
"""Seconds that a step is meant to take; it may take as long as it likes."""
MINUTE = 60


def beside(shown: Shown, left: float) -> Line:
    """The days, the step, and what is left of its two minutes; quietly, and never less than none."""
    minutes = -int(-left // MINUTE)
    time = f"{minutes} min" if minutes > 0 else "no hurry"
    step = f"{shown.step + 1} of {len(STEPS)}"
    words = f"{step}   {time:>8}" if shown.shape.compact else f"{span_text(shown.review.days, shown.now)}     {step}   {time:>8}"
    return (Span(words, "muted"),)


def body(shown: Shown) -> Lines:
    """The step in as many rows as there are."""
    cells = shown.shape.cells
    content, focus = _content(shown)
    title = heading(shown)
    if shown.shape.tiny:
        spoken = next((row for row in content if width(row)), EMPTY) if focus is None else content[focus]
        return tuple(clipped(row, cells) for row in ((Span(title, "strong"),), spoken)[-min(2, shown.rows) :])
    head: Lines = ((Span(title, "strong"),),) if shown.shape.compact else (_where(shown.step), EMPTY, (Span(title, "strong"),), EMPTY)
    rows = _window(content, shown.rows - len(head), shown.first, focus)
    return tuple(clipped(row, cells) for row in (*head, *rows))[: shown.rows]


def lowest(shown: Shown) -> int:
    """The line that is at the top when the last one is at the foot."""
    content, focus = _content(shown)
    room = shown.rows - (1 if shown.shape.compact else 4)
    return 0 if focus is not None or len(content) <= room else max(0, len(content) - room + 1)


def heading(shown: Shown) -> str:
    """What the step is about."""
    if shown.step != PLAN:
        return STEPS[shown.step]
    days = shown.review.next.days
    name = "This week" if shown.now.date() in days else STEPS[PLAN]
    return f"{name}, {span_text(days, shown.now)}"


def _where(step: int) -> Line:
    """The five steps; the present one is marked by a shape too."""
    found: list[Span] = []
    for number, name in enumerate(_SHORT):
        here = number == step
        found += [Span("▸ " if here else "  ", "accent"), Span(name, "accent-strong" if here else "muted"), Span("   ")]
    return tuple(found)


def _window(content: Lines, rows: int, first: int, focus: int | None) -> Lines:
    """As many lines as have room: those from `first` on, or those around the one that must be seen."""
    if len(content) <= rows or rows < 1:
        return content[: max(rows, 0)]
    room = max(1, rows - 1)
    top = max(0, min(focus - room // 2, len(content) - room)) if focus is not None else min(first, len(content) - room)
    below = len(content) - top - room
    words = f"{below} more below" if below > 0 else f"{top} more above"
    return (*content[top : top + room], *(((Span(words, "faint"),),) if rows > 1 else ()))


def _content(shown: Shown) -> tuple[Lines, int | None]:
    """The lines of the step, and which of them must be seen; None: none more than others."""
    if shown.step == NOES:
        return noes(shown)
    if shown.step == PLAN:
        return plan(shown)
    return (helped, worked, shines)[shown.step](shown), None
