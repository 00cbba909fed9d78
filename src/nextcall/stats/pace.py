"""What comes after a no, and what after a good call: the gaps to the next one, as `evenness` wants them."""

from __future__ import annotations

from nextcall.stats.facts import COUNTS, HELP, NO, NONE, YES

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from nextcall.stats.facts import Facts


def gaps_after(facts: Facts) -> tuple[list[int], list[int]]:
    """The gaps after a no, and after a yes or help, in milliseconds; a no that helped is a good call."""
    calls = facts.calls
    after_no: list[int] = []
    after_good: list[int] = []
    for before, gap in zip(calls.bits, calls.gap[1:], strict=False):
        if gap == NONE or not before & COUNTS:
            continue
        if before & (YES | HELP):
            after_good.append(gap)
        elif before & NO:
            after_no.append(gap)
    return after_no, after_good
