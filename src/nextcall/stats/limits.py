"""Natural limits: what is usual for these numbers, judged by themselves alone.

XmR for equal buckets: W. A. Shewhart, "Economic Control of Quality of Manufactured Product" (1931), in the form
of D. J. Wheeler, "Understanding Variation" (2nd ed. 2000): x̄ ± 2.66 · mean moving range.
U′ and P′ for unequal ones: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002)
531-537, and "P′ charts and U′ charts work", iSixSigma (2007). With the rate of all, ū = Σc / Σh or p̄ = Σk / Σn,
and a point's own σᵢ = √(ū / hᵢ) or √(p̄ (1 - p̄) / nᵢ): zᵢ = (rateᵢ - rate) / σᵢ, s = mean |zᵢ - zᵢ₋₁| / 1.128,
and the point's limits are rate ± 3 σᵢ s. A share lies in [0, 1] and a count is not below 0; so do their limits.

A point is a signal where it lies outside its limits, or as part of 8 in a row on one side of the centre (the Western
Electric rules of 1956). A point on the centre is on no side and ends such a run; one on its limit is not outside.
Under 6 points nothing is said ("learning"), under 12 the limits are "trial", from 12 on "settled". Where nothing
ever moves there are no limits at all, only "always the same".
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum, inf, isfinite, sqrt

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

TRIAL, SETTLED = 6, 12
"""From how many points on there are limits, and from how many they are settled."""
RUN = 8
"""So many in a row on one side of the centre are a signal."""
_XMR = 2.66
"""3 / 1.128: from a mean moving range to three standard deviations."""
_MOVING = 1.128
"""The mean range of two from a normal distribution, in standard deviations (d₂)."""
_SIGMAS = 3
_ROUNDING = 1e-9
"""What moves less than this, against the numbers' own size, moves by rounding alone."""


class Point(NamedTuple):
    """One bucket: its value, its own limits, and what it signals."""

    value: float
    lower: float | None
    """None where there are no limits."""
    upper: float | None
    signal: str | None
    """`high` or `low` outside its limits, else `run` as part of one; None: routine, or nothing is said yet."""


class Limits(NamedTuple):
    """The natural limits of some points in the order of time."""

    method: str
    """`xmr`, `u` or `p`."""
    state: str
    """`learning`, `trial` or `settled`."""
    center: float | None
    """The mean of all; None where there is no point."""
    lower: float | None
    """None where there are none, and where each point has its own."""
    upper: float | None
    points: tuple[Point, ...]
    same: bool
    """Nothing ever moved; then there are no limits."""
    spread: float | None
    """The mean moving range (XmR), or Laney's s (U′, P′); None under two points."""
    bounds: tuple[float, float]
    """What the values cannot go beyond, whatever the formula says."""


class Verdict(NamedTuple):
    """What is said of one point."""

    kind: str
    """`learning`, `same`, `routine`, `high`, `low` or `run`."""
    point: Point | None
    """None where there is none."""


def xmr(values: Sequence[float], floor: float | None = 0.0) -> Limits:
    """The limits of values from equal buckets, not below `floor`. ValueError where a value is below it, or no number."""
    if not all(isfinite(value) and (floor is None or value >= floor) for value in values):
        raise ValueError(f"every value must be a number, and not below {floor}")
    center = fsum(values) / len(values) if values else None
    return _judged("xmr", values, [1.0] * len(values), center, (-inf if floor is None else floor, inf))


def u_prime(counts: Sequence[float], hours: Sequence[float]) -> Limits:
    """The limits of counts per hour, from what was counted in how many hours; points are rates.

    ValueError unless each count is at least 0 and in more than 0 hours.
    """
    if not all(0 <= count < inf and 0 < time < inf for count, time in zip(counts, hours, strict=True)):
        raise ValueError("every count must be at least 0, and its hours more than 0")
    center = fsum(counts) / fsum(hours) if hours else None
    return _judged("u", [count / time for count, time in zip(counts, hours, strict=True)], hours, center, (0.0, inf))


def p_prime(ks: Sequence[int], ns: Sequence[int]) -> Limits:
    """The limits of shares `k` of `n`; points are shares. ValueError unless each 0 <= k <= n and n > 0."""
    if not all(0 <= k <= n and n > 0 for k, n in zip(ks, ns, strict=True)):
        raise ValueError("every k must be from 0 to its n, and every n more than 0")
    center = sum(ks) / sum(ns) if ns else None
    return _judged("p", [k / n for k, n in zip(ks, ns, strict=True)], ns, center, (0.0, 1.0))


