import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.contacts.person import Act, Person, Touch
from nextcall.contacts.queue import (
    Retry,
    Rules,
    Stage,
    Standing,
    called_on,
    is_due,
    next_morning,
    rank,
    standing,
)
from nextcall.contacts.touching import acted, touched

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
RULES = Rules(Retry(24, 3), {"voicemail": Retry(2, 2)})
HOUR = timedelta(hours=1)


def touch(hours: float, then: str, outcome: str = "no-answer", *, connect: bool = False, callback: datetime | None = None) -> Touch:
    return Touch("20261121T090000Z-0001", 1, AT + hours * HOUR, outcome, "", then, connect, callback_at=callback)


def stands(*events: Touch | Act) -> Standing:
    touches = tuple(event for event in events if isinstance(event, Touch))
    return standing(Person("1", touches=touches, acts=tuple(event for event in events if isinstance(event, Act))), RULES)


def test_nobody_called_is_new_and_due() -> None:
    assert stands() == Standing()
    assert is_due(stands(), AT)


def test_a_retry_waits_as_its_outcome_says_and_ends_after_the_most() -> None:
    once = stands(touch(0, "retry"))
    assert once == Standing(Stage.RETRY, AT + 24 * HOUR, 1)
    assert not is_due(once, AT + 24 * HOUR - timedelta(milliseconds=1))
    assert is_due(once, AT + 24 * HOUR)
    assert stands(touch(0, "retry", "voicemail")).due_at == AT + 2 * HOUR
    assert stands(touch(0, "retry"), touch(24, "retry"), touch(48, "retry")) == Standing(Stage.SPENT, tries=3)
    assert stands(touch(0, "retry"), touch(24, "retry", "voicemail")).stage == Stage.SPENT


def test_whoever_was_reached_begins_anew() -> None:
    assert stands(touch(0, "retry"), touch(1, "callback", connect=True, callback=AT + 9 * HOUR), touch(9, "retry")).tries == 1


def test_nobody_reached_at_a_callback_leaves_the_promise() -> None:
    assert stands(touch(0, "callback", connect=True), touch(24, "retry")).stage == Stage.CALLBACK
    assert stands(touch(0, "callback", connect=True), touch(24, "retry", connect=True)).stage == Stage.RETRY


@pytest.mark.parametrize(("then", "stage"), [("dead", Stage.DEAD), ("do-not-call", Stage.BLOCKED), ("", Stage.DONE)])
def test_what_ends_it_is_never_due(then: str, stage: str) -> None:
    found = stands(touch(0, "retry"), touch(1, then))
    assert found == Standing(stage)
    assert not is_due(found, AT + 99_999 * HOUR)


def test_whoever_was_skipped_stands_where_they_stood_and_comes_later() -> None:
    assert stands(touch(0, "keep")) == Standing(skipped_at=AT)
    assert rank(stands(), 5) < rank(stands(touch(0, "keep")), 0)
    promised = stands(touch(0, "callback", callback=AT), touch(1, "keep"))
    assert (promised.stage, promised.due_at) == (Stage.CALLBACK, AT)


def test_a_later_call_says_more_than_an_earlier_word_and_the_other_way_round() -> None:
    assert stands(Act(AT, "done"), touch(1, "retry")).stage == Stage.RETRY
    assert stands(touch(1, "do-not-call"), Act(AT + 2 * HOUR, "open")) == Standing()
    assert stands(touch(1, "retry"), Act(AT + 2 * HOUR, "callback", AT + 3 * HOUR)) == Standing(Stage.CALLBACK, AT + 3 * HOUR)


def test_nine_in_the_morning_is_nine_by_the_clock_here_whatever_summer_time_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        for day, offset in ((31, -5), (30, -4)):  # the clocks go back in the night to November 1
            evening = datetime(2026, 10, day, 17, 30, tzinfo=timezone(timedelta(hours=-4)))
            morning = next_morning(evening)
            assert (morning.hour, morning.minute, morning.utcoffset()) == (9, 0, timedelta(hours=offset))
        spring = next_morning(datetime(2026, 3, 7, 17, 30, tzinfo=timezone(timedelta(hours=-5))))
        assert spring.isoformat() == "2026-03-08T09:00:00-04:00"
        elsewhere = next_morning(datetime(2026, 10, 31, 17, 30, tzinfo=timezone(timedelta(hours=9))))
        assert elsewhere.isoformat() == "2026-11-01T09:00:00+09:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_called_twice_today_is_by_the_day_here() -> None:
    here = timezone(timedelta(hours=-5))
    late = datetime(2026, 11, 21, 23, 30, tzinfo=here)
    person = Person("1", touches=(touch(0, "retry"), touch(1, "keep"), Touch("s", 2, late, "no", then="")))
    assert called_on(person, late) == 2
    assert called_on(person, late + HOUR) == 0


EVENTS = st.lists(st.tuples(st.integers(0, 50), st.sampled_from(["retry", "callback", "keep", "", "dead"]), st.booleans()), max_size=12)


@given(EVENTS, st.randoms())
def test_the_order_in_which_calls_become_known_changes_nothing(events: list[tuple[int, str, bool]], random: object) -> None:
    found = [Touch(f"20261121T090000Z-{n:04x}", n, AT + hours * HOUR, "no-answer", "", then, connect) for n, (hours, then, connect) in enumerate(events)]
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = other = Person("1")
    for call in found:
        one = touched(one, call.session, [call])
    for call in (*shuffled, *found):
        other = touched(other, call.session, [call])
    assert one == other
    assert standing(one, RULES) == standing(other, RULES)


@given(EVENTS)
def test_taking_a_session_off_is_as_if_it_had_never_been(events: list[tuple[int, str, bool]]) -> None:
    calls = [Touch("20261121T090000Z-0001", n, AT + hours * HOUR, "no-answer", "", then, connect) for n, (hours, then, connect) in enumerate(events)]
    before = touched(Person("1"), "20261121T090000Z-0002", [touch(3, "retry")._replace(session="20261121T090000Z-0002")])
    assert touched(touched(before, calls[0].session if calls else "x", calls), calls[0].session if calls else "x", []) == before


def test_what_a_later_version_wrote_of_a_call_stays() -> None:
    person = Person("1", touches=(touch(0, "retry")._replace(extra={"mood": "good"}),))
    again = touched(person, "20261121T090000Z-0001", [touch(0, "callback")])
    assert again.touches[0].extra == {"mood": "good"}


def test_the_same_word_twice_is_one() -> None:
    act = Act(AT, "done")
    assert acted(acted(Person("1"), act), act).acts == (act,)
