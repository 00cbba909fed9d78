"""A small app on a real pseudo-terminal, through all that happens to terminals."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyte
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a matter of Unix")

PATIENCE = 30.0
"""Seconds to wait for what comes at once on an idle machine."""

DEMO = """
import os, sys, time
if "alone" not in sys.argv:
    os.close(os.open(os.ttyname(0), os.O_RDWR))  # the terminal becomes the session's own
from nextcall.tui.terminal import start
start.lighten()
from textual import events
from textual.widgets import Static
from nextcall.tui.terminal.app import CalmApp, run
from nextcall.tui.terminal.signals import install_signals

def note(word):
    with open(sys.argv[1], "a") as file:
        file.write(word + "\\n")

class Demo(CalmApp):
    count = pastes = clicks = 0
    busy = "busy" in sys.argv
    last = ""

    def compose(self):
        yield Static(id="seen", markup=False)

    def on_mount(self):
        self.call_after_refresh(start.after_first_paint)
        self.set_title("demo\\x1b]0;evil\\x07")
        self.set_interval(0.05, self.tick)
        self.show()

    def tick(self):
        if self.busy:  # every character of the screen changes
            self.styles.background = "#%06x" % (time.monotonic_ns() % 0xffffff)
            self.refresh()
            self.show()

    def show(self):
        pad = ("\\n" + chr(65 + self.count % 26) * 70) * 20 if self.busy else ""
        self.query_one("#seen").update(f"keys {self.count} last {self.last} pastes {self.pastes} clicks {self.clicks};" + pad)

    def on_paste(self, event):
        self.pastes += 1
        self.show()

    def on_click(self, event):
        self.clicks += 1
        self.show()

    def on_key(self, event):
        self.count, self.last = self.count + 1, event.key
        note(event.key)
        if event.key == "q":
            self.exit()
        elif event.key == "h":
            self.busy = False
        elif event.key == "x":
            secret = "Jane Doe"
            raise ValueError("the number of " + secret)
        elif event.key == "i":
            self._driver.process_message = None
        elif event.key == "z":
            self.set_timer(0.001, lambda: None)
            self.call_next(lambda: self._close_messages_no_wait())
        elif event.key == "l":
            self._loop.call_soon(lambda: 1 / 0)
        elif event.key == "b":
            note("blocked")
            time.sleep(600)
        elif event.key == "e":
            with self.suspend():
                note("lent")
                os.read(0, 10)
        elif event.key == "g":
            self.ring()
        self.show()

async def settle():
    note("settled")

app = Demo()
install_signals(app, settle)
note("installed")
if "slow" in sys.argv:
    time.sleep(600)
