"""Bright spots: the figures of the specification, SciPy's χ² and beta, and what must hold for any groups."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from nextcall.stats.rates import rate
from nextcall.stats.spots import Group, Spots, spots

COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MANY = st.lists(COUNTS, min_size=2, max_size=12)


def of(*counts: tuple[int, int], sessions: int = 9) -> Spots:
    return spots(Group(str(i), k, n, sessions) for i, (k, n) in enumerate(counts))


# ---- the figures of the specification


def test_four_groups_of_which_none_is_bright() -> None:
    found = of((6, 40), (1, 30), (9, 45), (2, 25))
    assert (round(found.mean or 0, 4), round(found.rho or 0, 4)) == (0.1286, 0.0216)
    assert [round(spot.shrunk or 0, 4) for spot in found.groups] == [0.1386, 0.0906, 0.1642, 0.1113]
    assert [(spot.bright, spot.why) for spot in found.groups] == [(False, "p")] * 4
    assert found.p == pytest.approx(stats.chi2_contingency([[6, 1, 9, 2], [34, 29, 36, 23]], correction=False).pvalue)


def test_bright_beyond_doubt() -> None:
    found = of((80, 1000), (82, 1000), (160, 1000), (78, 1000))
    assert [spot.why for spot in found.groups] == ["quantile", "quantile", None, "quantile"]
    assert [spot.key for spot in found.groups if spot.bright] == ["2"]


# ---- each of the reasons


def test_the_reasons_in_their_order() -> None:
    rest = [(40, 500)] * 4
    assert of((41, 500), *rest, sessions=0).groups[0].why == "rho"
    assert of((58, 500), *rest, sessions=0).groups[0].why == "p"
    assert of((19, 19), *rest).groups[0].why == "n"
    assert of((20, 20), *rest).groups[0].why is None
    assert of((2, 20), *[(0, 500)] * 4).groups[0].why == "k"
    assert of((3, 20), *[(0, 500)] * 4).groups[0].why is None
    assert of((150, 500), *rest, sessions=2).groups[0].why == "sessions"
    assert of((150, 500), *rest, sessions=3).groups[0].why is None


def test_groups_more_alike_than_by_chance() -> None:
    found = of((40, 500), (41, 500), (39, 500))
    assert found.rho is not None
    assert found.rho < 0
    assert found.p == pytest.approx(1, abs=0.05)
    assert {(spot.shrunk, spot.quantile, spot.why) for spot in found.groups} == {(found.mean, found.mean, "rho")}


# ---- what cannot be told


def test_nothing_at_all() -> None:
    assert spots([]) == (None, None, None, ())
    found = of((0, 0), (0, 0))
    assert found[:3] == (None, None, None)
    assert [spot[4:] for spot in found.groups] == [(None, None, None, None, None, False, "n")] * 2


def test_one_group_has_nothing_to_differ_from() -> None:
    found = of((30, 100))
    assert found[:3] == (0.3, None, None)
    (spot,) = found.groups
    assert (spot.shrunk, spot.quantile, spot.bright, spot.why) == (0.3, 0.3, False, "rho")
    assert (spot.low, spot.high) == rate(30, 100)[3:]


@pytest.mark.parametrize(("counts", "mean"), [([(0, 30), (0, 50)], 0), ([(30, 30), (50, 50)], 1)])
def test_none_and_all(counts: list[tuple[int, int]], mean: float) -> None:
    found = of(*counts)
    assert found[:3] == (mean, None, None)
    assert {(spot.shrunk, spot.why) for spot in found.groups} == {(mean, "rho")}


def test_one_trial_a_group() -> None:
    found = of(*[(i % 2, 1) for i in range(40)])
    assert (found.mean, found.rho) == (0.5, None)
    assert found.p is not None
    assert {spot.why for spot in found.groups} == {"rho"}


def test_groups_as_different_as_can_be() -> None:
    found = of((100, 100), (0, 100))
    assert found.rho is not None
    assert found.rho > 1
    assert [(spot.shrunk, spot.quantile, spot.bright) for spot in found.groups] == [(1, 1, True), (0, 0, False)]


def test_groups_without_a_trial_change_nothing() -> None:
    counts = [(6, 40), (1, 30), (9, 45), (2, 25)]
    found, more = of(*counts), of(*counts, (0, 0))
    assert more[:3] == found[:3]
    assert more.groups[:4] == found.groups
    assert more.groups[4].why == "n"


@pytest.mark.parametrize("group", [Group("a", 3, 2, 1), Group("a", -1, 2, 1), Group("a", 1, 2, -1)])
def test_no_such_group(group: Group) -> None:
    with pytest.raises(ValueError, match="no group"):
        spots([group])


# ---- for any groups


@given(MANY)
def test_by_the_formulas(counts: list[tuple[int, int]]) -> None:
    tried = [(k, n) for k, n in counts if n]
    found = of(*tried)
    m, size, groups = found.mean, sum(n for _, n in tried), len(tried)
    assume(m is not None and 0 < m < 1 and groups > 1 and found.rho is not None)
    assert m is not None
    table = [[k for k, _ in tried], [n - k for k, n in tried]]
    assert found.p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, abs=1e-12)
    above = sum(n * (k / n - m) ** 2 for k, n in tried) - m * (1 - m) * (groups - 1)
    assert found.rho == pytest.approx(above / (m * (1 - m) * (size - sum(n * n for _, n in tried) / size - (groups - 1))), abs=1e-9)
    if found.rho is not None and 0.001 < found.rho < 0.999:
        weight = 1 / found.rho - 1
        for (k, n), spot in zip(tried, found.groups, strict=True):
            assert spot.shrunk == pytest.approx((k + m * weight) / (n + weight))
            assert spot.quantile == pytest.approx(stats.beta.ppf(0.05, k + m * weight, n - k + (1 - m) * weight), rel=1e-8)


@given(MANY)
def test_shrunk_is_between_the_group_and_the_mean(counts: list[tuple[int, int]]) -> None:
    found = of(*counts)
    for (_, n), spot in zip(counts, found.groups, strict=True):
        if not n:
            assert spot.rate is spot.shrunk is spot.quantile is None
            continue
        assert spot.rate is not None
        assert spot.shrunk is not None
        assert spot.quantile is not None
        assert found.mean is not None
        low, high = sorted([spot.rate, found.mean])
        assert low - 1e-12 <= spot.shrunk <= high + 1e-12
        assert 0 <= spot.quantile <= 1
        assert (spot.low, spot.high) == rate(spot.k, spot.n)[3:]


@given(MANY, st.integers(0, 20))
def test_bright_is_what_holds_every_condition(counts: list[tuple[int, int]], sessions: int) -> None:
    found = of(*counts, sessions=sessions)
    for spot in found.groups:
        assert spot.bright == (spot.why is None)
        if spot.bright:
            assert found.p is not None
            assert found.rho is not None
            assert found.p < 0.05
            assert found.rho > 0
            assert (spot.quantile or 0) > (found.mean or 0)
            assert spot.n >= 20
            assert spot.k >= 3
            assert sessions >= 3


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_is_nothing(counts: list[tuple[int, int]], dice: Random) -> None:
    groups = [Group(str(i), k, n, 5) for i, (k, n) in enumerate(counts)]
    mixed = dice.sample(groups, len(groups))
    found, other = spots(groups), spots(mixed)
    assert other[:3] == found[:3]
    assert sorted(other.groups, key=lambda spot: int(spot.key)) == list(found.groups)


def test_ten_years_of_calls() -> None:
    """A million calls an hour of the day: what is a tenth better is seen; what is a ten-thousandth better is not."""
    found = of(*[(80_000 + 8_000 * (i == 3), 1_000_000) for i in range(10)])
    assert [i for i, spot in enumerate(found.groups) if spot.bright] == [3]
    assert not any(spot.bright for spot in of(*[(80_000 + 8 * (i == 3), 1_000_000) for i in range(10)]).groups)


def test_hardly_any_likeness_weighs_nearly_everything() -> None:
    """ρ a little above 0, and a prior of billions of calls: it is found all the same."""
    hardly = next(found for found in (of((100_000 + extra, 1_000_000), (100_000, 1_000_000)) for extra in range(400, 500)) if (found.rho or 0) > 0)
    assert (hardly.rho or 0) < 1e-8
    assert hardly.groups[0].quantile == pytest.approx(hardly.mean or 0, abs=1e-4)
