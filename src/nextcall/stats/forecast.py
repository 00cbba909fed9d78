"""What so many calls more would bring, as far as the calls so far can tell.

The number of successes among N further trials is beta-binomial, where what is known of the rate is a beta
distribution: J. G. Skellam, "A probability distribution derived from the binomial distribution by regarding
the probability of success as variable between the sets of trials", JRSS B 10 (1948) 257-261.
"""

from __future__ import annotations

from math import log

from nextcall.stats.special import log_beta

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

JEFFREYS = 0.5
"""Both parameters of Jeffreys' prior for a rate: H. Jeffreys, Proc. R. Soc. A 186 (1946) 453-461."""
_QUANTILES = (0.5, 0.1, 0.9)
_MOST = 1_000_000
"""More calls than this are no forecast."""
_ROUNDING = 1e-10
"""What the computed chances may be off by, so that a chance of exactly a half is one."""


class Forecast(NamedTuple):
    """How many there will be: the middle, and the 80% range."""

    median: int
    low: int
    high: int


class Effort(NamedTuple):
    """The fewest calls with a chance of 50% and of 90% of the next yes; None beyond a million."""

    half: int | None
    ninety: int | None


def plan(calls: int, k: int, n: int) -> Forecast:
    """Successes in `calls` further trials, after `k` in `n`: beta-binomial on Jeffreys' prior.

    Each figure is the smallest number whose cumulative chance reaches 50%, 10%, 90%. ValueError unless
    calls >= 0 and 0 <= k <= n.
    """
    _check_share(k, n)
    if calls < 0:
        raise ValueError(f"{calls} calls cannot be made")
    weights = _weights(calls, k + JEFFREYS, n - k + JEFFREYS)
    return Forecast(*(_reached(weights, quantile) for quantile in _QUANTILES))


def _weights(calls: int, a: float, b: float) -> list[float]:
    """The chances of 0, 1, ... `calls` successes, up to a common factor.

    Each follows from its neighbour by a ratio. They are taken from the mean outwards, where the chances are:
    far from it they may be too small for a double, which is then all that needs to be known of them.
    """
    middle = int(calls * a / (a + b))
    found = [1.0] * (calls + 1)
    for i in range(middle, calls):
        found[i + 1] = found[i] * ((calls - i) * (a + i) / ((i + 1) * (calls - i - 1 + b)))
    for i in range(middle, 0, -1):
        found[i - 1] = found[i] * (i * (calls - i + b) / ((calls - i + 1) * (a + i - 1)))
    return found


def _reached(weights: Sequence[float], quantile: float) -> int:
    """The first position at which that share of all weights is reached."""
    missing = (quantile - _ROUNDING) * sum(weights)
    position = 0
    while (missing := missing - weights[position]) > 0:
        position += 1
    return position


def effort(k: int, n: int, alpha: float, beta: float) -> Effort:
    """How many calls until the next yes, after `k` yeses in `n` calls on the prior Beta(alpha, beta).

    The chance of no yes in N calls is B(a, b + N) / B(a, b), with a = alpha + k and b = beta + n - k.
    ValueError unless 0 <= k <= n and alpha, beta > 0.
    """
    _check_share(k, n)
    if not (alpha > 0 and beta > 0):
        raise ValueError(f"no prior has the parameters {alpha} and {beta}")
    return Effort(_calls_until(0.5, alpha + k, beta + n - k), _calls_until(0.9, alpha + k, beta + n - k))


def _calls_until(chance: float, a: float, b: float) -> int | None:
    """The fewest calls with at least that chance of a yes."""
    enough = log(1 - chance) + log_beta(a, b) + _ROUNDING
    low, high = 0, 1
    while log_beta(a, b + high) > enough:
        if high >= _MOST:
            return None
        low, high = high, min(2 * high, _MOST)
    while high - low > 1:
        middle = (low + high) // 2
        if log_beta(a, b + middle) > enough:
            low = middle
        else:
            high = middle
    return high


def dry_spell(rate: float, run: int, calls: int) -> float:
    """The chance of at least `run` calls in a row without a yes, somewhere among `calls`, at that rate of yeses.

    W. Feller, "An Introduction to Probability Theory and Its Applications" 1, XIII.7: a first run ends at call i
    if there was none until call i - run - 1, then a yes, then nothing but misses. ValueError unless
    0 <= rate <= 1, run >= 1 and calls >= 0.
    """
    if not (0 <= rate <= 1 and run >= 1 and calls >= 0):
        raise ValueError(f"no run of {run} among {calls} calls at a rate of {rate}")
    if run > calls:
        return 0.0
    misses = (1 - rate) ** run
    ends = rate * misses
    found = [0.0] * run + [misses]
    for i in range(run + 1, calls + 1):
        found.append(min(1.0, found[-1] + (1 - found[i - run - 1]) * ends))
    return found[-1]


def _check_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
