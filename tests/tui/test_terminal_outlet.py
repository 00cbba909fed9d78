"""The way out, to a terminal that reads and to one that does not."""

import os
import select
import sys
import termios
import threading
import time
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a matter of Unix")

if sys.platform != "win32":
    from nextcall.tui.terminal import modes
    from nextcall.tui.terminal.outlet import Outlet

PATIENCE = 30.0


class Terminal:
    """Both ends of a pseudo-terminal that changes nothing of what is written."""

    def __init__(self) -> None:
        self.far, self.near = os.openpty()
        found = termios.tcgetattr(self.near)
        found[1] &= ~termios.OPOST
        termios.tcsetattr(self.near, termios.TCSANOW, found)

    def read(self, until: bytes = b"", seconds: float = PATIENCE) -> bytes:
        """All that comes until there is `until`, or else silence for a while."""
        seen, end = b"", time.perf_counter() + seconds
        while not (until and until in seen) and time.perf_counter() < end:
            if select.select([self.far], [], [], 0.3)[0]:
                seen += os.read(self.far, 65536)
            elif not until:
                break
        return seen


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    pair = Terminal()
    yield pair
    for fd in (pair.far, pair.near):
        os.close(fd)


def test_all_arrives_in_order(terminal: Terminal) -> None:
    outlet = Outlet(terminal.near, "utf-8", lambda: None)
    for number in range(200):
        outlet.put(f"{number};")
    assert outlet.finish(PATIENCE)
    assert terminal.read(b"199;") == "".join(f"{number};" for number in range(200)).encode()


def test_what_cannot_be_written_in_an_encoding(terminal: Terminal) -> None:
    outlet = Outlet(terminal.near, "ascii", lambda: None)
    outlet.frame("a–b")
    assert outlet.finish(PATIENCE)
    assert terminal.read(b"b") == b"a?b"


def test_frames_are_dropped_and_made_up_for(terminal: Terminal) -> None:
    caught_up = threading.Event()
    outlet = Outlet(terminal.near, "utf-8", caught_up.set)
    began = time.perf_counter()
    for _ in range(1000):
        outlet.frame("x" * 10_000)
    outlet.put("mode")
    assert time.perf_counter() - began < PATIENCE
    assert not caught_up.is_set()
    seen = terminal.read(b"mode")
    assert b"mode" in seen
    assert len(seen) < 1_000_000
    assert caught_up.wait(PATIENCE)
    assert outlet.finish(PATIENCE)


def test_forgets_what_waits(terminal: Terminal) -> None:
    outlet = Outlet(terminal.near, "utf-8", lambda: None)
    outlet.put("x" * 200_000)
    time.sleep(0.2)
    outlet.put("never")
    outlet.forget()
    outlet.put("last")
    assert b"never" not in terminal.read(b"last")
    assert outlet.finish(PATIENCE)


def test_gives_up_on_a_terminal_that_does_not_read(terminal: Terminal) -> None:
    outlet = Outlet(terminal.near, "utf-8", lambda: None)
    outlet.put("x" * 200_000)
    time.sleep(0.2)
    assert not outlet.finish(0.2)
    modes.force(terminal.near, "\x1b[?1049l")
    assert b"\x1b[?1049l" in terminal.read()


def test_a_terminal_that_is_gone(terminal: Terminal) -> None:
    outlet = Outlet(terminal.near, "utf-8", lambda: None)
    os.close(terminal.far)
    terminal.far = os.open(os.devnull, os.O_RDONLY)
    outlet.put("x")
    assert outlet.finish(PATIENCE)
    modes.force(terminal.near, "x")


def test_each_switch_has_its_way_back() -> None:
    switches = modes.Switches(mouse=True, keyboard=True)
    assert switches.on.count("\x1b[?") + 1 == switches.off.count("\x1b[?")
    assert switches.off.index("\x1b[<u") < switches.off.index("\x1b[?1049l")
    bare = modes.Switches(mouse=False, keyboard=False)
    assert "1000" not in bare.on + bare.off
    assert "u" not in bare.on + bare.off