def own_limits(limits: Limits, exposure: float | None = None) -> tuple[float, float] | None:
    """The limits of a point with that many hours or trials, from the centre and the spread of `limits`.

    However few points these come from: whether anything may be said is for their state. None where there are none.
    ValueError for a rate or share without exposure, and for an XmR with one.
    """
    if (exposure is None) != (limits.method == "xmr") or (exposure is not None and not 0 < exposure < inf):
        raise ValueError(f"no limits of '{limits.method}' for an exposure of {exposure}")
    if limits.center is None or limits.spread is None or limits.same:
        return None
    half = _XMR * limits.spread if exposure is None else _SIGMAS * limits.spread * _sigma(limits.method, limits.center, exposure)
    low, high = limits.bounds
    return max(low, limits.center - half), min(high, limits.center + half)


def verdict(limits: Limits, index: int = -1) -> Verdict:
    """What is said of one of the points; IndexError where there are points but not that one."""
    point = limits.points[index] if limits.points else None
    if point is None or limits.state == "learning":
        return Verdict("learning", point)
    return Verdict("same" if limits.same else point.signal or "routine", point)


def judge(earlier: Limits, value: float, exposure: float | None = None) -> Verdict:
    """What is said of a new value against the limits of earlier points, which it is not among.

    A rate or a share (`u`, `p`) comes with its hours or trials. A value that differs from what was always the
    same is "learning": there are no limits to tell how far is unusual. ValueError as for `own_limits`.
    """
    found = own_limits(earlier, exposure)
    if earlier.center is None or earlier.state == "learning":
        return Verdict("learning", Point(value, None, None, None))
    side = _side(value, earlier.center)
    if found is None:
        return Verdict("learning" if side else "same", Point(value, None, None, None))
    before = [_side(point.value, earlier.center) for point in earlier.points[1 - RUN :]]
    signal = _outside(value, found) or ("run" if side and before == [side] * (RUN - 1) else None)
    return Verdict(signal or "routine", Point(value, *found, signal))


def _judged(method: str, values: Sequence[float], exposures: Sequence[float], center: float | None, bounds: tuple[float, float]) -> Limits:
    state = "learning" if len(values) < TRIAL else "trial" if len(values) < SETTLED else "settled"
    spread = None if center is None else _spread(method, values, exposures, center)
    same = spread is not None and spread <= _ROUNDING * (max(map(abs, values)) if method == "xmr" else 1.0)
    bare = Limits(method, state, center, None, None, (), same, spread, bounds)
    if center is None or same or state == "learning":
        return bare._replace(points=tuple(Point(value, None, None, None) for value in values))
    found = [own_limits(bare, None if method == "xmr" else exposure) or bounds for exposure in exposures]
    runs = _runs([_side(value, center) for value in values])
    points = tuple(Point(value, *own, _outside(value, own) or ("run" if run else None)) for value, own, run in zip(values, found, runs, strict=True))
    return bare._replace(points=points, lower=found[0][0], upper=found[0][1]) if method == "xmr" else bare._replace(points=points)


def _spread(method: str, values: Sequence[float], exposures: Sequence[float], center: float) -> float | None:
    """The mean moving range, of the values or of their z."""
    if len(values) < 2:  # noqa: PLR2004 (one cannot move)
        return None
    if method != "xmr":
        sigmas = [_sigma(method, center, exposure) for exposure in exposures]
        values = [(value - center) / sigma if sigma else 0.0 for value, sigma in zip(values, sigmas, strict=True)]
    mean = fsum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    return mean if method == "xmr" else mean / _MOVING


def _sigma(method: str, center: float, exposure: float) -> float:
    """The standard deviation of a rate or share by chance alone."""
    return sqrt((center if method == "u" else center * (1 - center)) / exposure)


def _side(value: float, center: float) -> int:
    """1 above the centre, -1 below, 0 on it, where rounding decides nothing."""
    if abs(value - center) <= _ROUNDING * max(abs(value), abs(center)):
        return 0
    return 1 if value > center else -1


def _outside(value: float, own: tuple[float, float]) -> str | None:
    return "high" if value > own[1] else "low" if value < own[0] else None


def _runs(sides: Sequence[int]) -> list[bool]:
    """Which are part of a run: at least 8 in a row on one side."""
    found: list[bool] = []
    start = 0
    for i, side in enumerate(sides, 1):
        if i == len(sides) or sides[i] != side:
            found += [side != 0 and i - start >= RUN] * (i - start)
            start = i
    return found
