"""The ladder: each rung lies in the next, and each is judged by its own limits alone."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import NEW_YORK, START, a_session
from histories import as_read, sittings
from making import dialled
from nextcall.core.query import ALL
from nextcall.core.session import Call
from nextcall.stats.control import PARTS as BY
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Facts
from nextcall.stats.ladder import PARTS, TOO_LITTLE, Newest, Rung, as_data, ladder, newest
from nextcall.stats.slices import buckets

NOTHING: dict[str, str] = {}


def parts_of(found: list[Facts]) -> dict[str, Any]:
    return {part: buckets(found, ALL, BY.get(part, part)) for part in PARTS}


def calls(gaps: list[float | None], start: datetime = START) -> Facts:
    """A session with these gaps; None: a tapped call."""
    made, at = [Call(1, start, start + timedelta(seconds=20), start + timedelta(seconds=20), "no")], start + timedelta(seconds=20)
    for n, gap in enumerate(gaps, 2):
        dialled_ = at + timedelta(seconds=gap or 60)
        at = dialled_ + timedelta(seconds=20)
        made.append(Call(n, None, None, at, "no") if gap is None else Call(n, dialled_, at, at, "no"))
    return facts_of(a_session(start)._replace(calls=tuple(made), ended_at=at, end="ended"), at)


def test_the_newest_call() -> None:
    found = newest(calls([30.0, 40.5]))
    assert found == Newest("20261121T140000Z-7f3a", 3, "2026-11-21T09", 40.5, (30.0, 40.5))
    assert newest(calls([30.0, None])) == Newest("20261121T140000Z-7f3a", 3, "2026-11-21T09", None, (30.0,))
    assert newest(calls([])) == Newest("20261121T140000Z-7f3a", 1, "2026-11-21T09", None, ())
    assert newest(calls([30.0, 40.5, 50.0]), [0, 1]) == Newest("20261121T140000Z-7f3a", 2, "2026-11-21T09", 30.0, (30.0,))
    assert newest(calls([30.0]), []) is None


def test_what_was_skipped_is_no_call() -> None:
    session = dialled(a_session(), 2)
    session = session._replace(calls=(*session.calls, Call(3, tagged_at=START + timedelta(minutes=9), outcome="skipped")))
    found = newest(facts_of(session, START + timedelta(minutes=9)))
    assert found is not None
    assert (found.n, found.gap) == (2, 5.0)


def test_nothing_yet() -> None:
    assert ladder(None, dict.fromkeys(PARTS, ()), NOTHING) == ()
    assert as_data(()) == []


@pytest.mark.parametrize(
    ("gaps", "verdict", "said"),
    [
        ([30.0, 40.0], "learning", "Learning: 2 calls so far, limits need 6."),
        ([30.0, 40.0] * 8, "routine", "Gap before the last call 0:40: inside your usual range (0:08 to 1:01); nothing to fix."),
        ([30.0, 32.0] * 8 + [300.0], "high", "Gap before the last call 5:00: above your usual range (0:00 to 1:36). A signal: what was different?"),
        ([30.0] * 9, "same", "Gap before the last call 0:30: always the same."),
        ([30.0] * 9 + [None], "", "The gap before it is not known."),
    ],
)
def test_the_call(gaps: list[float | None], verdict: str, said: str) -> None:
    facts = calls(gaps)
    rung = ladder(newest(facts), parts_of([facts]), NOTHING)[0]
    assert (rung.name, rung.verdict, rung.sentence) == ("call", verdict, said)
    assert (rung.calls, rung.among) == (1, sum(1 for at in facts.calls.at if at // 3_600_000 == facts.calls.at[-1] // 3_600_000))


def test_an_hour_with_too_little_of_a_session_is_not_judged() -> None:
    facts = calls([30.0] * 5)
    hour = ladder(newest(facts), parts_of([facts]), NOTHING)[1]
    assert (hour.name, hour.value, hour.verdict, hour.lower, hour.sentence) == ("hour", 6, "", None, TOO_LITTLE)


def test_what_runs_is_never_too_little() -> None:
    dice = Random(1)  # noqa: S311 (not a secret)
    found = [calls([30.0] * dice.randrange(20, 30), START - timedelta(days=i)) for i in range(13, 0, -1)] + [calls([30.0])]
    running = {"hour": "2026-11-21T09", "day": "2026-11-21", "week": "2026-W47", "month": "2026-11"}
    day = ladder(newest(found[-1]), parts_of(found), running)[2]
    assert (day.name, day.value, day.running, day.verdict) == ("day", 2, True, "routine")
    assert day.lower is not None
    assert day.value is not None
    assert day.value < day.lower
    assert "2 so far" in day.sentence
    over = ladder(newest(found[-1]), parts_of(found), NOTHING)[2]
    assert (over.running, over.verdict) == (False, "low")


@given(st.integers(0, 200), st.integers(1, 25), st.booleans())
def test_each_rung_lies_in_the_next(seed: int, number: int, running: bool) -> None:
    found = [facts_of(as_read(session), START) for session in sittings(seed, number)]
    parts = parts_of(found)
    now = {part: parts[part][-1].key for part in PARTS} if running else NOTHING
    rungs = ladder(newest(found[-1]), parts, now)
    assert [rung.name for rung in rungs] in (["call", *PARTS], list(PARTS[1:]))
    below: Rung | None = None
    for rung in rungs:
        assert rung.sentence.endswith((".", "?"))
        if below is not None and rung.name != "hour":
            assert below.among == rung.value
        if rung.among is not None:
            assert 0 <= rung.calls <= rung.among
            assert rung.share == (rung.calls / rung.among if rung.among else None)
        below = rung
    assert rungs[-1].among is None
    assert [row["name"] for row in as_data(rungs)] == [rung.name for rung in rungs]


def test_paper_has_neither_call_nor_hour() -> None:
    session = a_session()._replace(counts_only={"no": 7}, ended_at=START + timedelta(hours=3), end="ended")
    facts = facts_of(session, START)
    assert newest(facts) is None
    assert [(rung.name, rung.key, rung.value, rung.calls, rung.among) for rung in ladder(None, parts_of([facts]), NOTHING)] == [
        ("day", "2026-11-21", 7, 7, 7), ("week", "2026-W47", 7, 7, 7), ("month", "2026-11", 7, 7, None),
    ]  # fmt: skip


def test_the_last_week_of_a_year() -> None:
    found = [calls([30.0] * 3, datetime(2026, 12, 30, 9, tzinfo=NEW_YORK)), calls([30.0], datetime(2027, 1, 2, 9, tzinfo=NEW_YORK))]
    week = ladder(newest(found[-1]), parts_of(found), NOTHING)[3]
    assert (week.key, week.value, week.calls, week.among) == ("2026-W53", 6, 2, 2)
