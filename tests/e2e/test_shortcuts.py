"""What docs/status.md has for bars and shortcuts, with the real program: tmux shows it, and an open screen follows a button."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from e2e.terminal import PROGRAM, House, Terminal
from papers import blocks


def with_nextcall(house: House) -> dict[str, str]:
    """An environment in which the program can be called by its name."""
    program = house.shims / "nextcall"
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    return house.environ(PATH=f"{house.shims}{os.pathsep}{os.environ['PATH']}")


def test_a_button_is_seen_on_the_open_screen(quick: House) -> None:
    [text] = blocks("status", "Shortcuts and button pads")
    buttons = re.findall(r"exec (nextcall .+)$", text, re.MULTILINE)
    assert buttons == ["nextcall dial", "nextcall tag no", "nextcall tag yes", "nextcall undo"]
    environ = with_nextcall(quick)

    def pressed(button: str) -> None:
        subprocess.run(["/bin/sh", "-c", button], env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=60, check=True)

    screen = quick.terminal("start").shows("next call")
    pressed(buttons[0])
    screen.shows("on the line")
    pressed(buttons[1])
    screen.counts(1)
    pressed(buttons[2])
    screen.counts(2)
    assert quick.tagged() == ["no", "yes"]
    pressed(buttons[3])
    screen.counts(1)


class Tmux:
    """A server of its own, with the configuration of the page."""

    def __init__(self, house: House, environ: dict[str, str], folder: Path) -> None:
        self._environ = {name: value for name, value in environ.items() if not name.startswith("TMUX")}
        self._socket, configuration = str(folder / "socket"), folder / "tmux.conf"
        configuration.write_text(*blocks("status", "tmux"))
        self._house = house
        self("-f", str(configuration), "new-session", "-d", "-x", "100", "-y", "20", "cat")

    def __call__(self, *words: str) -> str:
        argv = ["tmux", "-S", self._socket, *words]
        return subprocess.run(argv, env=self._environ, capture_output=True, text=True, timeout=60, check=True).stdout

    def attached(self) -> Terminal:
        """A terminal that shows it."""
        argv = ["tmux", "-S", self._socket, "attach"]
        return Terminal(self._house, argv, size=(100, 20), environ={"PATH": self._environ["PATH"]})


def test_tmux_shows_it(house: House, tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    tmux = Tmux(house, with_nextcall(house), tmp_path)
    tmux("set", "-g", "status-interval", "1")  # instead of five seconds, for which a test need not wait
    terminal = tmux.attached()
    try:
        terminal.shows(r"\d\d:\d\d")
        assert not terminal.has("session")
        assert house.run("start", "sprint", "--headless").code == 0
        assert house.run("tag", "no").code == 0
        terminal.shows(r"ready, \d+:\d\d left, 1 call, 1 conversation \d\d:\d\d")
        assert house.run("dial").code == 0
        terminal.shows(r" on a call \d\d:\d\d")
    finally:
        terminal.close()
        tmux("kill-server")
