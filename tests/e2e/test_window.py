"""The window: resized in a storm, tiny, and telling the time in its title."""

import random
import time

import pytest

from e2e.terminal import House


def test_resized_in_a_storm(quick: House) -> None:
    dice = random.Random(5)  # noqa: S311 (no secret)
    terminal = quick.terminal("start").shows("next call")
    for number in range(60):
        terminal.resize(dice.randint(1, 200), dice.randint(1, 60))
        terminal.type("nv"[number % 2])
        time.sleep(dice.choice((0, 0.005, 0.02)))
    terminal.resize(80, 24)
    terminal.counts(60).shows("next call").shows("saved")
    assert quick.tagged() == ["no-answer", "voicemail"] * 30


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (200, 60)])
def test_useful_at_any_size(quick: House, size: tuple[int, int]) -> None:
    terminal = quick.terminal("start", size=size).type("x")
    terminal.shows(r"59:\d\d|60:00|[▀█]").shows("1")
    terminal.resize(1, 1)
    terminal.type("y")
    terminal.resize(*size)
    terminal.shows("2").type("\x11")
    assert (terminal.exit(), terminal.left_on()) == (0, [])
    assert quick.tagged() == ["no", "yes"]
    if size[0] >= 40:
        assert all(len(line) <= size[0] for line in terminal.text().splitlines())


def test_the_title_of_the_window(quick: House) -> None:
    terminal = quick.terminal("start").shows("next call").type("\x11")
    assert terminal.exit() == 0
    titles = terminal.raw.split(b"\x1b]2;")[1:]
    assert b"60" in titles[0].partition(b"\x1b\\")[0] or b"59" in titles[0].partition(b"\x1b\\")[0]
    assert titles[-1].startswith(b"\x1b\\\x1b[23;2t")  # and the old one comes back
