"""Forecasts: the figures of the specification, SciPy's beta-binomial, and counting every sequence of a few calls."""

from collections.abc import Iterator
from itertools import accumulate, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from looks import usual
from nextcall.stats.forecast import dry_spell, effort, plan

SEEN = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# ---- so many calls more


def test_twelve_conversations_in_two_hundred_calls_forty_more() -> None:
    assert plan(40, 12, 200) == (2, 1, 5)


@settings(max_examples=usual(10, long=2_000))
@given(st.integers(0, 2000), SEEN)
def test_each_is_the_first_number_to_reach_its_chance(calls: int, seen: tuple[int, int]) -> None:
    k, n = seen
    found = plan(calls, k, n)
    for number, chance in zip(found, (0.5, 0.1, 0.9), strict=True):
        assert 0 <= number <= calls
        reached, before = betabinom.cdf([number, number - 1], calls, k + 0.5, n - k + 0.5)
        assert reached >= chance - 1e-8
        assert number == 0 or before < chance + 1e-8


@settings(max_examples=usual(10, long=2_000))
@given(st.integers(0, 400), SEEN)
def test_more_of_anything_is_never_less(calls: int, seen: tuple[int, int]) -> None:
    k, n = seen
    found = plan(calls, k, n)
    assert found.low <= found.median <= found.high
    for more in (plan(calls + 1, k, n), plan(calls, k + 1, n + 1)):
        assert all(a <= b for a, b in zip(found, more, strict=True))
    assert all(a >= b for a, b in zip(found, plan(calls, k, n + 1), strict=True))


def test_a_chance_of_exactly_a_half_is_one() -> None:
    """Of an odd number of calls at even chances the lower half has it, whatever rounding does."""
    assert plan(1, 0, 0) == (0, 0, 1)
    assert plan(9, 4, 8) == (4, 2, 7)
    assert plan(101, 500, 1000).median == 50


def test_nothing_planned_nothing_comes() -> None:
    assert plan(0, 3, 7) == (0, 0, 0)


def test_a_lifetime_of_calls() -> None:
    """Far from the mean no double holds the chances; near it they all are there."""
    assert plan(100_000, 12, 200) == tuple(map(int, betabinom.ppf([0.5, 0.1, 0.9], 100_000, 12.5, 188.5)))
    assert plan(100_000, 50_000, 100_000) == (50_000, 49_713, 50_287)
    assert plan(100_000, 0, 0).median == 50_000
    assert plan(100_000, 0, 10**9) == (0, 0, 0)
    assert plan(100_000, 10**9, 10**9) == (100_000, 100_000, 100_000)


@pytest.mark.parametrize(("calls", "k", "n"), [(-1, 0, 0), (1, 2, 1), (1, -1, 1)])
def test_no_such_plan(calls: int, k: int, n: int) -> None:
    with pytest.raises(ValueError, match=r"calls cannot|no share"):
        plan(calls, k, n)


# ---- the next yes


def test_three_yeses_in_sixty_calls() -> None:
    assert effort(3, 60, 1, 19) == (15, 61)


def misses(a: float, b: float) -> Iterator[float]:
    """The chance of no yes in 1, 2, 3, ... calls, call by call."""
    return accumulate(((b + i) / (a + b + i) for i in range(1_000_000)), float.__mul__)


@settings(max_examples=usual(10, long=2_000))
@given(SEEN, st.floats(0.5, 5), st.floats(0.5, 200))
def test_as_counted_call_by_call(seen: tuple[int, int], alpha: float, beta: float) -> None:
    k, n = seen
    found = effort(k, n, alpha, beta)
    for number, chance in ((found.half, 0.5), (found.ninety, 0.9)):
        chances = misses(alpha + k, beta + n - k)
        counted = next((i for i, missed in zip(range(1, 200_000), chances, strict=False) if 1 - missed >= chance - 1e-9), None)
        assert number == counted or (counted is None and (number is None or number >= 200_000))


@given(SEEN)
def test_more_yeses_less_effort(seen: tuple[int, int]) -> None:
    k, n = seen
    found, better, worse = effort(k, n, 1, 19), effort(k + 1, n + 1, 1, 19), effort(k, n + 1, 1, 19)
    assert found.half is not None
    assert found.ninety is not None
    assert 1 <= found.half <= found.ninety
    assert (better.half or 0) <= found.half <= (worse.half or 0)
    assert (better.ninety or 0) <= found.ninety <= (worse.ninety or 10**7)


def test_a_chance_that_is_reached_exactly_is_reached() -> None:
    """On an even prior the chance of no yes in N calls is 1 / (N + 1)."""
    assert effort(0, 0, 1, 1) == (1, 9)
    assert effort(0, 499_999, 1, 1).half == 500_000


def test_there_is_an_end_to_it() -> None:
    assert effort(0, 100_000, 0.5, 0.5) == (300_001, None)
    assert effort(0, 100_000, 0.001, 1) == (None, None)
    assert effort(0, 999_999, 1, 1).half == 1_000_000
    assert effort(0, 1_000_000, 1, 1).half is None


@pytest.mark.parametrize("given_", [(2, 1, 1, 1), (-1, 1, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0), (0, 1, float("nan"), 1)])
def test_no_such_effort(given_: tuple[int, int, float, float]) -> None:
    with pytest.raises(ValueError, match=r"no share|no prior"):
        effort(*given_)


# ---- dry spells


@pytest.mark.parametrize(("run", "calls", "chance"), [(25, 50, 0.6241), (25, 100, 0.9117), (40, 50, 0.1928)])
def test_at_a_yes_rate_of_five_in_a_hundred(run: int, calls: int, chance: float) -> None:
    assert round(dry_spell(0.05, run, calls), 4) == chance


@settings(max_examples=usual(10, long=2_000))
@given(st.integers(0, 9), st.integers(1, 10), st.floats(0, 1))
def test_against_every_sequence_that_there_is(calls: int, run: int, rate: float) -> None:
    expected = sum(rate ** sum(yes) * (1 - rate) ** (calls - sum(yes)) for yes in product((0, 1), repeat=calls) if "0" * run in "".join(map(str, yes)))
    assert dry_spell(rate, run, calls) == pytest.approx(expected, abs=1e-12)


def test_against_the_number_of_sequences_without_a_run() -> None:
    """Of 2^n tosses those without two heads in a row are a Fibonacci number."""
    assert dry_spell(0.5, 2, 20) == pytest.approx(1 - sum(comb(21 - heads, heads) for heads in range(11)) / 2**20)


@given(st.floats(0, 1), st.integers(1, 60), st.integers(0, 400))
def test_a_chance_that_grows_with_the_calls_and_falls_with_the_run(rate: float, run: int, calls: int) -> None:
    found = dry_spell(rate, run, calls)
    assert 0 <= found <= 1
    assert found <= dry_spell(rate, run, calls + 1) + 1e-12
    assert found >= dry_spell(rate, run + 1, calls) - 1e-12
    assert (found == 0) == (run > calls or (1 - rate) ** run == 0)


def test_the_ends_of_dry_spells() -> None:
    assert dry_spell(0, 40, 40) == 1
    assert dry_spell(1, 1, 1000) == 0
    assert dry_spell(0.05, 10**12, 50) == 0
    assert dry_spell(0.05, 5, 100_000) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("rate", "run", "calls"), [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -1), (float("nan"), 1, 1)])
def test_no_such_spell(rate: float, run: int, calls: int) -> None:
    with pytest.raises(ValueError, match="no run"):
        dry_spell(rate, run, calls)
