"""The difference of two rates: Newcombe's own figures, SciPy's Wilson intervals, and what must hold always."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from nextcall.stats import rates
from nextcall.stats.difference import difference

SHARES = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        ((56, 70, 48, 80), 0.2000, 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.6000, 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56, 0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10, 0, 20), 0.0, -0.1611, 0.2775),
        ((10, 10, 0, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_the_published_figures_at_95(counts: tuple[int, int, int, int], value: float, low: float, high: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Table II of the paper has 95%."""
    monkeypatch.setattr(rates, "Z", 1.959963984540054)
    found = difference(*counts)
    assert found is not None
    assert tuple(round(number, 4) for number in found) == (value, low, high)


@given(SHARES, SHARES)
def test_from_the_wilson_intervals_of_another_library(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = difference(*one, *other)
    assert found is not None
    p1, p2 = one[0] / one[1], other[0] / other[1]
    (l1, u1), (l2, u2) = (binomtest(*share).proportion_ci(0.9, "wilson") for share in (one, other))
    assert found == pytest.approx((p1 - p2, p1 - p2 - hypot(p1 - l1, u2 - p2), p1 - p2 + hypot(u1 - p1, p2 - l2)), abs=1e-12)


@given(SHARES, SHARES)
def test_it_holds_the_difference_and_turns_with_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    found, turned = difference(*one, *other), difference(*other, *one)
    assert found is not None
    assert turned is not None
    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12
    assert found == pytest.approx((-turned.value, -turned.high, -turned.low))


def test_nothing_tried_nothing_known() -> None:
    assert difference(0, 0, 1, 2) is None
    assert difference(1, 2, 0, 0) is None


@pytest.mark.parametrize("counts", [(3, 2, 0, 1), (0, 1, 3, 2), (-1, 2, 0, 1), (0, 1, -1, 2)])
def test_no_shares(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="no shares"):
        difference(*counts)
