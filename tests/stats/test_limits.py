"""Natural limits: the figures of the specification, and what must hold for every series."""

from collections.abc import Callable
from math import nan, sqrt
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nextcall.stats.limits import Limits, Point, judge, own_limits, p_prime, u_prime, verdict, xmr

WEEK = [22, 25, 19, 30, 24, 21, 27, 18]
COUNTS, HOURS = [12, 30, 55, 8, 26, 60, 14, 33], [0.5, 1, 2, 0.4, 1, 2, 0.5, 1]
KS, NS = [2, 5, 1, 6, 3], [25, 40, 18, 52, 30]
VALUES = st.lists(st.floats(0, 1e6), min_size=6, max_size=40)
RATES = st.lists(st.tuples(st.integers(0, 100), st.floats(0.1, 10)), min_size=6, max_size=40)
SHARES = st.lists(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=6, max_size=40)


def signals(limits: Limits) -> list[str | None]:
    return [point.signal for point in limits.points]


# ---- the figures of the specification


def test_equal_buckets() -> None:
    found = xmr(WEEK)
    assert (found.method, found.state, found.center, found.same) == ("xmr", "trial", 23.25, False)
    assert found.lower is not None
    assert found.upper is not None
    assert (round(found.lower, 2), round(found.upper, 2)) == (6.53, 39.97)
    assert found.points == tuple(Point(value, found.lower, found.upper, None) for value in WEEK)


def test_unequal_hours() -> None:
    found = u_prime(COUNTS, HOURS)
    assert (found.method, found.state, found.lower, found.upper) == ("u", "trial", None, None)
    assert (round(found.center or 0, 4), round(found.spread or 0, 4)) == (28.3333, 0.6374)
    first = found.points[0]
    assert (first.value, round(first.lower or 0, 3), round(first.upper or 0, 3), first.signal) == (24, 13.938, 42.728, None)
    assert first[1:3] == own_limits(found, 0.5)


def test_shares() -> None:
    found = p_prime(KS, NS)
    assert (round(found.center or 0, 5), round(found.spread or 0, 5)) == (0.10303, 0.72224)
    assert [round(limit, 4) for limit in own_limits(found, 25) or ()] == [0, 0.2348]
    assert (found.method, found.state) == ("p", "learning")
    assert [point[1:] for point in found.points] == [(None, None, None)] * 5


# ---- how much is known


@pytest.mark.parametrize(("number", "state"), [(0, "learning"), (1, "learning"), (5, "learning"), (6, "trial"), (11, "trial"), (12, "settled"), (400, "settled")])
def test_states(number: int, state: str) -> None:
    values = [10 + i % 3 for i in range(number)]
    for found in (xmr(values), u_prime(values, [1] * number), p_prime(values, [50] * number)):
        assert found.state == state
        assert (found.center is None) == (number == 0)
        assert len(found.points) == number
        assert all((point.lower is None) == (state == "learning") for point in found.points)
        assert verdict(found).kind == ("learning" if state == "learning" else "routine")


def test_nothing_at_all() -> None:
    assert verdict(xmr([])) == ("learning", None)
    assert judge(xmr([]), 4) == ("learning", Point(4, None, None, None))
    assert own_limits(xmr([])) is None
    assert own_limits(xmr([1])) is None


@pytest.mark.parametrize("value", [0, 0.1, 1 / 3, 5, 1e300])
def test_what_never_moves_has_no_limits(value: float) -> None:
    found = xmr([value] * 20)
    assert (found.same, found.state, found.lower, found.upper) == (True, "settled", None, None)
    assert found.center == pytest.approx(value)
    assert signals(found) == [None] * 20
    assert verdict(found).kind == "same"
    assert judge(found, value).kind == "same"
    assert judge(found, value + 1e-3 + value / 10).kind == "learning"


@given(st.lists(st.integers(1, 60), min_size=6, max_size=40), st.integers(0, 30))
def test_the_same_rate_in_unequal_hours_never_moves(hours: list[int], rate: int) -> None:
    """Whatever rounding makes of it."""
    thirds = [hour / 7 for hour in hours]
    found = u_prime([rate * third for third in thirds], thirds)
    assert (found.same, verdict(found).kind) == (True, "same")
    assert signals(found) == [None] * len(hours)
    assert judge(found, rate, 3.7).kind == "same"


@pytest.mark.parametrize("ks", [[0] * 8, [10, 20, 30, 40, 50, 60, 70, 80]])
def test_none_and_all_are_always_the_same(ks: list[int]) -> None:
    found = p_prime(ks, [10, 20, 30, 40, 50, 60, 70, 80])
    assert (found.same, own_limits(found, 10), verdict(found).kind) == (True, None, "same")


def test_five_of_the_same_are_still_too_few() -> None:
    assert verdict(xmr([4] * 5)).kind == "learning"


