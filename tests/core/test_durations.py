from random import Random

import pytest

from fakes import a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.durations import (
    clock_text,
    first_dial_seconds,
    gaps,
    median_gap,
    minutes_text,
    pause_seconds,
    paused_seconds,
    session_seconds,
    talk_seconds,
    total_talk_seconds,
    wrap_up_seconds,
)
from nextcall.core.session import Breath, Pause


def test_a_session_lasts_without_its_pauses() -> None:
    session = followed(a_session(), (do.Pause(), 100), (do.Resume(), 160), (do.Pause(), 200))
    assert session_seconds(session, after(300)) == 140
    assert paused_seconds(session, after(300)) == 160
    assert pause_seconds(session, after(300)) == 100
    ended = followed(session, (do.End(), 400))
    assert session_seconds(ended, after(9_000)) == 140
    assert paused_seconds(ended, after(9_000)) == 260
    assert pause_seconds(ended, after(9_000)) == 0


def test_before_its_start_a_session_has_lasted_nothing() -> None:
    assert session_seconds(a_session(), after(-60)) == 0
    assert paused_seconds(a_session(), after(-60)) == 0


def test_talk_and_wrap_up_of_a_call_on_the_way() -> None:
    session = followed(a_session(), (do.Dial(), 10))
    assert session.live is not None
    assert talk_seconds(session, session.live, after(70)) == 60
    assert wrap_up_seconds(session, session.live, after(70)) == 0
    session = followed(session, (do.HangUp(), 80))
    assert session.live is not None
    assert talk_seconds(session, session.live, after(100)) == 70
    assert wrap_up_seconds(session, session.live, after(100)) == 20


def test_pauses_are_left_out_of_wrap_up_talk_and_gap() -> None:
    session = followed(
        a_session(), (do.Dial(), 0), (do.HangUp(), 60), (do.Pause(), 70), (do.Resume(), 170), (do.Tag("no"), 180),
        (do.Pause(), 190), (do.Dial(), 290), (do.Away(30), 350), (do.Tag("no"), 360),
    )  # fmt: skip
    first, second = session.calls
    assert wrap_up_seconds(session, first, after(999)) == 20
    assert talk_seconds(session, second, after(999)) == 40
    assert gaps(session) == [10]
    assert total_talk_seconds(session) == 100


def test_sleep_in_the_middle_of_a_call_is_no_talk() -> None:
    session = followed(a_session(), (do.Dial(), 10), (do.Away(1200), 1230), (do.HangUp(), 1240), (do.Tag("no"), 1250))
    assert talk_seconds(session, session.calls[0], after(9_999)) == 30
    assert session_seconds(session, after(1250)) == 50


def test_a_tapped_call_was_not_timed() -> None:
    session = followed(a_session(), (do.Tag("no"), 10))
    assert talk_seconds(session, session.calls[0], after(99)) == wrap_up_seconds(session, session.calls[0], after(99)) == 0


def test_a_call_without_a_hang_up_lasted_to_its_tag() -> None:
    session = dialled(a_session(), 1)
    cut = session.calls[0]._replace(hung_up_at=None)
    assert talk_seconds(session, cut, after(999)) == 20


def test_gaps_go_from_tag_to_dial_the_call_in_progress_included() -> None:
    session = followed(dialled(a_session(), 3, gap=8), (do.Dial(), 100))
    assert gaps(session) == [8, 8, 24]
    assert median_gap(session) == 8
    assert median_gap(a_session()) is None


def test_a_tapped_call_has_no_gap_before_it_but_one_after() -> None:
    session = followed(a_session(), (do.Tag("no"), 10), (do.Tag("no"), 20), (do.Dial(), 25), (do.Tag("no"), 30), (do.Tag("no"), 40))
    assert gaps(session) == [5]


def test_a_breath_is_no_gap() -> None:
    session = followed(a_session(), (do.Tag("no"), 10), (do.Breathe(30), 15), (do.Dial(), 55))
    assert gaps(session) == [15]
    early = followed(a_session(), (do.Tag("no"), 10), (do.Breathe(90), 15), (do.Dial(), 20))
    assert gaps(early) == [5]


def test_a_breath_that_the_machine_slept_through_is_left_out_once() -> None:
    session = followed(a_session(), (do.Tag("no"), 0), (do.Breathe(60), 0), (do.Away(1200), 1210), (do.Dial(), 1220))
    assert gaps(session) == [10]  # ten seconds of breath before the sleep, ten seconds of gap after it


def test_the_start_takes_as_long_as_the_first_dial() -> None:
    assert first_dial_seconds(a_session()) is None
    session = followed(a_session(), (do.Tag("no"), 5), (do.Pause(), 10), (do.Dial(), 40), (do.Tag("no"), 50))
    assert first_dial_seconds(session) == 10


def test_times_that_contradict_each_other_in_a_file_give_no_negative_durations() -> None:
    session = dialled(a_session(), 2)._replace(pauses=(Pause(after(40), after(0)),), breaths=(Breath(after(30), after(1), 30),))
    backwards = session.calls[0]._replace(dialed_at=after(20), hung_up_at=after(10), tagged_at=after(0))
    assert session_seconds(session, after(60)) == 60
    assert paused_seconds(session, after(60)) == 0
    assert gaps(session) == [5]
    assert talk_seconds(session, backwards, after(99)) == wrap_up_seconds(session, backwards, after(99)) == 0
    assert gaps(session._replace(calls=(session.calls[1], session.calls[0]))) == [0]


@pytest.mark.parametrize("seed", range(20))
def test_of_many_pauses_each_stretch_is_without_its_own(seed: int) -> None:
    """In order or not, one in another or side by side: as if each had been held against each."""
    dice = Random(seed)  # noqa: S311 (no secret)
    edges = sorted(dice.randrange(600) for _ in range(24))
    ends = edges[1::2] if seed % 2 else [edge + dice.randrange(90) for edge in edges[1::2]]
    pauses = [Pause(after(start), after(end)) for start, end in zip(edges[::2], ends, strict=True)]
    if seed % 4 == 0:
        dice.shuffle(pauses)
    if seed % 3 == 0:
        pauses[-1] = pauses[-1]._replace(ended_at=None)
    moments = sorted(dice.randrange(600) for _ in range(60))
    call = dialled(a_session(), 1).calls[0]
    calls = [call._replace(dialed_at=after(a), hung_up_at=after(b), tagged_at=after(c)) for a, b, c in zip(*[iter(moments)] * 3, strict=True)]
    session = a_session()._replace(pauses=tuple(pauses), calls=tuple(calls))
    alone = [session._replace(calls=(), started_at=before.tagged_at) for before in calls[:-1] if before.tagged_at]
    assert gaps(session) == [session_seconds(one, later.dialed_at) for one, later in zip(alone, calls[1:], strict=True) if later.dialed_at]
    assert total_talk_seconds(session) == sum(talk_seconds(session, call, after(600)) for call in calls)


def test_durations_in_words() -> None:
    assert [clock_text(seconds) for seconds in (0, 59.9, 65, 3599, 3600, 36_061)] == ["0:00", "0:59", "1:05", "59:59", "1:00:00", "10:01:01"]
    assert [minutes_text(seconds) for seconds in (0, 65, 3600, 5999, 6000)] == ["00:00", "01:05", "60:00", "99:59", "1:40:00"]
