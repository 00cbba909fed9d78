"""The special functions, against SciPy's and against what is known of them exactly."""

from math import comb, e, isclose, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from nextcall.stats.special import beta_cdf, beta_quantile, chi2_sf, log_beta

SHAPES = st.floats(log(0.5), log(1e6)).map(lambda exponent: e**exponent)
"""From 0.5 to a million, as many small ones as large ones."""
TINY = 1e-290
"""Below there are doubles, but no digits left to compare."""


def near(a: float, b: float, sigmas: float) -> float:
    """A place so many standard deviations beside the mean of a Beta(a, b), where its tails are."""
    mean, deviation = a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b)
    return min(max(mean + sigmas * deviation, 1e-12), 1 - 1e-12)


@given(SHAPES, SHAPES, st.floats(-12, 12))
def test_beta_cdf_around_the_mean(a: float, b: float, sigmas: float) -> None:
    x = near(a, b, sigmas)
    expected = stats.beta.cdf(x, a, b)
    assert beta_cdf(x, a, b) == pytest.approx(expected, rel=1e-10, abs=TINY)


@given(SHAPES, SHAPES, st.one_of(st.floats(0, 1), st.floats(-60, 0).map(lambda exponent: e**exponent)))
def test_beta_cdf_anywhere(a: float, b: float, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-10, abs=TINY)


@given(SHAPES, SHAPES, st.floats(log(1e-12), log(1 - 1e-6)).map(lambda exponent: e**exponent))
def test_beta_quantile(a: float, b: float, q: float) -> None:
    assert beta_quantile(q, a, b) == pytest.approx(stats.beta.ppf(q, a, b), rel=1e-10)


@given(st.floats(0.5, 100), st.floats(0.5, 100), st.floats(0.001, 0.999))
def test_the_quantile_is_where_the_chance_is_reached(a: float, b: float, q: float) -> None:
    x = beta_quantile(q, a, b)
    assert 0 <= x <= 1
    if x < 0.999:  # nearer to 1 a double does not tell 1 - x
        assert beta_cdf(x, a, b) == pytest.approx(q, rel=1e-10)


@given(SHAPES, SHAPES, st.floats(0, 1), st.floats(0, 1))
def test_chances_add_up_and_grow(a: float, b: float, x: float, y: float) -> None:
    assert beta_cdf(x, a, b) <= beta_cdf(y, a, b) + 1e-12 or x > y
    if 1 - (1 - x) == x:
        assert beta_cdf(x, a, b) + beta_cdf(1 - x, b, a) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("n", [1, 2, 5, 40, 3_000, 1_000_000])
@pytest.mark.parametrize("x", [1e-300, 1e-9, 0.25, 0.5, 0.75, 0.999999])
def test_where_one_parameter_is_1_it_is_a_power(n: int, x: float) -> None:
    assert beta_cdf(x, n, 1) == pytest.approx(x**n, rel=1e-10, abs=TINY)
    assert beta_quantile(x, n, 1) == pytest.approx(x ** (1 / n), rel=1e-12)


def test_the_arcsine_distribution() -> None:
    assert beta_cdf(0.5, 0.5, 0.5) == pytest.approx(0.5, rel=1e-15)
    assert beta_cdf(0.25, 0.5, 0.5) == pytest.approx(1 / 3, rel=1e-14)
    assert beta_quantile(1 / 3, 0.5, 0.5) == pytest.approx(0.25, rel=1e-13)


def test_at_the_ends() -> None:
    for a, b in [(0.5, 0.5), (3, 1e6), (1e6, 1e6)]:
        assert (beta_cdf(0, a, b), beta_cdf(1, a, b)) == (0, 1)
        assert (beta_quantile(0, a, b), beta_quantile(1, a, b)) == (0, 1)
    assert beta_cdf(5e-324, 0.1, 0.1) < 1e-30
    assert beta_cdf(5e-324, 1e6, 1e6) == 0
    assert beta_quantile(5e-324, 0.5, 0.5) == 0
    assert beta_quantile(1e-300, 1e6, 0.5) < 1


