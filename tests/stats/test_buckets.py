"""Parts of the history: the same numbers as `stats --by` has, and those that it does not have by another count."""

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from histories import as_read, sittings
from looks import usual
from making import dialled
from nextcall.core.counts import counts
from nextcall.core.durations import gaps
from nextcall.core.query import ALL, parse
from nextcall.core.session import Session
from nextcall.stats.buckets import EARLY, Bucket, cells_of, in_order, sorts_of, week_of
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Facts
from nextcall.stats.groups import DIMENSIONS, grouped
from nextcall.stats.slices import buckets

QUERIES = ("", "outcome:yes", "on:2026-11-01", "before:2026-11-03 tag:a", "note:price outcome~no", "voicemail")
ZONES = (("America/New_York", "2026-10-30T22:00"), ("Pacific/Auckland", "2026-09-25T09:00"), ("Asia/Kathmandu", "2026-12-30T18:00"))


def history(seed: int, number: int = 40) -> list[Session]:
    zone, first = ZONES[seed % len(ZONES)]
    return [as_read(session) for session in sittings(seed, number, zone, first)]


def facts(sessions: Iterable[Session]) -> list[Facts]:
    return [facts_of(session, START) for session in sessions]


def as_group(bucket: Bucket) -> dict[str, Any]:
    """A bucket in the words of `stats --json`."""
    names = ("key", "sessions", "calls", "connects", "conversations", "noes", "yeses", "helps")
    seconds = {"session": bucket.lasted / 1000, "paused": bucket.paused / 1000, "talk": bucket.talked / 1000}
    return {name: getattr(bucket, name) for name in names} | {"seconds": seconds, "served": bucket.served}


def as_bucket(group: dict[str, Any]) -> dict[str, Any]:
    seconds = {name: group["seconds"][name] for name in ("session", "paused", "talk")}
    return {name: group[name] for name in ("key", "sessions", "calls", "connects", "conversations", "noes", "yeses", "helps")} | {
        "seconds": seconds, "served": group["rates"]["served"]["k"],
    }  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("by", [by for by in DIMENSIONS if by not in ("outcome", "tag")])
@pytest.mark.parametrize("seed", range(usual(1, long=20)))
def test_the_same_numbers_as_stats_by(by: str, query: str, seed: int) -> None:
    asked = parse(query, START.date())
    found = facts(history(seed))
    assert [as_group(bucket) for bucket in buckets(found, asked, by)] == [as_bucket(group) for group in grouped(found, asked, by)]


@pytest.mark.parametrize("seed", range(usual(2, long=20)))
@pytest.mark.parametrize("by", ["session", "clock", "hour", "weekday", "day", "week", "month", "preset", "skill", "list", "tag"])
def test_the_parts_are_the_whole(by: str, seed: int) -> None:
    sessions = history(seed)
    found = buckets(facts(sessions), ALL, by)
    hand = [counts(session) for session in sessions]
    for name in ("calls", "connects", "conversations", "noes", "yeses", "helps", "served"):
        assert sum(getattr(bucket, name) for bucket in found) == sum(getattr(one, name) for one in hand)
    for name in ("lasted", "paused", "talked"):
        assert sum(getattr(bucket, name) for bucket in found) == sum(getattr(one, name) for one in facts(sessions))
    assert len({bucket.key for bucket in found}) == len(found)
    assert in_order(found, by) == found


@pytest.mark.parametrize("seed", range(3))
def test_the_median_gap_of_each_part(seed: int) -> None:
    sessions = history(seed)
    assert all(bucket.gap is None for bucket in buckets(facts(sessions), ALL, "day"))
    for bucket, session in zip(sorted(buckets(facts(sessions), ALL, "session", gaps=True)), sorted(sessions, key=lambda one: one.id), strict=True):
        between = list(gaps(session))
        assert bucket.gap == (pytest.approx(median(between) * 1000, abs=0.6) if between else None)
    whole = [gap for one in facts(sessions) for cell in cells_of(one) for gap in cell.gaps]
    assert len(whole) == sum(len(list(gaps(session))) for session in sessions)
    by_weekday = {bucket.key: bucket.gap for bucket in buckets(facts(sessions), ALL, "weekday", gaps=True)}
    assert min(gap for gap in by_weekday.values() if gap is not None) <= median(whole) <= max(gap for gap in by_weekday.values() if gap is not None)


def test_sessions_with_two_tags_are_a_part_of_their_own() -> None:
    tags = [("a", "b"), ("a",), ("a", "a"), (), ("b", "a")]
    sessions = [dialled(a_session(), 2)._replace(tags=tag) for tag in tags]
    assert {bucket.key: bucket.sessions for bucket in buckets(facts(sessions), ALL, "tag")} == {"a + b": 1, "a": 2, "": 1, "b + a": 1}


@settings(deadline=None)
@given(st.lists(st.sampled_from(["no-answer", "no", "yes", "skipped", "helped", "gatekeeper"]), max_size=40), st.randoms(use_true_random=False))
def test_the_first_ten_calls_and_the_later_ones(outcomes: list[str], dice: Any) -> None:
    """What is not counted as a call is neither."""
    made = dialled(a_session(), len(outcomes))
    calls = tuple(
        call._replace(outcome=outcome, steps_done=tuple(range(dice.randrange(4))), steps_skipped=tuple(range(4, 4 + dice.randrange(2))))
        for call, outcome in zip(made.calls, outcomes, strict=True)
    )
    session = made._replace(calls=calls)
    counted = [call for call in calls if call.outcome != "skipped"]
    found = {(sort.sort, sort.key): sort for sort in sorts_of(facts_of(session, START))}
    for key, those in (("first ten", counted[:EARLY]), ("later", counted[EARLY:])):
        sort = found.get(("early", key))
        assert (sort.calls if sort else 0) == len(those)
        assert (sort.yeses if sort else 0) == sum(call.outcome == "yes" for call in those)
        assert (sort.conversations if sort else 0) == sum(call.outcome in ("no", "yes", "helped") for call in those)
        assert (sort.connects if sort else 0) == sum(call.outcome != "no-answer" for call in those)
    kept = Counter(str(len(call.steps_done)) for call in counted if call.steps_done or call.steps_skipped)
    assert {key: sort.calls for (name, key), sort in found.items() if name == "step"} == kept
    by_steps = buckets([facts_of(session, START)], ALL, "step")
    assert [bucket.key for bucket in by_steps] == sorted(kept, key=int)


def test_the_hours_of_the_week_are_those_of_the_clock_hours() -> None:
    sessions = history(1)
    week = week_of(facts(sessions), ALL)
    by_hour: Counter[str] = Counter()
    for slot, (calls, _) in week.items():
        by_hour[f"{slot % 24:02}"] += calls
    assert by_hour == {bucket.key: bucket.calls for bucket in buckets(facts(sessions), ALL, "hour") if bucket.key and bucket.calls}
