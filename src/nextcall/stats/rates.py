"""Rates with their uncertainty: never one without its interval and its n.

The interval is Wilson's score interval at 90%: E. B. Wilson, "Probable inference, the law of
succession, and statistical inference", JASA 22 (1927) 209-212; recommended for small n by
A. Agresti and B. A. Coull, "Approximate is better than 'exact' for interval estimation of
binomial proportions", The American Statistician 52 (1998) 119-126. With p = k/n and z the 95%
quantile of the normal distribution its ends are

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n).
"""

from __future__ import annotations

from math import sqrt

from nextcall.figures import figure

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

Z = 1.6448536269514722
"""The 95% quantile of the normal distribution: 5% on each side are left out."""


class Rate(NamedTuple):
    """`k` of `n`, and where the true share lies with 90% confidence."""

    k: int
    n: int
    rate: float | None
    """None without a single trial: then nothing is known."""
    low: float | None
    high: float | None


def rate(k: int, n: int) -> Rate:
    """The rate of `k` in `n` with its Wilson interval at 90%."""
    if n == 0:
        return Rate(k, n, None, None, None)
    share = k / n
    below = 1 + Z * Z / n
    middle = (share + Z * Z / (2 * n)) / below
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / below
    low = 0.0 if k == 0 else middle - half  # exactly, where rounding would leave a trace
    high = 1.0 if k == n else middle + half
    return Rate(k, n, share, low, high)


def percent(share: float) -> str:
    """A share in percent: `7.9 %`."""
    return f"{figure(share * 100, 1)} %"


def ranged(share: float, low: float, high: float) -> str:
    """A share with its interval: `7.9 % (5.8 to 10.7 %)`."""
    return f"{percent(share)} ({figure(low * 100, 1)} to {percent(high)})"


def rate_text(found: Rate) -> str:
    """A rate in words: `26 of 330, 7.9 % (5.8 to 10.7 %)`, or `0 of 30, at most about 1 in 12`."""
    if found.rate is None or found.low is None or found.high is None:
        return "no rate yet"
    if found.k == 0:
        return f"0 of {figure(found.n)}, at most about 1 in {figure(max(1, round(1 / found.high)))}"
    return f"{figure(found.k)} of {figure(found.n)}, {ranged(found.rate, found.low, found.high)}"