@pytest.mark.parametrize(("q", "a", "b", "end"), [(0.05, 1e-9, 1e-9, 0), (0.6, 1e-9, 1e-9, 1), (0.05, 1e-6, 1, 0), (0.5, 1, 1e-6, 1), (0.95, 1e-6, 1, 0)])
def test_nearly_all_of_it_at_an_end(q: float, a: float, b: float, end: float) -> None:
    assert beta_quantile(q, a, b) == end


@pytest.mark.parametrize("size", [1e7, 1e9, 1e12])
def test_what_is_known_nearly_for_sure(size: float) -> None:
    normal = 0.1 - 1.6448536269514722 * sqrt(0.1 * 0.9 / size)
    assert beta_quantile(0.05, 0.1 * size, 0.9 * size) == pytest.approx(normal, abs=1 / size)


@given(SHAPES, SHAPES)
def test_log_beta(a: float, b: float) -> None:
    assert log_beta(a, b) == pytest.approx(special.betaln(a, b), rel=1e-8, abs=1e-8)  # SciPy's loses digits at a million
    assert log_beta(a, b) == pytest.approx(log_beta(b, a), rel=1e-14, abs=1e-14)


@given(SHAPES)
def test_log_beta_where_it_is_a_fraction(a: float) -> None:
    assert log_beta(a, 1) == pytest.approx(-log(a), rel=1e-14, abs=1e-14)
    assert log_beta(2, a) == pytest.approx(-log(a) - log(a + 1), rel=1e-14, abs=1e-14)


def test_log_beta_of_known_numbers() -> None:
    assert log_beta(0.5, 0.5) == pytest.approx(log(3.141592653589793), rel=1e-15)
    for a, b in [(3, 4), (12, 12), (11, 13), (50, 4_000), (70_000, 3), (30_000, 20_000)]:
        assert log_beta(a, b) == pytest.approx(-log(a * comb(a + b - 1, a)), rel=1e-14)


@given(st.integers(1, 1000), st.floats(0, 4))
def test_chi2(df: int, times: float) -> None:
    assert chi2_sf(df * times, df) == pytest.approx(stats.chi2.sf(df * times, df), rel=1e-10, abs=TINY)


@pytest.mark.parametrize("df", [1, 2, 3, 4, 10, 23, 365, 5_000])
def test_chi2_around_its_mean_and_far_from_it(df: int) -> None:
    for x in [1e-320, 1e-9, 0.5, df - 1, df - 0.001, df, df + 0.001, df + 1, df + 9 * sqrt(df), 600]:
        assert chi2_sf(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-9, abs=TINY)
    assert (chi2_sf(0, df), chi2_sf(float("inf"), df), chi2_sf(1e6, df)) == (1, 0, 0)


def test_the_known_points_of_chi2() -> None:
    assert chi2_sf(3.841458820694124, 1) == pytest.approx(0.05, rel=1e-13)
    assert chi2_sf(5.991464547107979, 2) == pytest.approx(0.05, rel=1e-13)
    assert isclose(chi2_sf(7, 2), e**-3.5, rel_tol=1e-14)


@pytest.mark.parametrize("shape", [(0, 1), (1, 0), (-1, 1), (float("nan"), 1), (1, float("inf"))])
def test_no_such_distribution(shape: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="parameters"):
        log_beta(*shape)
    for function in (beta_cdf, beta_quantile):
        with pytest.raises(ValueError, match="parameters"):
            function(0.5, *shape)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_no_such_share(share: float) -> None:
    for function in (beta_cdf, beta_quantile):
        with pytest.raises(ValueError, match="between 0 and 1"):
            function(share, 1, 1)


@pytest.mark.parametrize(("x", "df"), [(1, 0), (-1, 1), (float("nan"), 1)])
def test_no_such_chi2(x: float, df: int) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        chi2_sf(x, df)
