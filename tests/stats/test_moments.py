"""Starred moments have the day that their session's own clock showed."""

from fakes import a_session
from making import dialled
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Mark
from nextcall.stats.moments import as_data

AT = 1_800_000_000_000
"""15 January 2027, 08:00 UTC."""


def test_the_day_of_a_moment_is_that_of_its_session() -> None:
    marks = [("a", Mark(3, AT, 13 * 60, "bright", "Ann", "silence")), ("b", Mark(1, AT - 4 * 3_600_000, -5 * 60, "bright", "", "")), ("c", Mark(2, AT, 0, "bright", "", "x"))]
    assert [(one["date"], one["at"]) for one in as_data(marks)] == [
        ("2027-01-15", "2027-01-15T21:00:00.000+13:00"), ("2027-01-14", "2027-01-14T23:00:00.000-05:00"), ("2027-01-15", "2027-01-15T08:00:00.000+00:00"),
    ]  # fmt: skip
    assert as_data(marks)[1] == {"date": "2027-01-14", "at": "2027-01-14T23:00:00.000-05:00", "line": "", "who": "", "session": "b", "call": 1}
    assert as_data([]) == []


def test_a_mark_keeps_the_time_of_its_call_as_it_was_there() -> None:
    session = dialled(a_session(), 3)
    starred = session._replace(calls=tuple(call._replace(bright=True) for call in session.calls))
    marks = facts_of(starred, session.last_event_at).process.marks
    assert [mark.moment for mark in marks] == [call.tagged_at for call in session.calls]
    assert [mark.moment.utcoffset() for mark in marks] == [call.tagged_at.utcoffset() for call in session.calls if call.tagged_at]
