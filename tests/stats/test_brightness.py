"""What is said of groups: names of the bright ones, and nothing of the others."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.brightness import (
    BRIGHTER,
    DIMENSIONS,
    MEASURES,
    UNSHOWN,
    as_data,
    asked,
    bright,
    dimension,
    key_name,
    mean_of,
    named_of,
    sentence,
    words,
)
from nextcall.stats.buckets import KEYS, SORTS, TEXTS, WEEKDAYS, Bucket
from nextcall.stats.spots import Group, spots
from nextcall.text import line

HOURS = [f"{hour:02}" for hour in range(24)]


def part(key: str, k: int, n: int, sessions: int = 5, **more: Any) -> Bucket:
    return Bucket(key, sessions, calls=n, connects=k, conversations=k, **more)


PLANTED = [part("09", 16, 200), part("10", 40, 200), part("11", 15, 200), part("12", 16, 200)]
LEVEL = [part(f"{9 + i:02}", k, n) for i, (k, n) in enumerate(((6, 40), (1, 30), (9, 45), (2, 25)))]


def test_every_dimension_is_a_part_of_the_history() -> None:
    assert set(DIMENSIONS) <= set(KEYS) | set(TEXTS) | set(SORTS)


def test_what_is_counted_among_what() -> None:
    one = [Bucket("a", 3, calls=100, connects=40, conversations=20, yeses=4, served=9)]
    assert {measure: (bright(one, measure).groups[0].k, bright(one, measure).groups[0].n) for measure in MEASURES} == {
        "connect": (40, 100), "conversation": (20, 100), "yes": (4, 20), "served": (9, 20),
    }  # fmt: skip


def test_steps_are_asked_of_conversations_alone() -> None:
    assert {measure: asked(measure, "step") for measure in MEASURES} == {"connect": False, "conversation": False, "yes": True, "served": True}
    assert all(asked(measure, by) for measure in MEASURES for by in DIMENSIONS if by != "step")


def test_a_bright_group_is_named_with_its_interval_and_the_mean() -> None:
    found = bright(PLANTED, "conversation", "hour")
    assert [spot.key for spot in named_of(found)] == ["10"]
    said = "Conversations by hour: brighter than the rest: 10 o'clock, 40 of 200, 20.0 % (15.8 to 25.0 %). All together 87 of 800, 10.9 % (9.2 to 12.8 %)."
    assert sentence(found, "conversation", "hour") == said
    assert mean_of(found).rate == found.mean


def test_two_are_named_in_their_order() -> None:
    found = bright([*PLANTED, part("13", 44, 200), part("14", 14, 200)], "conversation", "hour")
    said = sentence(found, "conversation", "hour")
    assert [spot.key for spot in named_of(found)] == ["10", "13"]
    assert said.index("10 o'clock") < said.index("; 13 o'clock")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("by", DIMENSIONS)
def test_no_difference_shown_yet(measure: str, by: str) -> None:
    for some in ([], [part("09", 0, 0)], [part("09", 5, 9)]):
        found = spots(Group("", 0, 0, 0) for _ in some)
        assert sentence(found, measure, by) == f"{words(measure).capitalize()} by {dimension(by)}: {UNSHOWN}."


def test_the_fixture_as_data() -> None:
    found = as_data(bright(LEVEL, "conversation", "hour"), "conversation", "hour")
    assert (round(found["mean"], 4), round(found["rho"], 4)) == (0.1286, 0.0216)
    assert [round(group["shrunk"], 4) for group in found["groups"]] == [0.1386, 0.0906, 0.1642, 0.1113]
    assert found["verdict"] == "Conversations by hour: no difference shown yet."
    assert {"key", "k", "n", "sessions", "rate", "shrunk", "low", "high", "quantile", "bright", "why"} == set(found["groups"][0])


def test_calls_without_an_hour_are_left_out_by_hour_alone() -> None:
    parts = [*LEVEL, part("", 50, 60)]
    assert [spot.key for spot in bright(parts, "conversation", "hour").groups] == [one.key for one in LEVEL]
    assert bright(parts, "conversation", "preset").groups[-1].key == ""
    assert bright(parts, "conversation").groups[-1].n == 60


COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(COUNTS, max_size=9), st.integers(0, 5))
def test_only_bright_groups_are_named(rows: list[tuple[int, int]], sessions: int) -> None:
    parts = [part(f"<{i}>", k, n, sessions) for i, (k, n) in enumerate(rows)]
    found = bright(parts, "conversation", "preset")
    said = sentence(found, "conversation", "preset")
    assert [part_.key in said for part_ in parts] == [spot.bright for spot in found.groups]
    assert (BRIGHTER in said) == (UNSHOWN not in said) == any(spot.bright for spot in found.groups)
    for spot in named_of(found):
        assert spot.n >= 20
        assert spot.k >= 3
        assert spot.sessions >= 3
        assert spot.rate is not None
        assert found.mean is not None
        assert spot.rate > found.mean


# ---- names


def test_names_of_keys() -> None:
    assert [key_name("hour", key) for key in ("09", "00", "23")] == ["9 o'clock", "0 o'clock", "23 o'clock"]
    assert [key_name("weekday", key) for key in WEEKDAYS] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert [key_name("step", key) for key in ("0", "1", "6")] == ["0 steps kept", "1 step kept", "6 steps kept"]
    assert [key_name(by, "") for by in ("preset", "skill", "list", "tag")] == ["no preset", "no skill", "no list", "no tag"]
    assert [key_name("early", "first ten"), key_name("month", "2026-11")] == ["first ten", "2026-11"]


@given(st.text(max_size=60))
def test_what_a_caller_named_stays_harmless_text(name: str) -> None:
    shown = key_name("tag", name)
    assert shown == line(shown)
    assert 0 < len(shown) <= 40
