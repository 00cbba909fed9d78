"""The demo in a real terminal: live, marked, and gone without a trace."""

import os
import signal

import pytest

from e2e.terminal import House


def traces(house: House) -> list[str]:
    """What was left anywhere."""
    return [str(path) for folder in (house.tmp, house.user, house.home) for path in folder.rglob("*")]


def test_a_session_is_under_way_and_half_a_year_behind_it(house: House) -> None:
    terminal = house.terminal("demo").shows("DEMO").counts(14)
    assert terminal.has("made-up people and numbers")
    terminal.type("n").counts(15)
    terminal.type("u").counts(14)
    terminal.type("q").shows("Power hour, done").shows("DEMO")
    terminal.type("\r").shows("This week").shows("DEMO")
    terminal.type("b").shows("brighter than the rest").shows("DEMO")
    terminal.type("\x11")
    assert terminal.exit() == 0
    assert terminal.left_on() == []
    assert traces(house) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_takes_it_away_too(house: House, number: int) -> None:
    terminal = house.terminal("demo").counts(14)
    terminal.signal(number)
    assert terminal.exit() == 128 + number
    assert traces(house) == []


def test_own_sessions_stay_as_they_are(house: House) -> None:
    house.configure('[ui]\ntheme = "paper"\n')
    house.run("start", "--headless")
    before = {path: path.read_bytes() for path in house.home.rglob("*") if path.is_file()}
    terminal = house.terminal("demo").counts(14)
    terminal.type("nnn\x11")
    terminal.exit()
    assert {path: path.read_bytes() for path in house.home.rglob("*") if path.is_file()} == before
    assert os.listdir(house.tmp) == []
