"""What was done in a day, a week or a month, in numbers that add up."""

from __future__ import annotations

from nextcall.stats.facts import CONNECT, CONVERSATION, COUNTS, HELP, NO, YES

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.stats.totals import Total
else:
    from nextcall.named import NamedTuple


class Period(NamedTuple):
    """One of them."""

    key: str
    """As `stats --by` has it: `2026-11-21`, `2026-W47`, `2026-11`."""
    sessions: int
    """Those with a part in it."""
    calls: int
    connects: int
    conversations: int
    noes: int
    yeses: int
    helps: int
    lasted: int
    """Milliseconds of session, pauses left out."""
    paused: int
    talked: int


def period(key: str, total: Total) -> Period:
    """The sums of a group as a period."""
    calls, connects, conversations, noes, yeses, helps = map(total.number, (COUNTS, CONNECT, CONVERSATION, NO, YES, HELP))
    time = (total.lasted or 0, total.paused or 0, total.talked)
    return Period(key, total.sessions, calls, connects, conversations, noes, yeses, helps, *time)


def joined(one: Period | None, other: Period) -> Period:
    """Two parts of the same period together."""
    if one is None:
        return other
    return Period(one.key, *(mine + theirs for mine, theirs in zip(one[1:], other[1:], strict=True)))
