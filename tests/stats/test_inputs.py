"""The last lines of a summary: each input against its own limits, and evenness."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NEW_YORK, START, a_session
from histories import sittings
from making import sessions
from nextcall.core.session import Call, Session
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Facts
from nextcall.stats.inputs import EARLIER, NAMES, as_data, judged
from nextcall.stats.inputs_words import in_few, sentence, sentences
from nextcall.stats.limits import u_prime, xmr

HOUR = 3600


def facts(calls: int = 30, gap: float = 50, talk: float = 60, start: float = 30) -> Facts:
    """An hour of so many calls, alike."""
    at, made = START + timedelta(seconds=start), []
    for n in range(calls):
        hung = at + timedelta(seconds=talk)
        made.append(Call(n + 1, at, hung, hung, "no-answer"))
        at = hung + timedelta(seconds=gap)
    end = max(START + timedelta(hours=1), at)
    return facts_of(a_session()._replace(calls=tuple(made), ended_at=end, end="ended"), end)


def history(number: int) -> list[Facts]:
    """Hours that differ a little."""
    return [facts(calls=28 + n % 5, gap=20 + n * 7 % 6, talk=50 + n % 4, start=20 + n % 3 * 10) for n in range(number)]


def test_each_is_judged_by_those_before_it_and_not_by_itself() -> None:
    past, now = history(12), facts(30, 22, 51, 30)
    found = judged(now, past[::-1])
    assert [one.name for one in found.inputs] == list(NAMES)
    calls, gap, talk, start = found.inputs
    assert calls.limits == u_prime([28 + n % 5 for n in range(12)], [1.0] * 12)
    assert gap.limits == xmr([20 + n * 7 % 6 for n in range(12)])
    assert talk.limits == u_prime([(28 + n % 5) * (50 + n % 4) for n in range(12)], [1.0] * 12)
    assert start.limits == xmr([20 + n % 3 * 10 for n in range(12)])
    assert [one.value for one in found.inputs] == [30, 22, 30 * 51, 30]
    assert all(one.verdict.kind == "routine" for one in found.inputs)


def test_words_where_all_is_as_usual() -> None:
    found = judged(facts(30, 22, 51, 30), history(12))
    assert sentences(found)[0].startswith("Calls per hour 30: inside your usual range (")
    assert sentences(found)[2].startswith("Talk 25:30 an hour: inside your usual range (")
    assert in_few(found, 2) == (
        "Calls, gap, talk and start are inside your usual range; nothing to fix.",
        "Pace after a no and after a good call: not enough yet (0 and 0 of 15).",
    )  # fmt: skip


@pytest.mark.parametrize(("before", "said"), [(0, "no session before this one"), (1, "1 session before this one"), (5, "5 sessions before this one")])
def test_under_six_nothing_is_said(before: int, said: str) -> None:
    found = judged(facts(), history(before))
    assert {one.verdict.kind for one in found.inputs} == {"learning"}
    assert sentences(found)[0] == in_few(found, 2)[0] == f"Learning your usual range: {said}, limits need 6."
    assert sentence(found.inputs[0]) == f"Calls per hour 30: learning, {said}, limits need 6."
    assert all(one["lower"] is None for one in as_data(found)["inputs"])


def test_six_are_a_trial() -> None:
    found = judged(facts(30, 22, 51, 30), history(6))
    assert in_few(found, 2)[0] == "Calls, gap, talk and start are inside your trial range; nothing to fix."


def test_one_signal_is_named_with_its_range() -> None:
    found = judged(facts(30, 22, 51, 600), history(20))
    few = in_few(found, 3)
    assert few[0].startswith("First dial after 10:00: above your usual range (0:")
    assert few[0].endswith("A signal: what was different?")
    assert few[1] == "Calls, gap and talk are inside your usual range; nothing to fix."
    assert in_few(found, 2) == few[:2]


def test_several_signals_in_little_room_by_their_side() -> None:
    found = judged(facts(5, 300, 10, 600), history(20))
    kinds = [one.verdict.kind for one in found.inputs]
    assert kinds == ["low", "high", "low", "high"]
    assert len(in_few(found, 6)) == 5
    assert in_few(found, 2)[0] == "Signals. Above: gap 5:00, start 10:00. Below: calls 5/h, talk 0:50/h."


def test_the_eighth_in_a_row() -> None:
    past = [facts(start=40), *[facts(start=10 + n % 2 * 60) for n in range(30)], *[facts(start=50 + n % 2) for n in range(7)]]
    start = judged(facts(start=51), past[::-1]).inputs[-1]
    assert start.verdict.kind == "run"
    assert "First dial after 0:51: 8 or more in a row above your middle of" in sentence(start)


def test_what_was_always_the_same() -> None:
    past = [facts()] * 8
    assert sentence(judged(facts(), past).inputs[3]) == "First dial after 0:30: always the same."
    other = judged(facts(start=31), past)
    assert sentence(other.inputs[3]) == "First dial after 0:31: it was always 0:30 before; limits will be learned."
    assert in_few(other, 3)[1] == sentence(other.inputs[3])


def test_what_is_not_known_of_a_session_is_not_said() -> None:
    tapped = tuple(Call(n + 1, tagged_at=START + timedelta(minutes=n), outcome="no") for n in range(9))
    end = START + timedelta(hours=1)
    found = judged(facts_of(a_session()._replace(calls=tapped, ended_at=end, end="ended"), end), history(12))
    assert [one.name for one in found.inputs] == ["calls"]
    empty = facts_of(a_session()._replace(ended_at=START, end="ended"), START)
    assert judged(empty, history(12)).inputs == ()
    assert in_few(judged(empty, []), 2) == ("Pace after a no and after a good call: not enough yet (0 and 0 of 15).",)


def test_only_the_newest_two_hundred_make_the_limits() -> None:
    past = [*[facts(start=30 + n % 2) for n in range(EARLIER)], *[facts(start=900)] * 3]
    assert judged(facts(start=30), past).inputs[-1].limits.center == 30.5


# ---- evenness


def after(gap_no: float, gap_good: float, done_good: int = 2) -> Facts:
    """A no, what follows it, a yes, what follows it; and so on."""
    at, made = START, []
    for n in range(24):
        made.append(Call(n + 1, at, at, at, ("no", "yes")[n % 2], steps_done=tuple(range(2 if n % 2 else done_good)), steps_skipped=tuple(range(2 if n % 2 else done_good, 4))))
        at += timedelta(seconds=gap_good if n % 2 else gap_no)
    return facts_of(a_session()._replace(calls=tuple(made), ended_at=at, end="ended"), at)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (after(60, 60), ("Same pace, same steps after a no and after a good call.",)),
        (after(90, 30), ("After a no the next dial is later than after a good call, by about 1:00 (1:00 to 1:00).", "Steps are kept alike after a no and after a good call.")),
        (after(30, 90), ("After a good call the next dial is later than after a no, by about 1:00 (1:00 to 1:00).", "Steps are kept alike after a no and after a good call.")),
        (after(60, 60, 4), ("Same pace after a no and after a good call.", "After a no fewer steps are kept: ")),
        (after(60, 60, 0), ("Same pace after a no and after a good call.", "After a good call fewer steps are kept: ")),
    ],
)  # fmt: skip
def test_after_a_no_and_after_a_good_call(one: Facts, said: tuple[str, ...]) -> None:
    found = judged(one, [one] * 12)
    assert all(sentence_.startswith(start) for sentence_, start in zip(sentences(found)[-len(said) :], said, strict=True))
    data = as_data(found)["evenness"]
    assert (data["pace"]["n_no"], data["pace"]["n_good"]) == (13 * 12, 13 * 11)
    assert data["sentences"] == list(sentences(found)[-len(said) :])


def test_only_the_newest_hundred_and_this_one_tell_of_evenness() -> None:
    found = judged(after(60, 60), [after(60, 60)] * 150)
    assert found.pace.n_no == 101 * 12


def test_seconds_in_data() -> None:
    data = as_data(judged(after(90, 30), [after(90, 30)] * 3))["evenness"]
    assert (data["pace"]["shift"], data["pace"]["median"], data["good"]) == (60, 90, "yes or help")


@settings(deadline=None)
@given(st.lists(sessions(ended=True), max_size=4), sessions(ended=True))
def test_any_sessions(past: list[Session], now: Session) -> None:
    def of(session: Session) -> Facts:
        assert session.ended_at
        return facts_of(session, session.ended_at)

    found = judged(of(now), [of(session) for session in past])
    as_data(found)
    assert all(one.verdict.kind == "learning" for one in found.inputs)
    assert all("\n" not in said for said in (*sentences(found), *in_few(found, 2)))


@pytest.mark.parametrize("seed", range(5))
def test_histories_as_they_come_about(seed: int) -> None:
    those = [facts_of(session, START.astimezone(NEW_YORK)) for session in sittings(seed, 40)]
    for most in (1, 2, 3, 6):
        found = judged(those[-1], those[-2::-1])
        few = in_few(found, most)
        assert 1 <= len(few) <= most
        for word in ("rank", "streak", "badge", "record", "best", "worst", "bad"):
            assert word not in " ".join((*few, *sentences(found))).lower()
