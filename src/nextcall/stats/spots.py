"""Bright spots: which groups of calls do better than the rest beyond doubt.

Three questions, each of which must be answered yes. Do the groups differ at all: Pearson's χ² test. By how much do
they differ beyond chance: the intraclass correlation ρ by the moment estimator of J. C. Kleinman, "Proportions with
extraneous variance: single and independent samples", JASA 68 (1973) 46-54. And is this one better still after it was
shrunk towards the mean by that: empirical Bayes, B. Efron and C. Morris, JASA 70 (1975) 311-319. With sᵢ of nᵢ,
N = Σnᵢ, m = Σsᵢ / N and k groups:

    X = Σ (sᵢ - nᵢm)² / (nᵢ m(1-m)), on χ² with k - 1 degrees of freedom
    ρ = [Σ nᵢ(sᵢ/nᵢ - m)² - m(1-m)(k-1)] / [m(1-m)(N - Σnᵢ²/N - (k-1))], M = 1/ρ - 1
    shrunk rate (sᵢ + mM) / (nᵢ + M), the mean of Beta(sᵢ + mM, nᵢ - sᵢ + (1-m)M).
"""

from __future__ import annotations

from math import fsum

from nextcall.stats.rates import rate
from nextcall.stats.special import beta_quantile, chi2_sf

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

DOUBT = 0.05
"""The groups must differ with a p below it; a group's posterior may be below the mean with this chance."""
LEAST_N, LEAST_K, LEAST_SESSIONS = 20, 3, 3
"""How many trials, successes and sessions a bright group has at least."""
_NO_PRIOR = 1e-9
"""A prior that weighs less than this is none."""


class Group(NamedTuple):
    """Calls that have something in common."""

    key: str
    k: int
    n: int
    sessions: int
    """In how many sessions it was seen."""


class Spot(NamedTuple):
    """A group, and whether it is bright."""

    key: str
    k: int
    n: int
    sessions: int
    rate: float | None
    """None without a single trial; so are the next two and the quantile. Such a group takes no part in anything."""
    shrunk: float | None
    """The rate, shrunk towards the mean of all by what can be chance."""
    low: float | None
    """Wilson's interval of the raw rate, at 90%."""
    high: float | None
    quantile: float | None
    """The true rate is below this with a chance of 5%."""
    bright: bool
    why: str | None
    """The first reason why it is not bright, of `rho`, `p`, `quantile`, `n`, `k`, `sessions`; without a trial `n`."""


class Spots(NamedTuple):
    """The groups of one dimension."""

    mean: float | None
    """The rate of all; None without a single trial."""
    rho: float | None
    """How alike calls of the same group are; at most 0: not at all. None where it cannot be told."""
    p: float | None
    """How often groups without a real difference would differ that much. None where it cannot be told."""
    groups: tuple[Spot, ...]
    """In the order in which they were given."""


def spots(groups: Iterable[Group]) -> Spots:
    """Which of the groups are bright.

    Groups without a trial are only listed. With fewer than two others, or a mean of 0 or 1, nothing can differ: then
    there is neither p nor ρ, and nothing is bright. ValueError where there are more successes than trials.
    """
    given = tuple(groups)
    for group in given:
        if not (0 <= group.k <= group.n and group.sessions >= 0):
            raise ValueError(f"{group.k} of {group.n} in {group.sessions} sessions is no group")
    tried = [group for group in given if group.n]
    if not tried:
        return Spots(None, None, None, tuple(_spot(group, 0.0, None, None) for group in given))
    mean = sum(group.k for group in tried) / sum(group.n for group in tried)
    p, rho = (None, None) if mean in (0, 1) or len(tried) == 1 else (_chance(tried, mean), _likeness(tried, mean))
    return Spots(mean, rho, p, tuple(_spot(group, mean, p, rho) for group in given))


def _chance(groups: Sequence[Group], mean: float) -> float:
    """The p of the χ² test."""
    found = fsum((group.k - group.n * mean) ** 2 / group.n for group in groups) / (mean * (1 - mean))
    return chi2_sf(found, len(groups) - 1)


def _likeness(groups: Sequence[Group], mean: float) -> float | None:
    """ρ; None where every group has a single trial."""
    n, apart = sum(group.n for group in groups), len(groups) - 1
    room = n * n - sum(group.n**2 for group in groups) - n * apart  # N times N - Σn²/N - (k-1), in whole numbers
    if room == 0:
        return None
    chance = mean * (1 - mean)
    beyond = fsum((group.k - group.n * mean) ** 2 / group.n for group in groups) - chance * apart
    return beyond / (chance * room / n)


def _spot(group: Group, mean: float, p: float | None, rho: float | None) -> Spot:
    found = rate(group.k, group.n)
    if found.rate is None:
        return Spot(*group, None, None, None, None, None, bright=False, why="n")
    shrunk, quantile = _posterior(group, mean, rho)
    why = _why(group, quantile > mean, p, rho)
    return Spot(*group, found.rate, shrunk, found.low, found.high, quantile, bright=why is None, why=why)


def _posterior(group: Group, mean: float, rho: float | None) -> tuple[float, float]:
    """Mean and 5% quantile of what is known of a group's rate.

    Without likeness the prior weighs everything, and that is the mean. With all of it (the estimate of ρ can be 1
    and more) it weighs nothing: then a group of misses or of successes alone is taken at its word.
    """
    if rho is None or rho <= 0:
        return mean, mean
    weight = max(0.0, 1 / rho - 1)
    a, b = group.k + mean * weight, group.n - group.k + (1 - mean) * weight
    shrunk = a / (a + b)
    return shrunk, beta_quantile(DOUBT, a, b) if min(a, b) > _NO_PRIOR else shrunk


def _why(group: Group, better: bool, p: float | None, rho: float | None) -> str | None:
    """The first reason why it is not bright."""
    asked = {
        "rho": rho is not None and rho > 0,
        "p": p is not None and p < DOUBT,
        "quantile": better,
        "n": group.n >= LEAST_N,
        "k": group.k >= LEAST_K,
        "sessions": group.sessions >= LEAST_SESSIONS,
    }
    return next((name for name, answer in asked.items() if not answer), None)
