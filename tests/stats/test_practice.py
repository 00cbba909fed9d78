"""Skills: hours that only add up, events with their limits, scores beside each other and the gap between them."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.limits import u_prime
from nextcall.stats.practice import Practice, Skill, as_data, events_sentence, sentence, skills

HOUR = 3_600_000


def practised(skill: str | None, n: int = 0, conversations: int = 4, asked: int = 8, *, scores: tuple[int | None, int | None] = (None, None)) -> Practice:
    return Practice(f"s{n}", skill, "2026-11-21T09:00:00.000-05:00", HOUR, conversations, asked, 2, *scores)


def only(found: list[Practice]) -> Skill:
    (skill,) = skills(found)
    return skill


def test_least_practised_first_and_those_never_practised_before_all() -> None:
    found = skills([practised("a"), practised("a"), practised("b"), practised(None), practised("")], ["c", "a", "0"])
    assert [(skill.name, skill.sessions, skill.lasted) for skill in found] == [("0", 0, 0), ("c", 0, 0), ("b", 1, HOUR), ("a", 2, 2 * HOUR)]
    assert skills([]) == []


def test_limits_are_those_of_counts_per_conversation() -> None:
    asked = [12, 30, 55, 8, 26, 60, 14, 33]
    those = [practised("a", n, conversations=n + 1, asked=number) for n, number in enumerate(asked)]
    skill = only([*those, practised("a", 99, conversations=0, asked=5)])
    assert skill.asking == u_prime(asked, list(range(1, 9)))
    assert (skill.asked, skill.conversations, skill.sessions) == (sum(asked) + 5, 36, 9)
    data = as_data(skill)
    points = data["asked_per_conversation"]["points"]
    assert [(point["key"], point["k"], point["n"]) for point in points] == [(f"s{n}", number, n + 1) for n, number in enumerate(asked)]
    assert all(isclose(point["value"], point["k"] / point["n"], abs_tol=1e-6) for point in points)
    assert data["asked_per_conversation"]["last"] == points[-1]
    assert (data["asked_per_conversation"]["state"], data["seconds"]) == ("trial", 9 * 3600)


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([(4, None), (None, 3)], ""),
        ([(4, 3), (5, 3), (2, None)], "You score yourself 1.5 higher than your coach does, over 2 sessions."),
        ([(2, 3)], "You score yourself 1 lower than your coach does, over 1 session."),
        ([(3, 3), (2, 3), (3, 2)], "You and your coach agree, over 3 sessions."),
        ([(3, 2)] + [(3, 3)] * 29, "You and your coach agree, over 30 sessions."),
    ],
)
def test_the_gap_is_that_of_sessions_with_both_scores(scores: list[tuple[int | None, int | None]], said: str) -> None:
    skill = only([practised("a", n, scores=both) for n, both in enumerate(scores)])
    assert sentence(skill) == said
    both = [(mine, theirs) for mine, theirs in scores if mine and theirs]
    assert skill.both == len(both)
    assert (skill.gap is None) == (not both)
    assert [one["session"] for one in as_data(skill)["scores"]] == [f"s{n}" for n in range(len(scores))]


def test_means_of_what_was_said() -> None:
    skill = only([practised("a", scores=(4, None)), practised("a", scores=(5, 1)), practised("a")])
    assert (skill.self_score, skill.coach_score, skill.gap) == (4.5, 1, 4)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "No conversation yet to count questions in."),
        ([8], "In the newest session 2 questions a conversation: learning, 1 session so far, limits need 6."),
        ([8] * 5, "In the newest session 2 questions a conversation: learning, 5 sessions so far, limits need 6."),
        ([8] * 6, "In the newest session 2 questions a conversation: always the same."),
        ([8, 12] * 3, "In the newest session 3 questions a conversation: inside your trial range ("),
        ([8, 12] * 6, "In the newest session 3 questions a conversation: inside your usual range ("),
        ([8, 9] * 8 + [80], "above your usual range ("),
        ([80, 81] * 8 + [0], "below your usual range ("),
        ([8, 12] * 8 + [11, 12] * 4, "8 or more in a row above your middle of "),
    ],
)
def test_what_happened_in_words(asked: list[int], said: str) -> None:
    skill = only([practised("a", n, asked=number) for n, number in enumerate(asked)] or [practised("a", conversations=0)])
    assert said in events_sentence(skill, "asked")
    assert events_sentence(skill, "learned").count("facts") == 1


@given(st.lists(st.builds(
    Practice, st.just("x"), st.sampled_from(["a", "b", None]), st.just(""), st.integers(0, HOUR), st.integers(0, 5), st.integers(0, 50), st.integers(0, 50),
    st.none() | st.integers(1, 5), st.none() | st.integers(1, 5),
), max_size=30))  # fmt: skip
def test_whatever_was_practised(found: list[Practice]) -> None:
    made = skills(found, ["a"])
    assert sum(skill.sessions for skill in made) == sum(one.skill is not None for one in found)
    for skill in made:
        data = as_data(skill)
        assert round(data["seconds"] * 1000) == sum(one.lasted for one in skill.practised)
        assert len(data["learned_per_conversation"]["points"]) == sum(one.conversations > 0 for one in skill.practised)
        assert all(word not in str(data).lower() for word in ("level", "rank", "streak", "badge"))
        assert events_sentence(skill, "asked")
