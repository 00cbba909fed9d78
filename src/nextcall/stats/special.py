"""The functions behind the intervals: the incomplete beta function, its inverse, the tail of χ².

Equation numbers are those of the NIST Digital Library of Mathematical Functions (dlmf.nist.gov).
The powers in front are computed from deviances and Stirling corrections, as in C. Loader, "Fast and
accurate computation of binomial probabilities" (2000): differences of log Γ would lose every digit
that counts where the parameters are in the millions.
"""

from __future__ import annotations

from math import erfc, exp, expm1, inf, lgamma, log, log1p, pi, sqrt

_HALF_LOG_2PI = 0.5 * log(2 * pi)
_EPSILON = 2.0**-53
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
"""Coefficients of Stirling's series, 5.11.1."""
_STIRLING_FROM = 12.0
_CLOSE = 0.1
"""How near two numbers are, against their sum, for the series of `_deviance`."""
_SMALLEST = 2.3e-308
"""Below are no doubles with all their digits."""
_FARTHEST = 700.0
"""Log odds beyond are those of 0 and 1."""
_STEP = 1e-13
"""Relative steps of the search for a quantile below this one change nothing any more."""


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function B(a, b) = Γ(a) Γ(b) / Γ(a + b), for a, b > 0 (5.12.1)."""
    _check_shape(a, b)
    small, large = min(a, b), max(a, b)
    n = a + b
    powers = small * log(small / n) + large * log1p(-small / n)
    return powers + _HALF_LOG_2PI + 0.5 * (log(n / large) - log(small)) + _rest(a) + _rest(b) - _rest(n)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The chance that a Beta(a, b) is at most `x`: the regularised incomplete beta function I_x(a, b), 8.17.2.

    The tail beside the mean comes from a continued fraction, and so has all its digits however small it is. ValueError unless 0 <= x <= 1 and a, b > 0.
    """
    _check_shape(a, b)
    if not 0 <= x <= 1:
        raise ValueError(f"{x} is not between 0 and 1")
    if x in (0, 1):
        return float(x)
    return exp(_log_cdf(x, 1 - x, a, b)[0])


def beta_quantile(q: float, a: float, b: float) -> float:
    """The `q` quantile of a Beta(a, b): where `beta_cdf` reaches `q`.

    Newton's method on the logarithm of the smaller tail, over the log odds t of x. That function is
    concave in t (the density of t is log-concave, and so are its integrals), so that from the left of the
    solution every step stays left of it and comes nearer; from anywhere else one step leads there.
    ValueError unless 0 <= q <= 1 and a, b > 0.
    """
    _check_shape(a, b)
    if not 0 <= q <= 1:
        raise ValueError(f"{q} is not between 0 and 1")
    if q in (0, 1):
        return float(q)
    if q > 0.5:  # noqa: PLR2004 (the middle)
        return _odds(_log_odds(1 - q, b, a))[1]
    return _odds(_log_odds(q, a, b))[0]


def chi2_sf(x: float, df: int) -> float:
    """The chance that a χ² with `df` degrees of freedom is above `x`.

    That is Q(df/2, x/2), the incomplete gamma function: for whole `df` a finite sum of positive terms
    (8.4.10 and 8.8.2 down to 8.4.6), and 1 minus the series 8.7.1 below the middle, where that loses
    nothing. ValueError unless x >= 0 and df >= 1.
    """
    if df < 1 or not x >= 0:
        raise ValueError(f"no χ² of {x} with {df} degrees of freedom")
    shape, z = df / 2, x / 2
    if z in (0, inf):
        return 1.0 if z == 0 else 0.0
    first = exp(-_rest(shape) - _deviance(shape, z)) / sqrt(2 * pi * shape)  # z^s e^-z / Γ(s+1)
    if z < shape:
        return 1 - _gamma_series(first, shape, z)
    found = erfc(sqrt(z)) if df % 2 else 0.0
    power, term = shape - 1, first * shape / z
    while power >= 0 and term > found * _EPSILON:
        found += term
        term *= power / z
        power -= 1
    return found


def _gamma_series(first: float, shape: float, z: float) -> float:
    """The sum of first · z^k / ((shape+1) ... (shape+k)) over k = 0, 1, ..."""
    found, term, k = first, first, 1
    while term > found * _EPSILON:
        term *= z / (shape + k)
        found += term
        k += 1
    return found


