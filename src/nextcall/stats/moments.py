"""The moments that the caller starred, with the day on which they were."""

from __future__ import annotations

from datetime import datetime

from nextcall.stats.facts import EPOCH, MILLISECOND

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, NamedTuple

    from nextcall.stats.facts import Mark
else:
    from nextcall.named import NamedTuple


class Moment(NamedTuple):
    """A starred moment."""

    at: datetime
    """As the clock of its session showed it."""
    line: str
    """What the caller wrote of it, or of the call; may be empty."""
    who: str
    session: str
    n: int
    """The number of its call there."""


def moments(marks: Iterable[tuple[str, Mark]], began: Mapping[str, str]) -> list[Moment]:
    """The moments of some marks, in their order; `began` has the beginning of each session, with its offset, by the id."""
    found = []
    for session, mark in marks:
        at = EPOCH + mark.at * MILLISECOND
        start = datetime.fromisoformat(began[session]) if session in began else at
        found.append(Moment(at.astimezone(start.tzinfo), mark.text, mark.who, session, mark.n))
    return found


def as_data(found: Iterable[Moment]) -> list[dict[str, Any]]:
    """The moments as plain data."""
    return [
        {"date": one.at.date().isoformat(), "at": one.at.isoformat(timespec="milliseconds"), "line": one.line, "who": one.who, "session": one.session, "call": one.n}
        for one in found
    ]
