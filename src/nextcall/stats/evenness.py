"""The same next step after a no and after a good call: whether the pace is the same, and the steps are kept alike.

The pace: the Hodges-Lehmann shift, the median of all differences between a gap after a no and a gap after a good
call (J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963)
598-611). Its 90% interval is that of the percentile bootstrap (B. Efron and R. J. Tibshirani, "An Introduction to
the Bootstrap" (1993), 13.3) over sessions, since the gaps of one session are not independent of each other.
`resampling` has how that is done in no time. The steps: Newcombe's interval of a difference of two rates.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain

from nextcall.stats.difference import difference
from nextcall.stats.middle import median
from nextcall.stats.resampling import interval

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

LEAST = 15
"""Gaps, or steps, of each kind: under it is not enough."""
BAND = 0.25
"""The same is what differs by less than this part of the median gap, or of the share of steps kept."""
_MOST = 10_000
"""Of more numbers so many stand for all."""


class Evenness(NamedTuple):
    """Whether the pace is the same after a no and after a good call."""

    state: str
    """`not enough yet`, `the same pace`, `slower after a no`, `slower after a good call` or `no difference shown`."""
    shift: float | None
    """How many milliseconds longer the gaps after a no are; None without one of each. The next two
    are its interval at 90%, None where the state is `not enough yet`."""
    low: float | None
    high: float | None
    median: float | None
    """The middle one of all these gaps; None without any."""
    n_no: int
    n_good: int


class StepsKept(NamedTuple):
    """Whether the steps are kept alike in calls after a no and after a good call."""

    state: str
    """`not enough yet`, `kept the same`, `fewer after a no`, `fewer after a good call` or `no difference shown`."""
    difference: float | None
    """How much higher the share kept after a no is; None without one of each. The next two are its interval at 90%,
    None where the state is `not enough yet`."""
    low: float | None
    high: float | None
    share: float | None
    """What was kept of all of them; None without any."""
    n_no: int
    n_good: int


def evenness(sessions: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Evenness:
    """The pace, from the gaps after a no and the gaps after a good call of each session, in whole milliseconds."""
    after_no = sorted(chain.from_iterable(gaps for gaps, _ in sessions))
    after_good = sorted(chain.from_iterable(gaps for _, gaps in sessions))
    numbers = len(after_no), len(after_good)
    middle = median(after_no + after_good)
    shift = hodges_lehmann(after_no, after_good) if all(numbers) else None
    if shift is None or middle is None or min(numbers) < LEAST:
        return Evenness("not enough yet", shift, None, None, middle, *numbers)
    ends = interval(sessions)
    low, high = min(shift, ends[0]), max(shift, ends[1])
    state = _state(low, high, BAND * middle, ("the same pace", "slower after a no", "slower after a good call"))
    return Evenness(state, shift, low, high, middle, *numbers)


def steps_kept(k_no: int, n_no: int, k_good: int, n_good: int) -> StepsKept:
    """The steps: `k_no` kept of `n_no` in calls after a no, `k_good` of `n_good` after a good call.

    ValueError where more are kept than there are.
    """
    found = difference(k_no, n_no, k_good, n_good)
    share = (k_no + k_good) / (n_no + n_good) if n_no + n_good else None
    if found is None or share is None or min(n_no, n_good) < LEAST:
        return StepsKept("not enough yet", found.value if found else None, None, None, share, n_no, n_good)
    state = _state(found.low, found.high, BAND * share, ("kept the same", "fewer after a good call", "fewer after a no"))
    return StepsKept(state, *found, share, n_no, n_good)


def hodges_lehmann(one: Sequence[int], other: Sequence[int]) -> float:
    """The median of all differences between a whole number of `one` and one of `other`.

    Without a list of the differences: how many are at most v is counted in sorted numbers, and v is found by bisection.
    It is exact up to 10,000 numbers on either side. Of more, 10,000 in even steps of rank stand for all, and it is off
    by a few ten-thousandths of their spread at most. ValueError where one of them is empty.
    """
    if not (one and other):
        raise ValueError("there is nothing to compare")
    xs, ys = _thinned(sorted(one)), _thinned(sorted(other))
    pairs = len(xs) * len(ys)
    lower = _ranked(xs, ys, (pairs + 1) // 2)
    if pairs % 2 or _at_most(xs, ys, lower) > pairs // 2:
        return lower
    return (lower + _next(xs, ys, lower)) / 2


def _thinned(numbers: Sequence[int]) -> Sequence[int]:
    """The middle numbers of so many equal parts of sorted ones."""
    size = len(numbers)
    return numbers if size <= _MOST else [numbers[(2 * i + 1) * size // (2 * _MOST)] for i in range(_MOST)]


def _ranked(xs: Sequence[int], ys: Sequence[int], rank: int) -> int:
    """The smallest difference that `rank` differences do not exceed."""
    low, high = xs[0] - ys[-1], xs[-1] - ys[0]
    while low < high:
        middle = (low + high) // 2
        if _at_most(xs, ys, middle) < rank:
            low = middle + 1
        else:
            high = middle
    return high


def _at_most(xs: Sequence[int], ys: Sequence[int], value: int) -> int:
    """How many differences are at most `value`."""
    return len(xs) * len(ys) - sum([bisect_left(ys, x - value) for x in xs])


def _next(xs: Sequence[int], ys: Sequence[int], value: int) -> int:
    """The smallest difference above `value`."""
    return min(x - ys[i - 1] for x in xs if (i := bisect_left(ys, x - value)))


def _state(low: float, high: float, band: float, words: tuple[str, str, str]) -> str:
    """Alike, above 0, below 0: of these words the one that the interval allows."""
    if -band <= low and high <= band:
        return words[0]
    if low > 0:
        return words[1]
    return words[2] if high < 0 else "no difference shown"
