"""Plans: weeks of the calendar, which days were kept, and every change of a plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.core import week_plan
from nextcall.core.week_plan import (
    MOST,
    STARTS,
    Kept,
    Plan,
    Planned,
    Week,
    added,
    after,
    copied,
    days,
    drawn_with,
    is_time,
    kept,
    monday,
    planned,
    planned_days,
    put_back,
    removed,
    timed,
    tried,
    week,
)
from nextcall.core.weeks import week_key

DAYS = st.dates(date(1971, 1, 1), date(2998, 12, 1))
NEAR = st.dates(date(2026, 12, 14), date(2027, 1, 17))
STARTING = st.sampled_from(sorted(STARTS))
SESSIONS = st.lists(st.builds(Planned, NEAR, st.sampled_from(["sprint", "power-hour"]), st.sampled_from(["", "09:30"])), max_size=30)


def plan_of(sessions: list[Planned]) -> Plan:
    plan = Plan()
    for one in sessions:
        plan = added(plan, one)
    return plan


def a_plan(*on: str, preset: str = "sprint") -> Plan:
    return plan_of([Planned(date.fromisoformat(day), preset) for day in on])


# ---- weeks


def test_the_week_over_a_years_end() -> None:
    assert week_key(date(2026, 12, 31)) == week_key(date(2027, 1, 3)) == "2026-W53"
    assert after("2026-W53") == "2027-W01"
    assert after("2026-W52") == "2026-W53"
    assert after("2025-W52") == "2026-W01"
    assert monday("2026-W53") == date(2026, 12, 28)
    assert monday("2026-W01") == date(2025, 12, 29)


@pytest.mark.parametrize("key", ["", "2026", "2026-W00", "2026-W54", "2025-W53", "2026-w48", "2026-W4", "2026-W048", "2026W048", "٢٠٢٦-W48", "1969-W10", "3000-W01", "2026-W4x", "-026-W48"])
def test_what_is_no_week(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the words are the caller's)
        monday(key)


@given(DAYS, STARTING)
def test_every_day_is_drawn_in_one_week_that_begins_as_asked(day: date, starts: str) -> None:
    key = drawn_with(day, starts)
    drawn = days(key, starts)
    assert day in drawn
    assert drawn[0].weekday() == STARTS[starts]
    assert [one - drawn[0] for one in drawn] == [timedelta(days=i) for i in range(7)]
    assert sum(week_key(one) == key for one in drawn) >= 5
    assert days(after(key), starts)[0] == drawn[-1] + timedelta(days=1)
    assert after(after(key), -1) == key


# ---- what was kept


def test_a_day_counts_once_it_is_over_or_held() -> None:
    plan = a_plan("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")
    held = {date(2026, 11, 16), date(2026, 11, 21)}
    today = date(2026, 11, 18)
    assert kept(plan, held, today) == (Kept(date(2026, 11, 16), True), Kept(date(2026, 11, 17), False))
    assert kept(plan, held | {today}, today)[-1] == Kept(today, True)
    assert kept(Plan(), held, today) == ()


@given(SESSIONS, st.sets(NEAR), NEAR)
def test_days_without_a_plan_and_the_future_say_nothing(sessions: list[Planned], held: set[date], today: date) -> None:
    plan = plan_of(sessions)
    found = kept(plan, held, today)
    assert [one.day for one in found] == sorted({one.day for one in found}) == [one.day for one in found]
    assert {one.day for one in found} <= set(planned_days(plan))
    assert all(one.day < today or one.kept for one in found)
    assert found == kept(plan, {day for day in held if day in planned_days(plan)}, today)
    assert {day for day in planned_days(plan) if day < today} <= {one.day for one in found}


# ---- changing it


@given(SESSIONS)
def test_what_is_added_is_there_and_can_be_taken_off(sessions: list[Planned]) -> None:
    plan = plan_of(sessions)
    assert [one.key for one in plan.weeks] == sorted({one.key for one in plan.weeks})
    assert all(week_key(one.day) == found.key for found in plan.weeks for one in found.sessions)
    for day in planned_days(plan):
        there = planned(plan, {day})
        assert there == tuple(one for one in sessions if one.day == day)[:MOST]
        for left in range(len(there), 0, -1):
            assert planned(plan, {day}) == there[:left]
            plan = removed(plan, day)
    assert plan == Plan()


def test_a_day_has_room_for_so_many() -> None:
    plan = a_plan(*["2026-11-16"] * (MOST + 3))
    assert len(planned(plan, {date(2026, 11, 16)})) == MOST
    assert removed(plan, date(2026, 11, 17)) == plan


def test_a_time_is_the_last_ones() -> None:
    day = date(2026, 11, 16)
    plan = timed(a_plan("2026-11-16", "2026-11-16", "2026-11-17"), day, "09:30")
    assert [(one.day.day, one.at) for one in planned(plan, days("2026-W47"))] == [(16, ""), (16, "09:30"), (17, "")]
    assert timed(plan, date(2026, 11, 20), "09:30") == plan


def test_one_thing_to_try_is_cut_and_an_empty_week_is_none() -> None:
    plan = tried(Plan(), "2026-W48", "x" * 500)
    assert week(plan, "2026-W48").try_ == "x" * week_plan.LONGEST_TRY
    assert tried(plan, "2026-W48", "") == Plan()
    assert week(Plan(), "2026-W48") == Week("2026-W48")
    kept_ = Plan((Week("2026-W48", extra={"mood": 3}),))
    assert removed(tried(kept_, "2026-W48", ""), date(2026, 11, 23)) == kept_


@given(SESSIONS, STARTING, NEAR)
def test_copying_again_changes_nothing(sessions: list[Planned], starts: str, today: date) -> None:
    plan = plan_of(sessions)
    drawn = days(drawn_with(today, starts), starts)
    later = [day + timedelta(days=7) for day in drawn]
    once = copied(plan, drawn, today)
    assert copied(once, drawn, today) == once
    assert planned(once, drawn) == planned(plan, drawn)
    assert all(one in planned(once, later) for one in planned(plan, later))
    wanted = {(one.day + timedelta(days=7), one.preset, one.at) for one in planned(plan, drawn)}
    there = [(one.day, one.preset, one.at) for one in planned(once, later)]
    assert all(one in there or (there.count(one) == 0 and sum(day == one[0] for day, _, _ in there) == MOST) for one in wanted if one[0] >= today)


def test_a_week_is_copied_over_the_years_end_but_not_into_the_past() -> None:
    plan = a_plan("2026-12-28", "2026-12-28", "2027-01-03")
    assert planned_days(copied(plan, days("2026-W53"), date(2026, 12, 30)))[2:] == (date(2027, 1, 4), date(2027, 1, 10))
    assert planned_days(copied(plan, days("2026-W53"), date(2027, 1, 5)))[2:] == (date(2027, 1, 10),)
    assert len(planned(copied(plan, days("2026-W53"), date(2026, 12, 30)), days("2027-W01"))) == 3


@given(SESSIONS, SESSIONS)
def test_weeks_can_be_put_back(before: list[Planned], more: list[Planned]) -> None:
    plan = plan_of(before)
    changed = plan
    for one in more:
        changed = added(changed, one)
    keys = {found.key for found in changed.weeks}
    assert put_back(changed, [week(plan, key) for key in keys]) == plan


@pytest.mark.parametrize(("text", "good"), [("09:30", True), ("23:59", True), ("00:00", True), ("24:00", False), ("9:30", False), ("09:60", False), ("09.30", False), ("0９:30", False), ("", False), ("09:300", False), ("-9:30", False)])
def test_times(text: str, good: bool) -> None:
    assert is_time(text) is good