def _check_shape(a: float, b: float) -> None:
    if not (0 < a < inf and 0 < b < inf):
        raise ValueError(f"no beta distribution has the parameters {a} and {b}")


def _rest(a: float) -> float:
    """What Stirling's formula leaves of log Γ(a): log Γ(a) - (a - 1/2) log a + a - log √2π (5.11.1)."""
    if a < _STIRLING_FROM:
        return lgamma(a) - (a - 0.5) * log(a) + a - _HALF_LOG_2PI
    square, found = 1 / (a * a), 0.0
    for coefficient in reversed(_STIRLING):
        found = found * square + coefficient
    return found / a


def _deviance(seen: float, meant: float) -> float:
    """What `seen` is away from `meant`: seen · log(seen / meant) + meant - seen, without loss where the two are close (Loader 2000, section 3)."""
    return _deviance_of(seen, meant, seen - meant)


def _deviance_of(seen: float, meant: float, apart: float) -> float:
    """`_deviance` where seen - meant is known better than by subtraction."""
    if abs(apart) >= _CLOSE * (seen + meant):
        return seen * (log(seen) - log(max(meant, _SMALLEST))) - apart
    ratio = apart / (seen + meant)
    found, term, k = apart * ratio, 2 * seen * ratio, 1
    while True:
        term *= ratio * ratio
        more = found + term / (2 * k + 1)
        if more == found:
            return found
        found, k = more, k + 1


def _log_front(x: float, y: float, a: float, b: float) -> float:
    """The logarithm of x^a y^b / B(a, b), with y = 1 - x."""
    n = a + b
    apart = a * y - b * x  # a - nx, and nx - a is b - ny
    powers = _deviance_of(a, n * x, apart) + _deviance_of(b, n * y, -apart)
    return 0.5 * (log(a) + log(b / n)) - _HALF_LOG_2PI - powers - _rest(a) - _rest(b) + _rest(n)


def _log_cdf(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """The logarithms of I_x(a, b) and of x^a y^b / B(a, b), with y = 1 - x."""
    front = _log_front(x, y, a, b)
    apart = a * y - b * x
    if apart >= 0:
        return front - log(_fraction(x, a, b, apart)), front
    above = front - log(_fraction(y, b, a, -apart))
    return log(-expm1(min(above, -_EPSILON))), front


def _fraction(x: float, a: float, b: float, apart: float) -> float:
    """x^a y^b / (B(a, b) I_x(a, b)) by a continued fraction, for `apart` = a - (a+b)x >= 0.

    It is the even part of 8.17.22 as A. R. DiDonato and A. H. Morris have it in "Algorithm 708", ACM TOMS 18
    (1992) 360-373, equation 9: with that difference known, nothing cancels. Its terms are evaluated by
    Lentz's method; both of its parts stay positive, or a little below 0 where b < 1, so that it needs no guard.
    """
    found = c = a / (a + 1) * (apart + 1)
    d, n, twice = 0.0, 1, a + 1
    while True:
        weight = n * (b - n) * x / twice
        alpha = (a + n - 1) * (a + b + n - 1) / twice * x * weight
        beta = n + weight + (a + n) / (twice + 2) * (apart + 1 + n * (2 - x))
        d, c = 1 / (beta + alpha * d), beta + alpha / c
        found *= c * d
        if abs(c * d - 1) <= 2 * _EPSILON:
            return found
        n, twice = n + 1, twice + 2


def _log_odds(q: float, a: float, b: float) -> float:
    """The log odds of the `q` quantile, q <= 1/2; -inf where it is below every double."""
    lowest = (log(q) + log(a) + log_beta(a, b)) / a  # the tangent at t = -inf, and so left of the solution
    if lowest < -_FARTHEST:
        return -inf
    wanted, t = log(q), max(lowest, log(a / b))
    t = max(lowest, t + _newton(wanted, t, a, b))
    step = inf
    while t < _FARTHEST and step > _STEP * max(1.0, abs(t)):
        step = _newton(wanted, t, a, b)
        t += step
    return t


def _newton(wanted: float, t: float, a: float, b: float) -> float:
    """The step from log odds `t` towards log I = `wanted`."""
    x, y = _odds(t)
    found, front = _log_cdf(x, y, a, b)
    return (wanted - found) * exp(found - front)


def _odds(t: float) -> tuple[float, float]:
    """From log odds to x and 1 - x."""
    part = exp(-abs(t))
    near, far = part / (1 + part), 1 / (1 + part)
    return (near, far) if t < 0 else (far, near)
