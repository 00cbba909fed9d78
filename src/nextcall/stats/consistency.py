"""How steadily plans are kept: a line that one bad day lowers and never breaks.

An exponentially weighted mean (S. W. Roberts, "Control chart tests based on geometric moving averages",
Technometrics 1 (1959) 239-250) over the planned days alone: days off change nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable

_START = 1.0
"""Who has planned nothing yet has broken nothing. From 1 every miss lowers the line, the first one too, and by no
more than a thirteenth of it: from 0 a first miss would change nothing, and from a first day's own value it would be 0."""
_WEIGHT = 13
"""One planned day's share is a thirteenth: about as much as the last five weeks of five planned days are heard."""


def consistency(days: Iterable[bool]) -> list[float]:
    """The line after each planned day, in their order; `days` says whether each was kept. Above 0, at most 1."""
    line, found = _START, []
    for kept in days:
        line += (kept - line) / _WEIGHT
        found.append(line)
    return found
