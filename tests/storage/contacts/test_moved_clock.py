"""Every rule of the queue under a clock that is moved: by hours, by days, back, and across both changes of summer time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fakes import a_session
from nextcall.contacts.person import Act, Person, Touch
from nextcall.contacts.queue import Retry, Rules, called_on, is_due
from nextcall.contacts.when import days_later
from nextcall.contacts.zones import as_here, clock_of
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.contacts.shelf import Shelf
from nextcall.storage.contacts.upcoming import upcoming

NEW_YORK = ZoneInfo("America/New_York")
RULES = Rules(Retry(24, 3), {"voicemail": Retry(2, 2)})
DAYS = {
    "an ordinary day": (datetime(2026, 11, 21, 17, 30, tzinfo=NEW_YORK), "2026-11-22T09:00:00-05:00", "2026-11-22T09:00:00+01:00"),
    "the clocks go back in the night": (datetime(2026, 10, 31, 17, 30, tzinfo=NEW_YORK), "2026-11-01T09:00:00-05:00", "2026-11-01T09:00:00+01:00"),
    "the clocks go on in the night": (datetime(2026, 3, 7, 17, 30, tzinfo=NEW_YORK), "2026-03-08T09:00:00-04:00", "2026-03-08T09:00:00+01:00"),
    "theirs go back in the night": (datetime(2026, 10, 24, 17, 30, tzinfo=NEW_YORK), "2026-10-25T09:00:00-04:00", "2026-10-25T09:00:00+01:00"),
}
"""When the calls were, and nine o'clock the next morning: here, and in Berlin."""
HOUR = timedelta(hours=1)
MOVES = [hours * HOUR for hours in (-9_000, -48, -1, 0, 1, 1.99, 2, 6, 15, 16.5, 23.99, 24, 25, 47, 49, 72, 24 * 400)]


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def people(at: datetime) -> tuple[Person, ...]:
    """Somebody for each rule, all of them called then."""

    def touched(id_: str, *touches: Touch, acts: tuple[Act, ...] = ()) -> Person:
        return Person(id_, id_, touches=touches, acts=acts)

    def touch(then: str, outcome: str = "no-answer", n: int = 1, callback: datetime | None = None) -> Touch:
        return Touch("20260101T090000Z-00aa", n, at, outcome, then=then, callback_at=callback)

    return (
        touched("retry", touch("retry")),
        touched("voicemail", touch("retry", "voicemail")),
        touched("spent", touch("retry", "voicemail"), touch("retry", "voicemail", 2)),
        touched("morning", touch("callback")),
        touched("theirs", touch("callback", callback=days_later(at, 1, ZoneInfo("Europe/Berlin")))),
        touched("promised", touch("callback", callback=at + 47 * HOUR)),
        touched("snoozed", touch(""), acts=(Act(at + HOUR / 60, "callback", at + 6 * HOUR),)),
        touched("dead", touch("dead")),
        touched("do-not-call", touch("do-not-call")),
        touched("done", touch("")),
        touched("skipped", touch("keep")),
        Person("new", "new"),
    )


@pytest.mark.usefixtures("in_new_york")
@pytest.mark.parametrize("day", DAYS)
def test_whoever_is_due_is_due_from_one_moment_on_whatever_the_clock_does(day: str, tmp_path: Path) -> None:
    at, morning, theirs = DAYS[day]
    at = at.astimezone()  # as a session has it: by the clock here, with its distance from UTC
    real = at.astimezone(UTC)
    due = {
        "retry": real + 24 * HOUR, "voicemail": real + 2 * HOUR, "morning": datetime.fromisoformat(morning), "theirs": datetime.fromisoformat(theirs),
        "promised": real + 47 * HOUR, "snoozed": real + 6 * HOUR,
    }  # fmt: skip
    callbacks = {"morning", "theirs", "promised", "snoozed"}
    lists = Lists(str(tmp_path / "data"))
    with lists.sessions.lock():
        lists.save("q4", CallList(people=people(at)))
    with Shelf.opened(str(tmp_path / "data"), str(tmp_path / "cache"), RULES) as shelf:
        for moved in MOVES:
            now = (real + moved).astimezone()
            wanted = {id_ for id_, moment in due.items() if moment <= now} | {"new", "skipped"}
            assert {one.person.id for one in shelf.everybody("q4") if is_due(one.standing, now)} == wanted
            assert shelf.lists(now)[0].due == len(wanted)
            assert [one.person.id for one in shelf.callbacks(now)] == sorted(wanted & callbacks, key=lambda id_: due[id_])
            found = upcoming(shelf, a_session(now)._replace(list="q4"), RULES, now)
            first = sorted(wanted & callbacks, key=lambda id_: due[id_]) or sorted(wanted & due.keys(), key=lambda id_: due[id_]) or ["new"]
            assert found is not None
            assert found.person.id == first[0]


@pytest.mark.usefixtures("in_new_york")
@pytest.mark.parametrize(("hour", "calls"), [(0, 2), (12, 2), (23, 2), (24, 2), (25, 0), (-1, 0)])
def test_a_day_of_twenty_five_hours_is_one_day(hour: int, calls: int) -> None:
    midnight = datetime(2026, 11, 1, 4, tzinfo=UTC)  # in New York; the day has twenty-five hours
    touches = tuple(Touch("s", n, midnight + hours * HOUR, "no-answer", then="retry") for n, hours in enumerate((0.5, 24.5), 1))
    assert called_on(Person("1", touches=touches), (midnight + hour * HOUR).astimezone()) == calls


@pytest.mark.usefixtures("in_new_york")
def test_a_moment_after_the_change_is_told_by_the_clock_as_it_will_be() -> None:
    now = datetime(2026, 10, 31, 17, 30, tzinfo=NEW_YORK).astimezone()
    at = days_later(now, 3, clock_of("", "America/New_York", now))
    assert at.isoformat() == "2026-11-03T09:00:00-05:00"
    assert as_here(at, now).hour == 9
    elsewhere = now.astimezone(ZoneInfo("Asia/Tokyo"))
    assert as_here(at, elsewhere).hour == 23
    assert clock_of("", "America/New_York", elsewhere) is None  # the machine has been carried elsewhere, or is told another clock
    assert clock_of("Europe/Berlin", "America/New_York", now) == ZoneInfo("Europe/Berlin")
    assert clock_of("No/Where", None, now) is None
