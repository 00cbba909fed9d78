"""A quiet line that fills up."""

from nextcall.tui.widgets.lines import Line, Span


def bar(share: float, cells: int) -> Line:
    """`share` (0 to 1) of so many cells, in steps of half a cell."""
    halves = round(max(0.0, min(1.0, share)) * cells * 2)
    whole, half = divmod(halves, 2)
    rest = cells - whole - half
    return (Span("━" * whole + "╸" * half, "accent"), Span("─" * rest, "faint"))