start.leave(run(app))
"""

_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*t")
"""Sequences that the emulator would print."""


class Stage:
    """A program on a pseudo-terminal; it is read only while a test waits for something."""

    def __init__(self, folder: str, *options: str, early: bytes = b"") -> None:
        self.notes = os.path.join(folder, "notes")
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.found = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        os.write(self.master, early)
        program = os.path.join(folder, "demo.py")
        with open(program, "w") as file:
            file.write(DEMO)
        self.process = subprocess.Popen(
            [sys.executable, program, self.notes, *options],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )

    def read(self, seconds: float = 0.05) -> bytes:
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return b""
        self.raw += data
        return data

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def until(self, reached: Callable[[], bool], what: str) -> None:
        end = time.perf_counter() + PATIENCE
        fed = 0
        while not reached():
            assert time.perf_counter() < end, f"{what} is not reached; the screen shows:\n{self.text()}"
            if self.read() or fed < len(self.raw):
                whole = _UNKNOWN.sub(b"", self.raw)
                cut = whole.rfind(b"\x1b") if re.search(rb"\x1b[^a-zA-Z~\\]*\Z", whole) else len(whole)
                self.screen.reset()
                self.stream = pyte.ByteStream(self.screen)
                self.stream.feed(whole[:cut])
                fed = len(self.raw)

    def shows(self, pattern: str) -> None:
        self.until(lambda: re.search(pattern, self.text()) is not None, pattern)

    def noted(self, word: str) -> None:
        self.until(lambda: word in self.notes_so_far(), f"the note {word!r}")

    def notes_so_far(self) -> list[str]:
        try:
            with open(self.notes) as file:
                return file.read().split()
        except FileNotFoundError:
            return []

    def ready(self) -> "Stage":
        self.shows("keys 0")
        return self

    def type(self, keys: str | bytes) -> None:
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def state(self) -> str:
        """Whether the process is stopped, from what the system says of it."""
        done = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return done.stdout.strip()[:1]

    def stopped(self) -> None:
        self.until(lambda: self.state() == "T", "being stopped")

    def exit(self) -> int:
        self.until(lambda: self.process.poll() is not None, "the end")
        while self.read():
            pass
        code = self.process.returncode
        assert isinstance(code, int)
        return code

    def left_on(self) -> list[str]:
        """What is not as it was found."""
        while self.read(0.2):
            pass
        modes: dict[bytes, bool] = {}
        for mode, switch in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw):
            modes[mode] = switch == b"h"
        left = [mode.decode() for mode, on in modes.items() if on != (mode in {b"7", b"25"})]
        if self.raw.count(b"\x1b[>25u") > self.raw.count(b"\x1b[<u"):
            left.append("keyboard")
        if self.raw.count(b"\x1b[22;2t") > self.raw.count(b"\x1b[23;2t"):
            left.append("title")
        if termios.tcgetattr(self.slave) != self.found:
            left.append("raw")
        return left

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        if self.master >= 0:
            os.close(self.master)
            os.close(self.slave)
            self.master = self.slave = -1


Play = Callable[..., Stage]


@pytest.fixture
def play(tmp_path: Any) -> Iterator[Play]:
    stages: list[Stage] = []

    def start(*options: str, early: bytes = b"") -> Stage:
        stages.append(Stage(str(tmp_path), *options, early=early))
        return stages[-1]

    yield start
    for stage in stages:
        stage.close()


def test_quit_leaves_the_terminal_as_it_was(play: Play) -> None:
    stage = play().ready()
    assert set(stage.left_on()) >= {
        "1049",
        "1000",
        "1003",
        "1006",
        "1004",
        "2004",
        "7",
        "25",
        "keyboard",
        "title",
        "raw",
    }
    stage.type("nq")
    assert stage.exit() == 0
    assert stage.left_on() == []
    assert "settled" not in stage.notes_so_far()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signal_settles_and_restores(play: Play, number: int) -> None:
    stage = play().ready()
    stage.signal(number)
    assert stage.exit() == 128 + number
    assert stage.left_on() == []
    assert "settled" in stage.notes_so_far()
    assert b"Traceback" not in stage.raw


def test_signal_before_the_loop_runs(play: Play) -> None:
    stage = play("slow")
    stage.noted("installed")
    stage.signal(signal.SIGTERM)
    assert stage.exit() == 143
    assert stage.left_on() == []


def test_signal_while_the_loop_is_blocked(play: Play) -> None:
    stage = play().ready()
    stage.type("b")
    stage.noted("blocked")
    stage.signal(signal.SIGTERM)
    assert stage.exit() == 143
    assert stage.left_on() == []


@pytest.mark.parametrize("options", [[], ["alone"]])
def test_closed_terminal(play: Play, options: list[str]) -> None:
    """Also one whose end the system does not tell of."""
    stage = play(*options).ready()
    stage.hang_up()
    assert stage.process.wait(PATIENCE) == 129
    assert "settled" in stage.notes_so_far()


def test_mistake_is_told_without_values(play: Play) -> None:
    stage = play().ready()
    stage.type("x")
    assert stage.exit() == 1
    assert stage.left_on() == []
    told = stage.raw.rpartition(b"\x1b[?1049l")[2]
    assert b"nextcall stopped by a mistake of its own: ValueError at demo.py:" in told
    assert b"Jane" not in stage.raw
    assert told.count(b"\n") == 1


@pytest.mark.parametrize(("key", "kind"), [("in", b"TypeError"), ("l", b"ZeroDivisionError")])
def test_mistake_beside_the_app(play: Play, key: str, kind: bytes) -> None:
    """In the thread that reads, and in a callback of the loop."""
    stage = play().ready()
    stage.type(key[0])
    if key[1:]:
        stage.shows("last i")
        stage.type(key[1:])
    assert stage.exit() == 1
    assert stage.left_on() == []
    assert kind in stage.raw


def test_an_end_without_a_code_is_a_failure(play: Play) -> None:
    stage = play().ready()
    stage.type("z")
    assert stage.exit() == 1
    assert stage.left_on() == []


def test_title_is_harmless_and_given_back(play: Play) -> None:
    stage = play().ready()
    stage.type("q")
    assert stage.exit() == 0
    assert "\x1b[22;2t\x1b]2;demo\ufffd]0;evil\ufffd\x1b\\".encode() in stage.raw
    assert b"\x1b]2;\x1b\\\x1b[23;2t" in stage.raw


def test_bell(play: Play) -> None:
    stage = play().ready()
    stage.type("g")
    stage.until(lambda: b"\a" in stage.raw, "the bell")


def test_typed_before_the_start(play: Play) -> None:
    """The terminal still turned the return into a line feed."""
    stage = play(early=b"n\r")
    stage.shows("keys 2 last enter")


def test_what_is_no_key(play: Play) -> None:
    stage = play().ready()
    for data in (
        b"\xff",
        b"\xe2\x28\xa1",
        b"\xe9",
        b"\x00",
        b"\x1b[M\x60\x90\x21",
        b"\x1b]11;rgb:12/12/12\x1b\\",
    ):
        stage.type(data)
        time.sleep(0.15)
    stage.type(b"\x1b[200~nnn\x1b[201~n")
    stage.shows("keys 1 last n pastes 1")
    stage.type(b"\x1b")
    stage.shows("keys 2 last escape")


def test_click(play: Play) -> None:
    stage = play().ready()
    stage.type(b"\x1b[<0;3;1M\x1b[<0;3;1m")
    stage.shows("keys 0 .* clicks 1")


def test_flood(play: Play) -> None:
    stage = play().ready()
    stage.type("nv" * 400)
    stage.shows("keys 800 last v")
    assert stage.notes_so_far()[1:] == ["n", "v"] * 400


def test_stopped_without_a_word(play: Play) -> None:
    stage = play().ready()
    stage.signal(signal.SIGSTOP)
    stage.stopped()
    stage.raw = b"\x1b[?1049h\x1b[>25u\x1b[22;2t"
    stage.signal(signal.SIGCONT)
    stage.until(lambda: stage.raw.count(b"\x1b[?1049h") == 2, "a terminal that was taken anew")
    stage.signal(signal.SIGSTOP)
    stage.stopped()
    stage.type("n")
    stage.signal(signal.SIGCONT)
    stage.shows("keys 1 last n")
    stage.until(lambda: stage.raw.count(b"\x1b[?1049h") == 3, "a terminal that was taken anew")
    stage.type("v")
    stage.shows("keys 2 last v")
    stage.type("q")
    assert stage.exit() == 0
    assert stage.left_on() == []


@pytest.mark.parametrize("how", ["signal", "key"])
def test_stopped_in_order(play: Play, how: str) -> None:
    stage = play().ready()
    if how == "key":
        stage.type(b"\x1a")
    else:
        stage.signal(signal.SIGTSTP)
    stage.stopped()
    assert stage.left_on() == []
    stage.raw = b""
    stage.signal(signal.SIGCONT)
    stage.shows("keys")
    stage.type("n")
    stage.shows("last n")
    stage.type("q")
    assert stage.exit() == 0
    assert stage.left_on() == []


def test_continued_without_having_been_stopped(play: Play) -> None:
    stage = play().ready()
    for _ in range(3):
        stage.signal(signal.SIGCONT)
        time.sleep(0.1)
    stage.type("n")
    stage.shows("keys 1 last n")
    stage.type("q")
    assert stage.exit() == 0
    assert stage.left_on() == []


def test_interrupt_in_a_program_that_has_the_terminal(play: Play) -> None:
    stage = play().ready()
    stage.type("e")
    stage.noted("lent")
    assert stage.left_on() == []
    stage.type(b"\x03")  # the terminal makes SIGINT of it
    stage.signal(signal.SIGINT)
    time.sleep(2.5)
    stage.type("done\n")
    stage.shows("keys 1 last e")
    stage.type("q")
    assert stage.exit() == 0
    assert stage.left_on() == []


def unread(stage: Stage, keys: str) -> None:
    """Type, and let the program handle it without reading anything from it."""
    count = len(stage.notes_so_far()) + len(keys)
    stage.type(keys)
    end = time.perf_counter() + PATIENCE
    while len(stage.notes_so_far()) < count:
        assert time.perf_counter() < end, "the program hangs"
        time.sleep(0.05)


def stall(stage: Stage) -> None:
    """Not read from, long enough for all buffers to be full."""
    unread(stage, "n" * 200)
    time.sleep(2)


def test_terminal_that_stops_reading_stops_nothing(play: Play) -> None:
    stage = play("busy").ready()
    stall(stage)
    unread(stage, "h")  # from here on nothing changes: only a frame drawn anew can show it
    time.sleep(0.5)
    stage.shows("keys 201 last h")
    stage.type("q")
    assert stage.exit() == 0
    assert stage.left_on() == []


def test_signal_while_the_terminal_does_not_read(play: Play) -> None:
    stage = play("busy").ready()
    stall(stage)
    stage.signal(signal.SIGTERM)
    assert stage.process.wait(PATIENCE) == 143
    assert stage.left_on() == []
