"""When to call back: steps of days by whoever's clock, and what somebody writes."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.contacts.when import days_later, month_later, written
from nextcall.errors import InputError

EAST = timezone(timedelta(hours=-5))
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=EAST)
NEW_YORK, BERLIN, KOLKATA = (ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Asia/Kolkata"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("tomorrow", "2026-11-22T09:00"), ("tomorrow 14:30", "2026-11-22T14:30"), ("Tomorrow at 14.30", "2026-11-22T14:30"), ("9:31", "2026-11-21T09:31"),
     ("9:30", "2026-11-22T09:30"), ("8:00", "2026-11-22T08:00"), ("2:30pm", "2026-11-21T14:30"), ("12:00 am", "2026-11-22T00:00"), ("+3d", "2026-11-24T09:00"),
     ("3d", "2026-11-24T09:00"), ("+3d 16:00", "2026-11-24T16:00"), ("+2w", "2026-12-05T09:00"), ("+1m", "2026-12-21T09:00"), ("+2h", "2026-11-21T11:30"),
     ("2026-11-24", "2026-11-24T09:00"), ("2026-11-24T09:30", "2026-11-24T09:30"), ("2026-11-24 9:30", "2026-11-24T09:30"), ("  2026-11-24   9:30 ", "2026-11-24T09:30"),
     ("tue", "2026-11-24T09:00"), ("Tuesday 14:30", "2026-11-24T14:30"), ("sat", "2026-11-28T09:00"), ("today 10:00", "2026-11-21T10:00")],
)  # fmt: skip
def test_what_is_written(text: str, expected: str) -> None:
    assert written(text, NOW, None) == datetime.fromisoformat(expected).replace(tzinfo=EAST)


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "no time"), ("soon", "no time"), ("9", "no time"), ("25:00", "no time"), ("13:00pm", "no time"), ("0:30am", "no time"), ("2026-02-30", "no time"), ("+d", "no time"), ("+2h 9:00", "no time"),
     ("+3d9:00", "no time"), ("\x1b[31m", "no time"), ("x" * 10_000, "no time"), ("today 9:30", "past"), ("2026-11-20", "past"), ("+0d", "past"), ("+9999m", "ten years"), ("+9999w", "ten years"), ("9999-12-31", "ten years")],
)  # fmt: skip
def test_what_says_no_time(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        written(text, NOW, None)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 250


@given(st.text(max_size=30), st.sampled_from([None, NEW_YORK, BERLIN, KOLKATA, UTC]))
def test_whatever_is_written_is_a_later_moment_or_refused(text: str, zone: ZoneInfo | None) -> None:
    try:
        found = written(text, NOW, zone)
    except InputError:
        return
    assert NOW < found <= NOW + timedelta(days=3660)
    assert found.tzinfo is not None


@given(st.integers(1, 400), st.sampled_from([NEW_YORK, BERLIN, KOLKATA]), st.integers(1_735_000_000, 1_830_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_nine_is_nine_there_all_year(days: int, zone: ZoneInfo, now: datetime) -> None:
    found = days_later(now, days, zone).astimezone(zone)
    assert (found.hour, found.minute, found.second) == (9, 0, 0)
    assert found.date() == now.astimezone(zone).date() + timedelta(days=days)


def test_nine_across_the_changes_of_summer_time() -> None:
    summer, winter = datetime(2026, 10, 31, 15, tzinfo=timezone(timedelta(hours=-4))), datetime(2026, 3, 7, 15, tzinfo=EAST)
    assert days_later(summer, 1, NEW_YORK).isoformat() == "2026-11-01T09:00:00-05:00"
    assert days_later(winter, 1, NEW_YORK).isoformat() == "2026-03-08T09:00:00-04:00"
    assert month_later(winter, NEW_YORK).isoformat() == "2026-04-07T09:00:00-04:00"
    assert written("tomorrow", summer, NEW_YORK).isoformat() == "2026-11-01T09:00:00-05:00"


@pytest.mark.parametrize(("day", "expected"), [("2026-01-31", "2026-02-28"), ("2027-12-31", "2028-01-31"), ("2028-01-30", "2028-02-29"), ("2026-11-21", "2026-12-21")])
def test_a_month_later_is_the_same_day_or_the_last_one(day: str, expected: str) -> None:
    assert month_later(datetime.fromisoformat(f"{day}T18:00").replace(tzinfo=EAST), None).date().isoformat() == expected


def test_a_day_is_one_of_theirs() -> None:
    late = datetime(2026, 11, 21, 22, 0, tzinfo=EAST)  # a Sunday already in Kolkata
    assert days_later(late, 1, KOLKATA).isoformat() == "2026-11-23T09:00:00+05:30"