# ---- signals


def test_outside_is_a_signal() -> None:
    found = xmr([*WEEK, 90, *WEEK, 0.1], floor=None)
    assert [i for i, signal in enumerate(signals(found)) if signal == "high"] == [8]
    assert verdict(found, 8) == ("high", found.points[8])
    assert verdict(xmr([50, 52, 51, 49, 50, 51, 52, 3, 50, 51, 49, 50]), 7).kind == "low"
    with pytest.raises(IndexError):
        verdict(found, 99)


def test_eight_in_a_row_are_a_signal_all_of_them() -> None:
    values = [10, 14, *[11.6, 12.4] * 2, *[9.4, 8.6] * 4, 13, 11, 10.9, 13.1, 14]
    found = xmr(values)
    low = [i for i, value in enumerate(values) if found.center is not None and value < found.center]
    assert low[1:9] == list(range(6, 14))
    assert signals(found) == [None] * 6 + ["run"] * 8 + [None] * 5
    assert verdict(found, 13).kind == "run"
    assert verdict(found).kind == "routine"


def test_on_the_centre_is_on_no_side() -> None:
    """Eight above and eight below are two runs; with one on the centre in the middle of each they are none."""
    assert signals(xmr([11, 12] * 4 + [9, 8] * 4)) == ["run"] * 16
    found = xmr([11, 12, 11, 12, 10, 11, 12, 11, 12, 9, 8, 9, 8, 10, 9, 8, 9, 8])
    assert found.center == 10
    assert signals(found) == [None] * 18


def test_outside_wins_over_a_run() -> None:
    found = xmr([*[10.1, 9.9] * 8, *[10.5, 10.6] * 4, 16, *[9.5, 9.4] * 4])
    assert tuple(found.points[24]) == (16, found.lower, found.upper, "high")
    assert signals(found)[16:24] == ["run"] * 8


def test_a_value_on_a_limit_that_was_cut_is_no_signal() -> None:
    shares = p_prime([10, 9, 10, 10, 8, 10, 9, 10], [10] * 8)
    assert {(point.upper, point.signal) for point in shares.points} == {(1.0, None)}
    rates = u_prime([0, 1, 0, 0, 2, 0, 1, 0], [1] * 8)
    assert {(point.lower, point.signal) for point in rates.points} == {(0.0, None)}
    values = xmr([0, 3, 0, 1, 0, 0, 4, 0])
    assert (values.lower, signals(values)) == (0.0, [None] * 8)


# ---- a new value


def test_a_new_value_is_judged_by_its_own_limits() -> None:
    earlier = u_prime(COUNTS, HOURS)
    assert judge(earlier, 44, 0.5).kind == "high"
    assert judge(earlier, 44, 0.4).kind == "routine"
    assert judge(earlier, 10, 1).kind == "low"
    assert judge(earlier, 24, 0.5).point == earlier.points[0]
    assert judge(p_prime(KS * 2, NS * 2), 0.3, 25).kind == "high"
    assert judge(xmr(WEEK), 40).kind == "high"
    assert judge(xmr(WEEK), 39.9).kind == "routine"


def test_a_new_value_can_be_the_eighth_in_a_row() -> None:
    earlier = xmr([20, 4, 19, 13, *[11, 10.5] * 3, 11])
    assert earlier.center == pytest.approx(11.95, abs=0.01)
    assert signals(earlier) == [None] * 11
    assert judge(earlier, 11) == ("run", Point(11, earlier.lower, earlier.upper, "run"))
    assert judge(earlier, earlier.center or 0).kind == "routine"
    assert judge(earlier, 12.5).kind == "routine"
    assert judge(earlier, 100).kind == "high"
    assert judge(xmr([20, 4, 19, 13, 13, *[11, 10.5] * 3]), 11).kind == "routine"


def test_too_few_to_judge_a_new_value() -> None:
    assert judge(xmr(WEEK[:5]), 1000).kind == "learning"


@pytest.mark.parametrize(("limits", "exposure"), [(xmr(WEEK), 1), (u_prime(COUNTS, HOURS), None), (p_prime(KS, NS), 0), (p_prime(KS, NS), nan)])
def test_an_exposure_where_there_is_one(limits: Limits, exposure: float | None) -> None:
    with pytest.raises(ValueError, match="exposure"):
        judge(limits, 0.5, exposure)


# ---- for every series


@given(VALUES)
def test_xmr_by_its_formula(values: list[float]) -> None:
    found = xmr(values)
    moving = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
    half = 2.66 * sum(moving) / len(moving)
    assume(not found.same)
    assert found.center == pytest.approx(sum(values) / len(values))
    assert found.lower == pytest.approx(max(0, sum(values) / len(values) - half), abs=1e-6)
    assert found.upper == pytest.approx(sum(values) / len(values) + half)


