"""What time does to a session: its planned end, and a machine that sleeps.

Nobody waits an hour for these, and no real clock is set: a few lines that Python runs before the
program put a shifted clock in the one place where the program reads clocks. The test moves it
through a file, while the program runs. All the rest is the real thing.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from e2e.terminal import House, until

SHIFTED = """
import os, time
import nextcall.clock

class Shifted:
    def __getattr__(self, name):
        return getattr(time, name)

    def _by(self, which):
        try:
            with open(os.environ["HOME"] + "/shift") as file:
                return float(file.read().split()[which])
        except FileNotFoundError:
            return 0.0

    def time(self):
        return time.time() + self._by(0)

    def monotonic(self):
        return time.monotonic() + self._by(1)

nextcall.clock.time = Shifted()
"""

Move = Callable[[float, float], None]


@pytest.fixture
def move(house: House) -> Move:
    """Put the wall clock and the monotonic one ahead by so many seconds."""
    house.at_the_start(SHIFTED)

    def moved(wall: float, monotonic: float) -> None:
        new = house.user / "shift.new"
        new.write_text(f"{wall} {monotonic}")
        new.rename(house.user / "shift")

    return moved


def seconds(begin: str, end: str) -> float:
    """Between two moments."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def test_the_planned_end_in_the_middle_of_a_call(house: House, move: Move) -> None:
    terminal = house.terminal("start").shows("next call").type(" ").shows("on the line").shows("saved")
    before, rung = house.current.read_bytes(), terminal.bells
    move(3700, 3700)
    terminal.shows("Time. Finish this call in peace.").shows("on the line")
    assert house.current.read_bytes() == before
    assert terminal.bells == rung
    terminal.type("y").counts(1).shows("over")
    until(lambda: terminal.bells == rung + 1, "the bell, after the call")
    (call,) = house.open_session()["calls"]
    assert (call["outcome"], house.open_session()["ended_at"]) == ("yes", None)
    assert 3700 <= seconds(call["dialed_at"], call["tagged_at"]) < 3800
    terminal.type("n").counts(2)
    status = house.run("status", "--json").json
    assert (status["state"], status["left_seconds"]) == ("ready", 0)
    assert 100 <= status["over_seconds"] < 200
    terminal.type("q").shows("Helped")
    assert terminal.bells == rung + 1


def test_the_planned_end_between_calls(house: House, move: Move) -> None:
    terminal = house.terminal("start").shows("next call").type("n").counts(1)
    rung = terminal.bells
    move(3598, 3598)
    terminal.type("v").counts(2).shows("Time.").shows("over")  # two seconds later
    assert terminal.bells == rung + 1
    assert house.run("status", "--json").json["state"] == "ready"
    terminal.type("x").counts(3)


@pytest.mark.parametrize("key", ["", " "], ids=["between calls", "in a call"])
def test_the_machine_sleeps(house: House, move: Move, key: str) -> None:
    terminal = house.terminal("start").shows("next call").type("n").counts(1).type(key).shows("on the line" if key else "saved")
    move(1200, 0)
    terminal.shows("asleep for 20 min")
    until(lambda: bool(house.open_session()["pauses"]), "a pause")
    (pause,) = house.open_session()["pauses"]
    assert pause["reason"] == "suspended"
    assert seconds(pause["started_at"], pause["ended_at"]) == pytest.approx(1200, abs=2)
    assert house.run("status", "--json").json["elapsed_seconds"] < 600
    assert house.run("status", "--json").json["state"] == ("on_call" if key else "ready")
    terminal.type("u").shows("Taken back")
    until(lambda: not house.open_session()["pauses"], "no pause any more")
    assert house.run("status", "--json").json["elapsed_seconds"] > 1200


def test_the_wall_clock_is_set_back(house: House, move: Move) -> None:
    """Moments never go back, and the timer goes on."""
    terminal = house.terminal("start").shows("next call").type("n").counts(1)
    move(-3600, 0)
    terminal.type("v").counts(2)
    first, second = house.open_session()["calls"]
    assert 0 <= seconds(first["tagged_at"], second["tagged_at"]) < 600
    assert house.run("tag", "x").code == 0
    terminal.counts(3)
    assert seconds(second["tagged_at"], house.open_session()["calls"][2]["tagged_at"]) >= 0
