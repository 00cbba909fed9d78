from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.consistency import consistency

DAYS = st.lists(st.booleans(), max_size=300)


def test_by_hand() -> None:
    assert consistency([True, False, True]) == pytest.approx([1, 12 / 13, 12 / 13 + 1 / 169])
    assert consistency([]) == []


@given(DAYS)
def test_a_miss_lowers_it_by_a_thirteenth_and_never_to_nothing(days: list[bool]) -> None:
    for kept, (before, after) in zip(days, pairwise([1.0, *consistency(days)]), strict=True):
        assert 0 < after <= 1
        assert after >= before if kept else after == pytest.approx(before * 12 / 13)


@given(DAYS, st.integers(0, 300))
def test_the_past_does_not_change(days: list[bool], until: int) -> None:
    assert consistency(days)[:until] == consistency(days[:until])


def test_the_longer_ago_the_less_it_matters() -> None:
    ends = [consistency([*[True] * ago, False, *[True] * (60 - ago)])[-1] for ago in range(61)]
    assert ends == sorted(ends, reverse=True)
    assert consistency([False, *[True] * 60])[-1] > 0.99


def test_what_is_kept_half_the_time_comes_to_a_half() -> None:
    assert consistency([True, False] * 200)[-1] == pytest.approx(0.48, abs=0.01)