@given(VALUES, st.sampled_from([0.25, 2.0, 1024.0]), st.integers(1, 8))
def test_scaling_and_shifting_change_no_verdict(values: list[float], factor: float, shift: int) -> None:
    values = [float(round(value)) for value in values]
    found, scaled, moved = xmr(values, None), xmr([value * factor for value in values], None), xmr([value + 2**shift for value in values], None)
    assert signals(found) == signals(scaled)
    if not found.same and not moved.same:
        assert scaled.upper == pytest.approx((found.upper or 0) * factor)
        assert moved.upper == pytest.approx((found.upper or 0) + 2**shift)
        assert moved.lower == pytest.approx((found.lower or 0) + 2**shift)


@given(VALUES)
def test_backwards_and_upside_down(values: list[float]) -> None:
    values = [float(round(value)) for value in values]
    found, turned, mirrored = xmr(values, None), xmr(values[::-1], None), xmr([-value for value in values], None)
    assert signals(found) == signals(turned)[::-1]
    other = {"high": "low", "low": "high"}
    assert signals(mirrored) == [other.get(signal or "", signal) for signal in signals(found)]


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=30), st.floats(1.01, 20))
def test_limits_widen_with_noise(noise: list[float], more: float) -> None:
    quiet, loud = xmr([1000 + one for one in noise]), xmr([1000 + more * one for one in noise])
    assume(not quiet.same)
    assert (loud.upper or 0) - (loud.lower or 0) >= (quiet.upper or 0) - (quiet.lower or 0)


@given(RATES)
def test_limits_of_rates_widen_with_less_time(points: list[tuple[int, float]]) -> None:
    found = u_prime(*zip(*points, strict=True))
    assume(not found.same)
    limits = sorted((hours, point.lower or 0, -(point.upper or 0)) for (_, hours), point in zip(points, found.points, strict=True))
    for column in (1, 2):
        ends = [row[column] for row in limits]
        assert ends == sorted(ends)


@given(st.one_of(RATES.map(lambda points: u_prime(*zip(*points, strict=True))), SHARES.map(lambda points: p_prime(*zip(*points, strict=True))), VALUES.map(xmr)))
def test_what_each_signal_means(found: Limits) -> None:
    top = 1 if found.method == "p" else float("inf")
    for i, point in enumerate(found.points):
        if found.same:
            assert point[1:] == (None, None, None)
            continue
        assert point.lower is not None
        assert point.upper is not None
        assert found.center is not None
        assert 0 <= point.lower <= found.center * (1 + 1e-12)
        assert found.center * (1 - 1e-12) <= point.upper <= top
        assert (point.signal == "high") == (point.value > point.upper)
        assert (point.signal == "low") == (point.value < point.lower)
        if point.signal == "run":
            around = [{one.value > found.center for one in found.points[j : j + 8]} for j in range(max(0, i - 7), i + 1) if j + 8 <= len(found.points)]
            assert any(len(sides) == 1 for sides in around)


@given(SHARES)
def test_shares_of_the_other_outcome_are_the_mirror(points: list[tuple[int, int]]) -> None:
    ks, ns = zip(*points, strict=True)
    found, other = p_prime(ks, ns), p_prime([n - k for k, n in points], ns)
    assert found.same == other.same
    assert other.spread == pytest.approx(found.spread or 0, abs=1e-9)


def test_laney_s_limits_are_three_sigma_where_chance_is_all() -> None:
    """Binomial shares: his s is about 1, and the limits are those of a plain p chart."""
    dice = Random(8)  # noqa: S311 (not a secret)
    ns = [dice.randint(100, 400) for _ in range(3000)]
    found = p_prime([sum(dice.random() < 0.1 for _ in range(n)) for n in ns], ns)
    assert found.spread == pytest.approx(1, abs=0.05)
    assert (own_limits(found, 100) or (0, 0))[1] == pytest.approx(0.1 + 3 * sqrt(0.1 * 0.9 / 100), abs=0.006)


# ---- what is no series


@pytest.mark.parametrize(
    "made",
    [
        lambda: xmr([1, nan]), lambda: xmr([1, float("inf")]), lambda: xmr([1, -1]), lambda: xmr([3, 4], floor=3.5), lambda: u_prime([1], [0]), lambda: u_prime([-1], [1]),
        lambda: u_prime([1], [1, 2]), lambda: u_prime([1], [nan]), lambda: p_prime([0], [0]), lambda: p_prime([2], [1]), lambda: p_prime([-1], [1]), lambda: p_prime([1, 1], [1]),
    ],
)  # fmt: skip
def test_no_such_series(made: Callable[[], Limits]) -> None:
    with pytest.raises(ValueError, match=r"every|shorter|longer"):
        made()
