"""Groups: everything adds up, on the longest and the shortest day too; each call is in its own local hour."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import a_session
from histories import IDS, agree, as_read, numbers, sittings
from looks import usual
from nextcall.core.counts import counts
from nextcall.core.outcomes import SETS
from nextcall.core.query import ALL, parse
from nextcall.core.session import Call, Contact, Pause, Session, Summary
from nextcall.stats.buckets import WEEKDAYS
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Facts
from nextcall.stats.groups import DIMENSIONS, grouped, total
from nextcall.stats.localtime import days_of
from nextcall.stats.picking import of_session, picked

TODAY = date(2026, 11, 21)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
TIMES = ("hour", "weekday", "day", "week", "month")
KEYS = {"hour": "%H", "weekday": "%a", "day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
some = settings(deadline=None, max_examples=usual(16, long=2_000), suppress_health_check=[HealthCheck.too_slow])

CHANGES = [
    ("America/New_York", "2026-03-08", 23),
    ("America/New_York", "2026-11-01", 25),
    ("Europe/Berlin", "2026-03-29", 23),
    ("Europe/Berlin", "2026-10-25", 25),
    ("Australia/Lord_Howe", "2026-10-04", 23.5),
    ("Australia/Lord_Howe", "2026-04-05", 24.5),
    ("America/Havana", "2025-11-02", 25),
    ("Asia/Kathmandu", "2026-11-21", 24),
]


def key(by: str, moment: datetime) -> str:
    return f"{moment:{KEYS[by]}}".lower() if by == "weekday" else f"{moment:{KEYS[by]}}"


def sitting(zone: str, start: datetime, minutes: int, dials: Iterable[int] = (), pauses: Iterable[tuple[int, int]] = ()) -> Session:
    """A session in a time zone: calls and pauses by minutes after its start."""

    def at(passed: int) -> datetime:
        return (start + timedelta(minutes=passed)).astimezone(ZoneInfo(zone))

    calls = tuple(Call(n, at(dial), at(dial), at(dial + 1), IDS[n % len(IDS)]) for n, dial in enumerate(sorted(dials)))
    away = tuple(Pause(at(low), at(high)) for low, high in pauses)
    return as_read(a_session(at(0))._replace(calls=calls, pauses=away, time_zone=zone, ended_at=at(minutes), end="ended"))


def minute_by_minute(sessions: Iterable[Session], by: str) -> dict[str, list[int]]:
    """Calls, minutes of session and of pause in each group, as somebody would count who looks at the clock each minute."""
    found: dict[str, list[int]] = {}
    for session in sessions:
        assert session.ended_at
        zone, at, end = ZoneInfo(session.time_zone or "UTC"), session.started_at.astimezone(UTC), session.ended_at.astimezone(UTC)
        while at < end:
            away = any(pause.started_at <= at < (pause.ended_at or end) for pause in session.pauses)
            found.setdefault(key(by, at.astimezone(zone)), [0, 0, 0])[2 if away else 1] += 1
            at += timedelta(minutes=1)
        flags = {outcome.id: outcome.counts for outcome in session.outcomes}
        for call in session.calls:
            assert call.dialed_at
            found.setdefault(key(by, call.dialed_at), [0, 0, 0])[0] += flags[call.outcome or ""]
    return found


def facts(sessions: Iterable[Session]) -> list[Facts]:
    return [facts_of(session, NOW) for session in sessions]


def groups(sessions: Iterable[Session], by: str, query: str = "") -> dict[str, dict[str, Any]]:
    found = grouped(facts(sessions), parse(query, TODAY), by)
    assert len({group["key"] for group in found}) == len(found)
    return {group["key"]: group for group in found}


def as_counted(found: dict[str, dict[str, Any]]) -> dict[str, list[int]]:
    return {
        name: [group["calls"], round(group["seconds"]["session"] * 1000), round(group["seconds"]["paused"] * 1000)] for name, group in found.items()
    }


def in_milliseconds(found: dict[str, list[int]]) -> dict[str, list[int]]:
    return {name: [calls, session * 60_000, paused * 60_000] for name, (calls, session, paused) in found.items()}


# ---- everything adds up


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
@pytest.mark.parametrize("by", TIMES)
def test_a_day_of_any_length(zone: str, day: str, hours: float, by: str) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    whole = sitting(zone, start, int(hours * 60), range(5, int(hours * 60) - 5, 7), [(50, 100), (170, 185), (200, 400)])
    found = groups([whole], by)
    assert as_counted(found) == in_milliseconds(minute_by_minute([whole], by))
    if by == "day":
        assert list(found) == [day]
        assert found[day]["seconds"]["session"] + found[day]["seconds"]["paused"] == hours * 3600


@some
@given(
    st.sampled_from(CHANGES),
    st.lists(st.tuples(st.integers(-1500, 1500), st.integers(0, 500), st.lists(st.integers(0, 500), max_size=5), st.lists(st.integers(0, 500), min_size=4, max_size=4)), max_size=4),
    st.sampled_from(TIMES),
)  # fmt: skip
def test_as_counted_minute_by_minute(change: tuple[str, str, float], made: list[tuple[int, int, list[int], list[int]]], by: str) -> None:
    zone, day, _ = change
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    sessions = []
    for start, minutes, dials, edges in made:
        low, high, lower, higher = sorted(min(edge, minutes) for edge in edges)
        sessions.append(sitting(zone, noon + timedelta(minutes=start), minutes, [dial for dial in dials if dial < minutes], [(low, high), (lower, higher)]))
    found = as_counted(groups(sessions, by))
    wanted = in_milliseconds(minute_by_minute(sessions, by))
    assert {name: sums for name, sums in found.items() if any(sums)} == {name: sums for name, sums in wanted.items() if any(sums)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("by", TIMES)
def test_groups_of_time_add_up_to_the_whole(seed: int, by: str) -> None:
    zone = CHANGES[seed][0]
    history = [as_read(session) for session in sittings(seed, 40, zone, f"{CHANGES[seed][1]}T00:10")]
    agree(total(facts(history), ALL), history)
    whole = numbers(total(facts(history), ALL))
    parts = [numbers(group) for group in groups(history, by).values()]
    for name in ("calls", "connects", "conversations", "noes", "yeses", "helps", "served", "lasted", "paused", "talked"):
        assert sum(part[name] for part in parts) == whole[name], name


@pytest.mark.parametrize("by", ["preset", "skill", "list", "outcome"])
def test_other_groups_add_up_too(by: str) -> None:
    history = [as_read(session) for session in sittings(9, 40)]
    whole, parts = numbers(total(facts(history), ALL)), groups(history, by)
    for name in ("calls", "conversations", "helps", "served", "talked", *(() if by == "outcome" else ("sessions", "lasted", "paused"))):
        assert sum(numbers(part)[name] for part in parts.values()) == whole[name], name
    if by == "outcome":
        tally = {name: number for part in parts.values() for name, number in part["outcomes"].items()}
        assert tally == total(facts(history), ALL)["outcomes"]
        assert all(part["outcomes"] == {name: part["outcomes"][name]} for name, part in parts.items())
        assert all(part["seconds"]["session"] is part["seconds"]["paused"] is part["calls_per_hour"] is None for part in parts.values())
    else:
        for name, part in parts.items():
            agree(part, [session for session in history if (getattr(session, by) or "") == name])


def test_a_session_with_two_tags_counts_in_both_and_once_in_each() -> None:
    one, two, none = (sitting("UTC", NOW, 60, [5, 6])._replace(tags=tags) for tags in (("a", "b"), ("a", "a"), ()))
    found = groups([one, two, none], "tag")
    assert {name: (group["sessions"], group["calls"]) for name, group in found.items()} == {"a": (2, 4), "b": (1, 2), "": (1, 2)}
    assert list(found) == ["a", "b", ""]


def test_the_order_of_the_keys() -> None:
    days = [sitting("UTC", datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(days=n), 10) for n in (6, 3, 0, 1, 5, 4, 2)]
    assert tuple(groups(days, "weekday")) == WEEKDAYS
    for by in DIMENSIONS:
        keys = list(groups(sittings(3, 30), by))
        assert by == "weekday" or keys == sorted(keys, key=lambda name: (not name, name))


# ---- which day a call belongs to


def test_across_midnight_each_call_belongs_to_the_day_on_which_it_was_dialled() -> None:
    late = sitting("America/New_York", datetime(2026, 11, 21, 4, 30, tzinfo=UTC), 60, [10, 29, 30, 31, 50], [(20, 40)])
    days = groups([late], "day")
    assert {day: (group["sessions"], group["calls"]) for day, group in days.items()} == {"2026-11-20": (1, 2), "2026-11-21": (1, 3)}
    assert [group["seconds"]["session"] for group in days.values()] == [1200.0, 1200.0]
    assert list(groups([late], "hour")) == ["00", "23"]
    assert groups([late], "hour", "on:2026-11-21").keys() == {"00"}
    assert numbers(groups([late], "day", "on:2026-11-21")["2026-11-21"]) == numbers(days["2026-11-21"])


def test_two_time_zones_in_one_week() -> None:
    """Sunday evening in New York is Monday morning in Tokyo: of two weeks, at the same moment."""
    start = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    found = groups([sitting("America/New_York", start, 60, [5]), sitting("Asia/Tokyo", start, 60, [5])], "week")
    assert {week: group["calls"] for week, group in found.items()} == {"2026-W47": 1, "2026-W48": 1}
    days = groups([sitting("America/New_York", start, 60, [5]), sitting("Asia/Tokyo", start, 60, [5])], "day")
    assert list(days) == ["2026-11-22", "2026-11-23"]
    assert sum(day["seconds"]["session"] for day in days.values()) == 7200


def test_who_flies_west_comes_to_the_day_before() -> None:
    """Twice over the date line: everything adds up, and each day is found by its date."""
    moments = [datetime(2026, 11, 21, 0, 30, tzinfo=ZoneInfo("Pacific/Auckland")) + timedelta(hours=n) for n in range(3)]
    there = [moments[0], moments[1].astimezone(ZoneInfo("Pacific/Honolulu")), moments[2].astimezone(ZoneInfo("Pacific/Auckland"))]
    calls = tuple(Call(n, None, None, moment, "no") for n, moment in enumerate(there, 1))
    session = as_read(a_session(there[0])._replace(calls=calls, ended_at=there[2] + timedelta(minutes=1), end="ended"))
    (found,) = facts([session])
    assert days_of(found) == ((date(2026, 11, 20) - date(1970, 1, 1)).days, (date(2026, 11, 21) - date(1970, 1, 1)).days)
    parts = [total([found], parse(f"on:{day}", TODAY)) for day in ("2026-11-20", "2026-11-21")]
    assert [part["calls"] for part in parts] == [1, 2]
    assert sum(part["seconds"]["session"] for part in parts) == 7260
    assert {name: group["calls"] for name, group in groups([session], "day").items()} == {"2026-11-20": 1, "2026-11-21": 2}


def test_calls_from_paper_have_the_hour_of_a_session_that_lies_within_one() -> None:
    paper = {"no-answer": 7, "yes": 1}
    short = sitting("UTC", datetime(2026, 11, 21, 9, 10, tzinfo=UTC), 30)._replace(counts_only=paper, outcomes=SETS["sales"])
    long = sitting("UTC", datetime(2026, 11, 21, 23, 10, tzinfo=UTC), 120)._replace(counts_only=paper, outcomes=SETS["sales"])
    assert {name: group["calls"] for name, group in groups([short], "hour").items()} == {"09": 8}
    assert {name: group["calls"] for name, group in groups([long], "hour").items()} == {"00": 0, "01": 0, "23": 0, "": 8}
    assert {name: group["calls"] for name, group in groups([long], "hour", "on:2026-11-21").items()} == {"23": 0, "": 8}
    for by, name in (("weekday", "sat"), ("day", "2026-11-21"), ("month", "2026-11"), ("week", "2026-W47")):
        assert groups([long], by)[name]["calls"] == 8
    assert {name: group["calls"] for name, group in groups([long], "outcome").items()} == {"no-answer": 7, "yes": 1}
    assert groups([long], "outcome")["yes"]["sessions"] == 1


def test_a_session_without_any_time_is_on_its_day() -> None:
    empty = sitting("UTC", datetime(2026, 11, 21, 9, 0, tzinfo=UTC), 0)
    for by, name in (("hour", "09"), ("day", "2026-11-21")):
        assert {name: group["sessions"] for name, group in groups([empty], by).items()} == {name: 1}
    assert groups([empty], "day", "after:2026-11-21") == {}


# ---- what a query picks


@pytest.mark.parametrize("text", ["2026-11", "2026-w44", "2026-11-01", "2026-10-31"])
def test_before_on_and_after_are_everything_in_calls_and_in_time(text: str) -> None:
    for seed in range(4):
        history = facts(as_read(session) for session in sittings(seed, 25, CHANGES[seed][0], "2026-10-30T22:00"))
        whole = numbers(total(history, ALL))
        parts = [numbers(total(history, parse(f"{field}:{text}", TODAY))) for field in ("before", "on", "after")]
        for name in ("calls", "conversations", "served", "lasted", "paused", "talked"):
            assert sum(part[name] for part in parts) == whole[name], name
        for found in history:
            assert any(of_session(parse(f"{field}:{text}", TODAY), found) for field in ("before", "on", "after"))


def test_no_day_at_all_picks_nothing_across_midnight_either() -> None:
    late = facts([sitting("UTC", datetime(2026, 11, 21, 23, 30, tzinfo=UTC), 60, [10, 50])])
    query = parse("after:2026-11-21 before:2026-11-22", TODAY)
    assert not of_session(query, late[0])
    assert total(late, query)["sessions"] == 0


def written() -> Session:
    calls = (
        Call(1, None, None, NOW, "yes", note="Straße gesperrt", contact=Contact("Ann ROE", "+15550100")),
        Call(2, None, None, NOW, "no", reason="price", bright_note="Silence worked"),
        Call(3, None, None, NOW, "no", note="ask\nagain"),
    )
    return a_session(NOW)._replace(
        calls=calls, skill="Listening", list="Q4", tags=("FinTech", "two words"), intention="Ask more", summary=Summary(worked="a pause"), ended_at=NOW, end="ended"
    )


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("", [0, 1, 2]), ("outcome:yes", [0]), ("outcome:YES", [0]), ("outcome~e", [0]), ("outcome:n", []), ("note:strasse", [0]), ("note~GESPERRT", [0]),
        ("contact:roe", [0]), ("contact:+1555", [0]), ("price", [1]), ("silence", [1]), ('"ask\nagain"', [2]), ("ask", [0, 1, 2]), ("ask silence", [1]),
        ("ask again", [2]), ("outcome:no price", [1]), ("outcome:yes price", []), ("fintech", [0, 1, 2]), ("pause", [0, 1, 2]), ("power", [0, 1, 2]), ("nowhere", []),
        ("skill:listening outcome:no", [1, 2]), ("20270101", [0, 1, 2]), ("outcome:yes outcome:no", []),
    ],
)  # fmt: skip
def test_calls_that_are_meant(query: str, calls: list[int]) -> None:
    (found,) = facts([as_read(written())])
    asked = parse(query, TODAY)
    chosen = picked(asked, found)
    assert (list(range(3)) if chosen is None else list(chosen)) == calls
    assert of_session(asked, found) == bool(calls)
    assert total([found], asked)["calls"] == len(calls)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("preset:power-hour", True), ('preset:"power hour"', True), ("preset:power", False), ("preset~power", True), ("skill:LISTENING", True), ("list:q4", True), ("list~q", True),
        ("list:q", False), ("tag:fintech", True), ('tag:"two words"', True), ("tag:two", False), ("tag~two", True), ("tag:fintech tag:x", False), ("on:2027", True), ("on:2026", False),
        ("after:2026", True), ("before:2027-w01", True), ("on:today", False),
    ],
)  # fmt: skip
def test_sessions_that_are_meant(query: str, holds: bool) -> None:
    (found,) = facts([as_read(written())])
    assert of_session(parse(query, TODAY), found) == holds


def test_picked_calls_are_counted_as_by_hand() -> None:
    history = sittings(5, 60)
    found = total(facts(history), parse("outcome~no", TODAY))
    chosen = [session._replace(calls=tuple(call for call in session.calls if "no" in (call.outcome or "")),
        counts_only={name: number for name, number in (session.counts_only or {}).items() if "no" in name}) for session in history]  # fmt: skip
    assert found["calls"] == sum(counts(session).calls for session in chosen)
    assert found["sessions"] == sum(bool(session.calls or session.counts_only) for session in chosen)
    assert Counter(found["outcomes"]) == Counter(
        {name: number for name, number in total(facts(history), ALL)["outcomes"].items() if "no" in name}
    )


@some
@given(st.integers(0, 10_000))
def test_time_zones_are_never_mixed_up(seed: int) -> None:
    """Hours follow each other, and each group's time is that of its hours."""
    dice = Random(seed)  # noqa: S311 (not a secret)
    history = [as_read(session) for session in sittings(seed, 3, dice.choice(CHANGES)[0])]
    for session in history:
        (one,) = facts([session])
        edges = [one.started, *(change for change, _ in one.offsets[1:]), one.ended]
        assert all(low <= high for low, high in pairwise(edges))
        assert sum(numbers(group)["lasted"] for group in groups([session], "hour").values()) == one.lasted
