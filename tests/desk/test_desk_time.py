"""Clocks that are set back, machines that sleep."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from desks import At
from fakes import START, FakeClock
from making import after
from nextcall import clock as clocks
from nextcall.clock import Clock, epoch, zone_name
from nextcall.core import actions as do
from nextcall.core.durations import session_seconds, talk_seconds


def test_twenty_minutes_of_sleep_become_a_pause_that_undo_takes_back(at: At, clock: FakeClock) -> None:
    desk = at.begun()
    clock.pass_(60)
    clock.sleep(1200)
    assert desk.notice_sleep() == 1200
    assert desk.notice_sleep() == 0
    assert desk.session is not None
    (pause,) = desk.session.pauses
    assert pause[:3] == (after(60), after(1260), "suspended")
    assert session_seconds(desk.session, clock.now()) == 60
    assert desk.notes == ["The machine was asleep for 20 min: suspended, not counted."]
    assert desk.settle()
    assert at.on_disk().pauses == (pause,)
    assert session_seconds(desk.undo(), clock.now()) == 1260


def test_sleep_is_noticed_before_the_next_thing_is_done(at: At, clock: FakeClock) -> None:
    desk = at.begun()
    desk.do(do.Dial())
    clock.pass_(30)
    clock.sleep(1200)
    clock.pass_(10)
    session = desk.do(do.Tag("no"))
    assert talk_seconds(session, session.calls[0], clock.now()) == 40
    assert desk.settle()
    assert len(at.on_disk().pauses) == 1


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (89.4, "89 s"), (90, "2 min"), (5400, "90 min")])
def test_how_long_it_slept_is_said(seconds: float, words: str, at: At, clock: FakeClock) -> None:
    desk = at.begun()
    clock.sleep(seconds)
    desk.notice_sleep()
    assert words in desk.notes[0]


def test_sleep_in_a_pause_or_after_the_end_is_nothing_new(at: At, clock: FakeClock) -> None:
    desk = at.begun()
    desk.do(do.Pause())
    clock.sleep(1200)
    assert desk.notice_sleep() == 0
    desk.do(do.End())
    clock.sleep(1200)
    assert desk.notice_sleep() == 0
    desk.put_down()
    clock.sleep(1200)
    assert desk.notice_sleep() == 0
    assert desk.notes == []


def test_two_desks_that_wake_together_count_the_sleep_once(at: At, clock: FakeClock) -> None:
    desk, other = at.begun(), at.joined()
    clock.pass_(60)
    clock.sleep(1200)
    desk.notice_sleep()
    clock.pass_(0.5)
    clock.asleep = 1200  # the other has a clock of its own
    other.notice_sleep()
    assert desk.settle()
    assert other.settle()
    assert session_seconds(at.on_disk(), clock.now()) == 60


def test_a_clock_that_is_set_back_sets_nothing_back(at: At, clock: FakeClock) -> None:
    desk = at.begun()
    clock.pass_(100)
    desk.do(do.Dial())
    clock.moment -= timedelta(hours=1)
    session = desk.do(do.Tag("no"))
    assert session.calls[0].tagged_at == after(100)
    clock.pass_(3700)
    assert desk.do(do.Dial()).live is not None
    assert desk.settle()
    assert at.on_disk().live is not None


def test_a_session_of_a_clock_that_is_ahead_goes_on_from_its_last_event(at: At, clock: FakeClock) -> None:
    desk = at.begun()
    clock.pass_(3600)
    desk.do(do.Tag("no"))
    desk.settle()
    other = At(at.root, FakeClock(START)).desk()
    other.take_up()
    other.clock.pass_(5)  # type: ignore[attr-defined]
    assert other.do(do.Tag("no")).calls[-1].tagged_at == after(3605)


# ---- the real clock, on hands that are moved


class Hands:
    """A wall clock and a monotonic one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.even = 1_795_269_600.0, 500.0
        monkeypatch.setattr(time, "time", lambda: self.wall)
        monkeypatch.setattr(time, "monotonic", lambda: self.even)

    def move(self, wall: float, even: float) -> None:
        self.wall += wall
        self.even += even


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(monkeypatch)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(1_795_269_600 + seconds, UTC)


def test_time_passes_as_it_should(hands: Hands) -> None:
    clock = Clock()
    hands.move(12.3456, 12.3456)
    assert clock.now() == moment(12.346)
    assert clock.now().utcoffset() is not None
    assert clock.slept() == 0
    assert clock.monotonic() == 512.3456
    assert epoch() == hands.wall


def test_a_wall_clock_that_is_set_back_or_a_little_ahead_changes_nothing(hands: Hands) -> None:
    clock = Clock()
    hands.move(-3600, 10)
    assert clock.now() == moment(10)
    hands.move(10 + clocks.SLEEP, 10)
    assert clock.now() == moment(20)
    assert clock.slept() == 0


def test_a_wall_clock_that_ran_ahead_says_that_the_machine_slept(hands: Hands) -> None:
    clock = Clock()
    hands.move(1210, 10)
    assert clock.now() == moment(1210)
    hands.move(5, 5)
    assert clock.slept() == 1200
    assert clock.slept() == 0
    assert clock.now() == moment(1215)


def test_two_sleeps_add_up_until_somebody_asks(hands: Hands) -> None:
    clock = Clock()
    hands.move(100, 0)
    clock.now()
    hands.move(50, 0)
    assert clock.slept() == 150


def test_time_goes_on_from_a_moment_ahead(hands: Hands) -> None:
    clock = Clock()
    clock.not_before(moment(600))
    hands.move(5, 5)
    assert clock.now() == moment(605)
    clock.not_before(moment(0))
    assert clock.now() == moment(605)


@pytest.mark.parametrize(
    ("environ", "name"),
    [({"TZ": "America/New_York"}, "America/New_York"), ({"TZ": ":Europe/Paris"}, "Europe/Paris")],
)
def test_the_zone_is_named_where_the_machine_tells_it(environ: dict[str, str], name: str) -> None:
    assert zone_name(environ) == name


def test_the_zone_is_read_from_where_the_systems_zone_points(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"/etc/localtime": "/usr/share/zoneinfo/Asia/Kathmandu", "/opt/zone": "/opt/zone", "Nowhere": "Nowhere"}
    monkeypatch.setattr("os.path.realpath", lambda path: places[path])
    assert zone_name({}) == zone_name({"TZ": "Nowhere"}) == zone_name({"TZ": "/opt/zone"}) == "Asia/Kathmandu"
    places["/etc/localtime"] = "/etc/localtime"
    assert zone_name({}) is None
