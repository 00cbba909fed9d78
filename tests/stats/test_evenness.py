"""Evenness: the shift against all differences written out, the interval against what a bootstrap must do."""

from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looks import usual
from nextcall.stats.difference import difference
from nextcall.stats.evenness import Evenness, evenness, hodges_lehmann, steps_kept
from nextcall.stats.resampling import interval

Gaps = tuple[list[int], list[int]]
NUMBERS = st.one_of(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.lists(st.integers(0, 10**7), min_size=1, max_size=40))


def history(dice: Random, sessions: int, slower: float, each: tuple[int, int] = (8, 4)) -> list[Gaps]:
    """Gaps in milliseconds, twenty seconds in the middle, each session with a pace of its own."""

    def gaps(number: int, pace: float) -> list[int]:
        return [round(pace * dice.lognormvariate(0, 0.7)) for _ in range(number)]

    paces = [20_000 * dice.lognormvariate(0, 0.2) for _ in range(sessions)]
    return [(gaps(each[0], pace * slower), gaps(each[1], pace)) for pace in paces]


# ---- the shift


@given(NUMBERS, NUMBERS)
def test_the_median_of_all_differences(one: list[int], other: list[int]) -> None:
    assert hodges_lehmann(one, other) == median(x - y for x in one for y in other)


@given(NUMBERS, NUMBERS, st.integers(-1000, 1000))
def test_it_turns_and_moves_with_the_numbers(one: list[int], other: list[int], by: int) -> None:
    found = hodges_lehmann(one, other)
    assert hodges_lehmann(other, one) == -found
    assert hodges_lehmann([x + by for x in one], other) == found + by


def test_a_hundred_million_pairs() -> None:
    dice = Random(3)  # noqa: S311 (not a secret)
    one = [round(20_000 * dice.lognormvariate(0, 0.8)) for _ in range(10_000)]
    assert hodges_lehmann([x + 777 for x in one], one) == 777


def test_more_than_can_be_counted_one_by_one() -> None:
    """Ten thousand of them, evenly spread, stand for all."""
    dice = Random(4)  # noqa: S311 (not a secret)
    one = [round(20_000 * dice.lognormvariate(0, 0.8)) for _ in range(60_000)]
    assert hodges_lehmann([x + 1000 for x in one], one) == pytest.approx(1000, abs=2)


def test_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="nothing"):
        hodges_lehmann([], [1])
    with pytest.raises(ValueError, match="nothing"):
        interval([([1], []), ([2], [])])


# ---- the pace


@pytest.mark.parametrize("each", [(0, 0), (1, 0), (0, 1), (14, 15), (15, 14)])
def test_under_fifteen_of_each_is_not_enough(each: tuple[int, int]) -> None:
    found = evenness([([10] * each[0], [5] * each[1])])
    assert found == Evenness("not enough yet", 5 if all(each) else None, None, None, median([10] * each[0] + [5] * each[1]) if any(each) else None, *each)


def test_fifteen_of_each_are_enough() -> None:
    assert evenness([([10] * 3, [5] * 3)] * 5) == Evenness("slower after a no", 5, 5, 5, 7.5, 15, 15)
    assert evenness([([5] * 3, [10] * 3)] * 10).state == "slower after a good call"
    assert evenness([([10] * 3, [10] * 3)] * 10) == Evenness("the same pace", 0, 0, 0, 10, 30, 30)
    assert evenness([([0] * 3, [0] * 3)] * 10).state == "the same pace"
    assert evenness([([8] * 15, [10] * 15)]).state == "the same pace"  # 2 of 8 to 10: inside a quarter of 9
    assert evenness([([125] * 15, [100] * 16)]).state == "the same pace"  # exactly a quarter
    assert evenness([]).state == "not enough yet"


@pytest.mark.parametrize(
    ("sessions", "slower", "state"),
    [
        (150, 1.0, "the same pace"), (150, 1.05, "the same pace"), (40, 1.6, "slower after a no"), (40, 0.6, "slower after a good call"), (4, 1.0, "no difference shown"),
        (5, 3.0, "slower after a no"),
    ],
)  # fmt: skip
def test_simulated(sessions: int, slower: float, state: str) -> None:
    for seed in range(usual(1, long=3)):
        found = evenness(history(Random(seed), sessions, slower))  # noqa: S311 (not a secret)
        assert found.state == state
        assert (found.n_no, found.n_good) == (8 * sessions, 4 * sessions)
        assert found.low is not None
        assert found.shift is not None
        assert found.high is not None
        assert found.low <= found.shift <= found.high


