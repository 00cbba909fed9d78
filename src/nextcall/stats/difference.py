"""The difference of two rates, with its interval.

Newcombe's hybrid score interval at 90%, made of the two Wilson intervals: R. G. Newcombe, "Interval estimation
for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17
(1998) 873-890, method 10. With d = p₁ - p₂ and the Wilson limits l, u of each its ends are

    d - √((p₁ - l₁)² + (u₂ - p₂)²)   and   d + √((u₁ - p₁)² + (p₂ - l₂)²).
"""

from __future__ import annotations

from math import hypot

from nextcall.stats.rates import rate

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple


class Difference(NamedTuple):
    """How much higher the first rate is than the second, and where the truth lies with 90% confidence."""

    value: float
    low: float
    high: float


def difference(k1: int, n1: int, k2: int, n2: int) -> Difference | None:
    """The rate `k1` of `n1` minus the rate `k2` of `n2`; None where one of them is not known.

    ValueError where there are more successes than trials.
    """
    if not (0 <= k1 <= n1 and 0 <= k2 <= n2):
        raise ValueError(f"{k1} of {n1} and {k2} of {n2} are no shares")
    one, other = rate(k1, n1), rate(k2, n2)
    if one.rate is None or one.low is None or one.high is None or other.rate is None or other.low is None or other.high is None:
        return None
    value = one.rate - other.rate
    below = hypot(one.rate - one.low, other.high - other.rate)
    above = hypot(one.high - one.rate, other.rate - other.low)
    return Difference(value, value - below, value + above)
