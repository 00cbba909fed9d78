"""The window: tiny, and telling the time in its title. A storm of sizes is in `faults/windows.py`."""

import pytest

from e2e.terminal import House


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
