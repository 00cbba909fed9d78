"""What time does to a session: its planned end. Clocks that jump, and a machine that sleeps, are in `faults/clocks.py`."""

from datetime import datetime

import pytest

from e2e.clocks import Clocks
from e2e.terminal import House, until


@pytest.fixture
def clocks(house: House) -> Clocks:
    return Clocks(house)


def seconds(begin: str, end: str) -> float:
    """Between two moments."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def test_the_planned_end_in_the_middle_of_a_call(house: House, clocks: Clocks) -> None:
    terminal = house.terminal("start").shows("next call").type(" ").shows("on the line").shows("saved")
    before, rung = house.current.read_bytes(), terminal.bells
    clocks.move(3700, 3700)
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


def test_the_planned_end_between_calls(house: House, clocks: Clocks) -> None:
    terminal = house.terminal("start").shows("next call").type("n").counts(1)
    rung = terminal.bells
    clocks.move(3598, 3598)
    terminal.type("v").counts(2).shows("Time.").shows("over")  # two seconds later
    assert terminal.bells == rung + 1
    assert house.run("status", "--json").json["state"] == "ready"
    terminal.type("x").counts(3)
