"""Facts: the same durations and counts as the core's, in whole milliseconds."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from histories import a_sitting, as_read
from looks import usual
from making import STEPS, after, dialled, sessions, stepped
from nextcall.core import actions as do
from nextcall.core.counts import counts, tally
from nextcall.core.durations import gaps, paused_seconds, session_seconds, talk_seconds
from nextcall.core.session import Call, Contact, Introduction, Pause, Session
from nextcall.core.undo import Workbench, perform
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import (
    BRIGHT,
    CONNECT,
    CONVERSATION,
    COUNTS,
    HELP,
    NO,
    NONE,
    TAPPED,
    YES,
    ms,
    tallied,
    tallied_in,
)
from nextcall.stats.totals import Total

some = settings(deadline=None, max_examples=usual(13, long=2_000), suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2026, 12, 24, tzinfo=UTC)


def at_a_time(session: Session) -> Session:
    """Without pauses and breaths that lie in or across each other, which `core` would count twice; nothing in progress."""

    def alone(spans: tuple[Pause, ...]) -> tuple[Pause, ...]:
        ordered = sorted((span for span in spans if span.ended_at and span.started_at < span.ended_at), key=lambda span: span.started_at)
        return tuple(ordered) if all(one.ended_at and one.ended_at <= two.started_at for one, two in pairwise(ordered)) else ()

    if session.ended_at and session.ended_at < session.started_at:
        session = session._replace(ended_at=session.started_at)
    inside = tuple(pause for pause in session.pauses if session.started_at <= pause.started_at and session.ended_at and (pause.ended_at or NOW) <= session.ended_at)
    return session._replace(live=None, pauses=alone(inside), breaths=())


def agrees(session: Session, at: datetime = NOW) -> None:
    found = facts_of(session, at)
    assert found.lasted == pytest.approx(session_seconds(session, at) * 1000, abs=1.5)
    assert found.paused == pytest.approx(paused_seconds(session, at) * 1000, abs=1.5)
    for call, talk in zip(session.calls, found.calls.talk, strict=True):
        assert (talk == NONE) == (call.dialed_at is None)
        assert max(talk, 0) == pytest.approx(talk_seconds(session, call, at) * 1000, abs=1.5)
    assert [gap for gap in found.calls.gap if gap != NONE] == pytest.approx([gap * 1000 for gap in gaps(session)], abs=1.5)
    total = Total()
    total.add(found)
    served = total.served
    flags = (COUNTS, CONNECT, CONVERSATION, NO, YES, HELP)
    assert (*map(total.number, flags), served) == counts(session)
    assert dict(found.tally()) == {name: number for name, number in tally(session).items() if number or name in session.counts_only}  # type: ignore[operator]  # only those have none
    assert sum(found.weights().values()) == sum(tally(session).values())


@some
@given(STEPS, st.integers(0, 3000))
def test_as_in_the_core_whatever_was_done(steps: list[tuple[do.Action, float]], rest: int) -> None:
    bench = stepped(a_session(), steps)
    last = bench.session.last_event_at + timedelta(seconds=rest)
    ended = perform(Workbench(bench.session._replace(live=None)), do.End(), last).session
    agrees(as_read(at_a_time(ended)))


@some
@given(sessions(ended=True))
def test_as_in_the_core_for_any_session_that_may_stand_in_a_file(session: Session) -> None:
    agrees(at_a_time(session))


@pytest.mark.parametrize("seed", range(40))
def test_as_in_the_core_with_breaths_and_pauses(seed: int) -> None:
    agrees(as_read(a_sitting(Random(seed), START)))  # noqa: S311 (not a secret)


def test_an_open_session_is_taken_until_the_moment_of_asking() -> None:
    session = stepped(a_session(), [(do.Dial(), 10), (do.Tag("no"), 20), (do.Pause("break"), 5)]).session
    found = facts_of(session, after(60))
    assert (found.lasted, found.paused, found.is_open) == (35_000, 25_000, True)
    assert facts_of(session, after(-60)).lasted == 0


def test_what_marks_a_call() -> None:
    call = Call(1, None, None, after(5), "no", bright=True, help=("thanked",))
    found = facts_of(a_session()._replace(calls=(call, call._replace(dialed_at=after(6), hung_up_at=after(7), tagged_at=after(7), help=(), bright=False))), NOW)
    assert list(found.calls.bits) == [COUNTS | CONNECT | CONVERSATION | NO | HELP | BRIGHT | TAPPED, COUNTS | CONNECT | CONVERSATION | NO]
    assert list(found.calls.at) == [ms(after(5)), ms(after(6))]
    assert list(found.calls.gap) == [NONE, 1000]


def test_pauses_in_and_across_each_other_count_once() -> None:
    spans = [(10, 30), (20, 40), (15, 18), (-50, 5), (90, 500), (70, 60), (80, None)]
    pauses = tuple(Pause(after(start), None if end is None else after(end)) for start, end in spans)
    found = facts_of(a_session()._replace(pauses=pauses, ended_at=after(100), end="ended"), NOW)
    assert found.pauses == tuple((ms(after(start)), ms(after(end))) for start, end in ((0, 5), (10, 40), (80, 100)))
    assert (found.paused, found.lasted) == (55_000, 45_000)


def test_more_outcomes_than_two_bytes_can_number() -> None:
    (one,) = [outcome for outcome in a_session().outcomes if outcome.id == "no"]
    ids = [f"o{n}" for n in range(70_000)]
    calls = tuple(Call(n, None, None, after(0), name) for n, name in enumerate(ids))
    found = facts_of(a_session()._replace(outcomes=tuple(one._replace(id=name) for name in ids), calls=calls), NOW)
    assert found.outcomes[found.calls.outcome[69_999]] == "o69999"


# ---- local time


def local(text: str, hours: float) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=hours)))


def changing(zone: str | None) -> Session:
    """From 1:30 summer time to 1:45 winter time, with a call in each."""
    calls = (
        Call(1, None, None, local("2026-11-01T01:40:00", -4), "no"),
        Call(2, local("2026-11-01T01:10:00", -5), local("2026-11-01T01:11:00", -5), local("2026-11-01T01:12:00", -5), "no"),
    )
    return a_session(local("2026-11-01T01:30:00", -4))._replace(calls=calls, time_zone=zone, ended_at=local("2026-11-01T01:45:00", -5), end="ended")


def test_a_change_of_local_time_is_where_the_zone_has_it() -> None:
    found = facts_of(changing("America/New_York"), NOW)
    assert found.offsets == ((ms(local("2026-11-01T01:30:00", -4)), -240), (ms(local("2026-11-01T01:00:00", -5)), -300))
    assert [found.offset(at) for at in found.calls.at] == [-240, -300]


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Land", "../../etc/passwd", "Europe/Berlin", "UTC", "\x00", "a" * 5000, "tzdata.zi", ".", "\N{BULLET}"])
def test_a_change_of_local_time_is_where_it_was_first_seen_without_a_zone_that_knows(zone: str | None) -> None:
    found = facts_of(changing(zone), NOW)
    assert found.offsets == ((ms(local("2026-11-01T01:30:00", -4)), -240), (ms(local("2026-11-01T01:10:00", -5)), -300))


def test_a_call_has_its_own_local_time_even_where_only_its_dial_has_it() -> None:
    call = Call(1, local("2026-11-21T23:10:00", 5), None, local("2026-11-21T18:12:00", 0), "no")
    session = a_session(local("2026-11-21T18:00:00", 0))._replace(calls=(call,), ended_at=local("2026-11-21T19:00:00", 0), end="ended")
    found = facts_of(session, NOW)
    assert found.offset(found.calls.at[0]) == 300


@given(st.integers(0, 86_400 * 3), st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]), st.sampled_from(["2026-03-07", "2026-10-24", "2026-04-04"]))
def test_with_a_call_a_minute_local_time_is_that_of_the_zone(passed: int, name: str, day: str) -> None:
    zone = ZoneInfo(name)
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=passed)
    moments = [(start + timedelta(minutes=n)).astimezone(zone) for n in range(200)]
    calls = tuple(Call(n, None, None, moment, "no") for n, moment in enumerate(moments, 1))
    session = as_read(a_session(moments[0])._replace(calls=calls, time_zone=name, ended_at=moments[-1], end="ended"))
    found = facts_of(session, NOW)
    assert [found.offset(ms(moment)) for moment in moments] == [int((moment.utcoffset() or timedelta()).total_seconds()) // 60 for moment in moments]
    assert len(found.offsets) <= 2


def test_a_contact_without_name_and_number_is_nobody() -> None:
    session = dialled(a_session(), 1)
    nobody = session._replace(calls=(session.calls[0]._replace(contact=Contact(), introduction=Introduction()),))
    assert facts_of(nobody, START).calls[-3:] == ((), (), ())


@given(st.lists(st.integers(0, 255), max_size=90))
def test_one_byte_a_call_tells_the_same(bits: list[int]) -> None:
    assert tallied_in(bytes(bits)) == tallied(bits)
