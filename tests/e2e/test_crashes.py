"""Killed, told to end, hung up: what the screen had counted is on disk, and the next start goes on from there."""

import random
import signal
import time
from datetime import datetime

import pytest

from e2e.sessions import is_whole, moments
from e2e.terminal import House, Terminal

KEYS = {"n": "no-answer", "v": "voicemail", "x": "no", "y": "yes", "h": "hung-up"}


def calling(house: House, dice: random.Random, bursts: int) -> tuple[Terminal, list[str], int]:
    """A terminal in the middle of a session, what was typed, and how many calls it showed at the best of times."""
    terminal = house.terminal("start").shows("next call").type("n").counts(1)
    typed, counted = ["no-answer"], 1
    for _ in range(bursts):
        keys = dice.choices(list(KEYS), k=dice.choice((1, 1, 2, 25)))
        dialled = dice.random() < 0.3
        terminal.type("".join(f" {key}" if dialled else key for key in keys) + " " * (dice.random() < 0.1))
        typed += [KEYS[key] for key in keys]
        time.sleep(dice.choice((0, 0.002, 0.01, 0.05)))
        counted = max(counted, terminal.count)
    return terminal, typed, counted


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("way", ["resume", "end", "drop"])
def test_killed_at_any_moment(quick: House, way: str, seed: int) -> None:
    dice = random.Random(f"{way} {seed}")  # noqa: S311 (no secret)
    terminal, typed, counted = calling(quick, dice, dice.randint(1, 12))
    terminal.kill()
    terminal.exit()
    counted = max(counted, terminal.count)

    left = quick.open_session()
    is_whole(left)
    tagged = quick.tagged()
    assert len(tagged) >= counted
    assert tagged == typed[: len(tagged)]
    assert quick.run("status", "--json").json["calls"] == len(tagged)

    home = quick.terminal().shows("resume").shows("end at its last event").shows("drop it").shows(rf"{len(tagged)} calls? tagged")
    home.type("1")  # a preset has to wait
    if way == "resume":
        home.type(dice.choice("r\r")).shows("no answer").type("n").counts(len(tagged) + 1)
        assert quick.tagged() == [*tagged, "no-answer"]
        is_whole(quick.open_session())
    elif way == "end":
        home.type("e").shows(rf"{len(tagged)} calls?\b").shows("Helped")
        (session,) = quick.ended()
        is_whole(session)
        assert not quick.current.exists()
        assert (session["id"], session["end"], len(session["calls"])) == (left["id"], "recovered", len(tagged))
        assert datetime.fromisoformat(session["ended_at"]) == max(moments(left))
    else:
        home.type("x").shows("Dropped").shows_no_more("end at its last event")
        (dropped,) = (quick.data / "trash").iterdir()
        assert len(quick.ended()) == 0
        assert dropped.read_text().count('"tagged_at"') >= len(tagged)
        home.type("\r").shows("next call").type("v").counts(1)
        assert quick.tagged() == ["voicemail"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_told_to_end(quick: House, number: signal.Signals) -> None:
    terminal, typed, counted = calling(quick, random.Random(number), 4)  # noqa: S311 (no secret)
    terminal.signal(number)
    assert terminal.exit() == 128 + number
    assert terminal.left_on() == []
    assert terminal.printed() == ""
    is_whole(quick.open_session())
    tagged = quick.tagged()
    assert len(tagged) >= max(counted, terminal.count)
    assert tagged == typed[: len(tagged)]


def test_window_closed(quick: House) -> None:
    terminal, typed, counted = calling(quick, random.Random(3), 4)  # noqa: S311 (no secret)
    terminal.hang_up()
    assert terminal.process.wait(60) == 129
    is_whole(quick.open_session())
    tagged = quick.tagged()
    assert len(tagged) >= max(counted, terminal.count)
    assert tagged == typed[: len(tagged)]


def test_to_the_shell_and_back(quick: House) -> None:
    terminal = quick.shell().shows("ready>").type("nextcall start\r").shows("next call").type("nn").counts(2)
    terminal.type("\x1a").shows("(?i)stopped").shows("ready>")
    assert [mode for mode in terminal.left_on() if mode != "settings"] == []  # a shell may have its own
    assert quick.run("tag", "v").code == 0
    terminal.wipe()
    terminal.type("fg\r").shows("next call").counts(3)
    terminal.type("x").counts(4)
    terminal.type("\x11").shows("ready>").type("echo left with $?\r").shows("left with 0")
    assert [mode for mode in terminal.left_on() if mode != "settings"] == []


def test_left_and_found_again(quick: House) -> None:
    terminal = quick.terminal("start").shows("next call").type("nx yv").counts(4)
    terminal.type("\x11")
    assert (terminal.exit(), terminal.left_on(), terminal.printed()) == (0, [], "")
    assert quick.tagged() == ["no-answer", "no", "yes", "voicemail"]
    again = quick.terminal().shows("4 calls tagged").type("\r").counts(4)
    again.type("q").shows("Helped").type("\r").shows("Power hour .* 60 min")
    assert [len(session["calls"]) for session in quick.ended()] == [4]
    assert sorted(path.name for path in quick.data.iterdir()) == [".lock", "sessions"]
