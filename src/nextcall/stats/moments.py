"""The moments that the caller starred, as plain data."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nextcall.stats.facts import Mark


def as_data(found: Iterable[tuple[str, Mark]]) -> list[dict[str, Any]]:
    """Marks with the ids of their sessions, each on the day that its session's own clock showed."""
    return [
        {
            "date": mark.moment.date().isoformat(), "at": mark.moment.isoformat(timespec="milliseconds"), "line": mark.text, "who": mark.who,
            "session": session, "call": mark.n,
        }
        for session, mark in found
    ]  # fmt: skip