def test_the_same_history_gives_the_same_interval() -> None:
    """On every machine: whole numbers in, and no generator but its own."""
    made = [([100 + 37 * (i + j) % 53 for j in range(5)], [90 + 29 * (i + 2 * j) % 47 for j in range(4)]) for i in range(30)]
    assert evenness(made)[1:4] == (14, 12, 16)
    assert evenness(made) == evenness(made)


def test_sessions_without_gaps_change_nothing() -> None:
    made = history(Random(10), 20, 1.2)  # noqa: S311 (not a secret)
    assert evenness([([], []), *made, ([], [])]) == evenness(made)


def test_of_many_sessions_the_interval_is_as_wide_as_theory_has_it() -> None:
    """Where sessions have one pace, the shift has the standard deviation 1/(√12 · ∫f²) · √(1/m + 1/n)."""
    dice = Random(11)  # noqa: S311 (not a secret)
    made = [([round(dice.gauss(20_000, 2_000)) for _ in range(4)], [round(dice.gauss(20_000, 2_000)) for _ in range(4)]) for _ in range(1200)]
    found = evenness(made)
    wide = 2 * 1.645 * 2_000 * (3.141592653589793 / 3) ** 0.5 * (2 / 4800) ** 0.5
    assert (found.high or 0) - (found.low or 0) == pytest.approx(wide, rel=0.15)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Twenty histories of 20 sessions in which gaps after a no take 3 seconds more: in about nine of ten it holds that."""
    held = 0
    for seed in range(20):
        made = [([gap + 3000 for gap in one], other) for one, other in history(Random(seed), 20, 1.0, (4, 3))]  # noqa: S311 (not a secret)
        low, high = interval(made)
        held += low <= 3000 <= high
    assert 15 <= held <= 20


def test_sessions_that_differ_make_it_wider() -> None:
    """The same gaps, each session with a difference of its own or mixed up among the sessions."""
    dice = Random(12)  # noqa: S311 (not a secret)
    own = [dice.gauss(0, 4000) for _ in range(20)]
    apart = [([round(dice.gauss(20_000 + shift, 500)) for _ in range(10)], [round(dice.gauss(20_000, 500)) for _ in range(10)]) for shift in own]
    afters = dice.sample([gap for one, _ in apart for gap in one], 200)
    mixed = [(afters[10 * i : 10 * i + 10], other) for i, (_, other) in enumerate(apart)]
    assert evenness(apart).shift == evenness(mixed).shift
    low, high = interval(apart)
    mixed_low, mixed_high = interval(mixed)
    assert high - low > 2 * (mixed_high - mixed_low)


@pytest.mark.parametrize("seed", range(3))
def test_turned_around_it_is_the_mirror(seed: int) -> None:
    made = history(Random(seed), 60, 1.3, (3, 2))  # noqa: S311 (not a secret)
    found, turned = evenness(made), evenness([(other, one) for one, other in made])
    assert turned.shift == -(found.shift or 0)
    assert turned.low == pytest.approx(-(found.high or 0), abs=0.02 * (found.median or 0))
    assert turned.high == pytest.approx(-(found.low or 0), abs=0.02 * (found.median or 0))


# ---- the steps


def test_steps() -> None:
    assert steps_kept(14, 14, 100, 100).state == "not enough yet"
    assert steps_kept(0, 0, 0, 0)[:5] == ("not enough yet", None, None, None, None)
    assert steps_kept(50, 100, 80, 100).state == "fewer after a no"
    assert steps_kept(80, 100, 50, 100).state == "fewer after a good call"
    assert steps_kept(400, 500, 405, 500).state == "kept the same"
    assert steps_kept(10, 20, 9, 20).state == "no difference shown"
    assert steps_kept(0, 400, 0, 400).state == "no difference shown"
    assert steps_kept(14, 14, 50, 100)[1:5] == (0.5, None, None, 64 / 114)


@given(st.tuples(st.integers(15, 300), st.integers(15, 300)).flatmap(lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))))
def test_steps_by_newcombe(counts: tuple[int, int, int, int]) -> None:
    found, turned = steps_kept(*counts), steps_kept(*counts[2:], *counts[:2])
    assert found[1:4] == difference(*counts)
    assert (found.n_no, found.n_good) == (counts[1], counts[3])
    other = {"fewer after a no": "fewer after a good call", "fewer after a good call": "fewer after a no"}
    assert turned.state == other.get(found.state, found.state)
    assert (found.state == "fewer after a no") == (found.high is not None and found.high < 0 and found.state != "kept the same")


def test_more_kept_than_there_are() -> None:
    with pytest.raises(ValueError, match="no shares"):
        steps_kept(3, 2, 1, 1)
