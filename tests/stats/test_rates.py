import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.rates import rate, rate_text


@pytest.mark.parametrize(
    ("k", "n", "share", "low", "high"),
    [
        (26, 330, 0.0788, 0.0577, 0.1067),
        (15, 330, 0.0455, 0.0300, 0.0683),
        (1, 15, 0.0667, 0.0150, 0.2508),
        (0, 30, 0.0, 0.0, 0.0827),
    ],
)
def test_published_figures(k: int, n: int, share: float, low: float, high: float) -> None:
    found = rate(k, n)
    assert (found.k, found.n) == (k, n)
    assert tuple(round(value or 0.0, 4) for value in found[2:]) == (share, low, high)


def test_nothing_tried_nothing_known() -> None:
    assert rate(0, 0) == (0, 0, None, None, None)
    assert rate_text(rate(0, 0)) == "no rate yet"


def test_in_words() -> None:
    assert rate_text(rate(26, 330)) == "26 of 330, 7.9 % (5.8 to 10.7 %)"
    assert rate_text(rate(0, 30)) == "0 of 30, at most about 1 in 12"
    assert rate_text(rate(0, 1)) == "0 of 1, at most about 1 in 1"
    assert rate_text(rate(5, 5)) == "5 of 5, 100.0 % (64.9 to 100.0 %)"


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_stays_in_bounds(trials: tuple[int, int]) -> None:
    k, n = trials
    found = rate(k, n)
    assert found.low is not None
    assert found.rate is not None
    assert found.high is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1
    mirrored = rate(n - k, n)
    assert mirrored.high is not None
    assert mirrored.high == pytest.approx(1 - found.low)


@given(st.integers(0, 50), st.integers(50, 500))
def test_more_of_the_same_is_surer(k: int, n: int) -> None:
    few, many = rate(k, n), rate(k * 4, n * 4)
    assert (many.high or 0) - (many.low or 0) < (few.high or 0) - (few.low or 0)
