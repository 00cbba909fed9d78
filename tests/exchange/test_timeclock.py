"""In and out: what a timeclock says is what the session lasted."""

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from making import SOUND, after, sessions
from nextcall.core.session import Pause, Session
from nextcall.exchange.timeclock import in_order, sitting
from nextcall.stats.derive import facts_of

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""However slow the machine is."""
IN = re.compile(r"i (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (nextcall:\S+(?: \S+)*)(?:  (\S.*))?")
OUT = re.compile(r"o (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)")


def pairs(text: str) -> list[tuple[datetime, datetime, str]]:
    rows = text.splitlines()
    found = []
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        begins, ends = IN.fullmatch(first), OUT.fullmatch(second)
        assert begins, first
        assert ends, second
        came, went = (datetime.strptime(moment, "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC) for moment in (begins[1], ends[1]))
        found.append((came, went, begins[2]))
    return found


def clock(*them: Session) -> str:
    return "".join(in_order(sitting(session) for session in them))


def ended(seconds: float = 3600) -> Session:
    return a_session()._replace(ended_at=after(seconds), end="ended")


def test_as_it_is_documented() -> None:
    assert clock(ended(3730)) == "i 2026/11/21 09:00:00 nextcall:power-hour  Power hour\no 2026/11/21 10:02:10\n"


@CALM
@given(st.lists(st.tuples(st.integers(-100, 4000), st.integers(0, 500) | st.none()), max_size=5), st.integers(1, 3700))
def test_pairs_add_up_to_the_session(spans: list[tuple[int, int | None]], length: int) -> None:
    session = ended(length)._replace(pauses=tuple(Pause(after(start), None if long is None else after(start + long)) for start, long in spans))
    found = pairs(clock(session))
    assert sum((ends - begins for begins, ends, _ in found), timedelta()) == timedelta(milliseconds=facts_of(session, after(length)).lasted)
    assert all(begins < ends for begins, ends, _ in found)
    assert all(before[1] <= later[0] for before, later in pairwise(found))


@CALM
@given(sessions())
def test_any_session_has_sound_lines(session: Session) -> None:
    assert all(begins <= ends for begins, ends, _ in pairs(clock(session)))


@CALM
@given(SOUND, st.none() | SOUND)
def test_any_name_is_one_account(title: str, preset: str | None) -> None:
    text = clock(ended()._replace(title=title, preset=preset))
    [(_, _, account)] = pairs(text)
    assert account.count(":") == 1
    assert not re.search(r"[;\t]", text)


def test_overlapping_sessions_are_written_in_order_of_time() -> None:
    first = ended()._replace(title="A", preset=None, pauses=(Pause(after(10), after(20)), Pause(after(2000), after(2100))))
    second = ended(1500)._replace(title="B", preset=None, started_at=after(15))
    third = a_session(after(5000))._replace(title="C", preset=None, ended_at=after(5100), end="ended")
    found = pairs(clock(first, second, third))
    assert [account for *_, account in found] == ["nextcall:A", "nextcall:B", "nextcall:A", "nextcall:A", "nextcall:C"]
    assert [begins for begins, *_ in found] == sorted(begins for begins, *_ in found)


@pytest.mark.parametrize(("before", "later"), [(-4, -5), (-5, -4)])
def test_the_hours_are_right_where_the_clock_is_changed(before: int, later: int) -> None:
    start = datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=before)))
    end = (start + timedelta(minutes=40)).astimezone(timezone(timedelta(hours=later)))
    [(begins, ends, _)] = pairs(clock(a_session(start)._replace(ended_at=end, end="ended")))
    assert ends - begins == timedelta(minutes=40)


def test_an_open_session_counts_until_its_last_event() -> None:
    session = a_session()
    assert clock(session) == ""
    [(begins, ends, _)] = pairs(clock(session._replace(pauses=(Pause(START + timedelta(minutes=9)),))))
    assert ends - begins == timedelta(minutes=9)
