"""Starred moments have the day that their session's own clock showed."""

from nextcall.stats.facts import Mark
from nextcall.stats.moments import as_data, moments

AT = 1_800_000_000_000
"""15 January 2027, 08:00 UTC."""


def test_the_day_of_a_moment_is_that_of_its_session() -> None:
    marks = [("a", Mark(3, AT, "bright", "Ann", "silence")), ("b", Mark(1, AT - 4 * 3_600_000, "bright", "", "")), ("c", Mark(2, AT, "bright", "", "x"))]
    found = moments(marks, {"a": "2027-01-15T20:00:00.000+13:00", "b": "2027-01-14T22:00:00.000-05:00"})
    assert [(one.at.isoformat(), one.line, one.who, one.session, one.n) for one in found] == [
        ("2027-01-15T21:00:00+13:00", "silence", "Ann", "a", 3), ("2027-01-14T23:00:00-05:00", "", "", "b", 1), ("2027-01-15T08:00:00+00:00", "x", "", "c", 2),
    ]  # fmt: skip
    assert as_data(found)[1] == {"date": "2027-01-14", "at": "2027-01-14T23:00:00.000-05:00", "line": "", "who": "", "session": "b", "call": 1}
    assert moments([], {}) == []
