"""What a week is called."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from datetime import date


def week_key(day: date) -> str:
    """The ISO week of a day, as `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
