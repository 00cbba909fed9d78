"""The installed program in a pseudo-terminal, with folders of its own: what somebody at a keyboard has.

Nothing here waits for a time to be right. A test waits for what the screen shows, for a file or for
the end, with a limit that no loaded machine reaches; the few waits by the clock only make moments
random or give a fault its time.
"""

import fcntl
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyte

from cli.commands import Result

PATIENCE = 60.0
"""Seconds to wait for what takes a moment on an idle machine."""

_SCRIPT = os.path.join(os.path.dirname(sys.executable), "nextcall")
PROGRAM = [_SCRIPT] if os.path.exists(_SCRIPT) else [sys.executable, "-m", "nextcall"]
"""The program as it was installed beside this Python."""

_OWN_TERMINAL = "import os, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); os.execvp(sys.argv[1], sys.argv[1:])"
"""Makes the terminal the session's own, which brings Ctrl+Z, resizing and hanging up to the program."""
_FOREIGN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*t")
"""Sequences that the emulator would print."""
_CUT = re.compile(rb"\x1b(?:\[[0-9;:?<=>]*\$?)?\Z")
_STRING = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Names of windows and the like, which may end in the character that rings."""
_NOT_OURS = ("NEXTCALL_", "TEXTUAL", "XDG_", "COLUMNS", "LINES", "NO_COLOR", "PYTHONPATH", "VISUAL", "EDITOR", "ESCDELAY", "TZ")
_NORMALLY_ON = ("7", "25")
"""Private modes that a terminal has on: wrapped lines, the cursor."""
_COUNTER = re.compile(r"(?i)\bcalls\s+(\d[\d,]*)")


def until(reached: Callable[[], bool], what: str, *, told: Callable[[], str] = lambda: "") -> None:
    """Wait until something is so."""
    end = time.perf_counter() + PATIENCE
    while not reached():
        assert time.perf_counter() < end, f"never reached: {what}\n{told()}"
        time.sleep(0.01)


class House:
    """One user's folders, and the programs that were started in them."""

    def __init__(self, folder: Path) -> None:
        self.user, self.tmp, self.shims = folder / "user", folder / "tmp", folder / "shims"
        for made in (self.user, self.tmp, self.shims):
            made.mkdir()
        self.home = folder / "nextcall"
        self.data, self.config = self.home / "data", self.home / "config"
        self.always: dict[str, str] = {}
        """Variables for every program that is started from now on."""
        self._terminals: list[Terminal] = []

    # ---- programs

    def environ(self, **more: str) -> dict[str, str]:
        """The environment of a program: as it is, but for everything that could reach ours."""
        usual = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        own = {"HOME": str(self.user), "TMPDIR": str(self.tmp), "NEXTCALL_HOME": str(self.home)}
        return {**usual, "TERM": "xterm-256color", "LANG": "C.UTF-8", **own, **self.always, **more}

    def run(self, *words: str, umask: int = -1, **environ: str) -> Result:
        """A command, as a script calls it."""
        done = subprocess.run(
            [*PROGRAM, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=self.user,
            env=self.environ(**environ),
            umask=umask,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def terminal(self, *words: str, through: tuple[str, ...] = (), **options: Any) -> "Terminal":
        """The program in a terminal, started by another one where that is wanted; the options are those of `Terminal`."""
        self._terminals.append(Terminal(self, [*through, *PROGRAM, *words], **options))
        return self._terminals[-1]

    def shell(self, **options: Any) -> "Terminal":
        """A shell with job control in a terminal, in which the program is called nextcall."""
        folder = os.path.dirname(PROGRAM[0]) + os.pathsep + os.environ["PATH"]
        environ = {"PS1": "ready> ", "ENV": "", "PATH": folder, **options.pop("environ", {})}
        self._terminals.append(Terminal(self, ["/bin/sh", "-i"], environ=environ, **options))
        return self._terminals[-1]

    def at_the_start(self, text: str) -> None:
        """Let every program that is started from now on run this piece of Python first, before its own first line."""
        with open(self.shims / "sitecustomize.py", "a") as file:
            file.write(text)
        self.always["PYTHONPATH"] = str(self.shims)

    def close(self) -> None:
        """End what still runs."""
        for terminal in self._terminals:
            terminal.close()

    # ---- files

    def configure(self, text: str) -> Path:
        """Write a configuration."""
        self.config.mkdir(parents=True, exist_ok=True)
        path = self.config / "config.toml"
        path.write_text(text)
        return path

    @property
    def current(self) -> Path:
        """The file of the open session."""
        return self.data / "current.json"

    def open_session(self) -> Any:
        """The open session as plain data."""
        return json.loads(self.current.read_text())

    def ended(self) -> list[Any]:
        """The ended sessions as plain data, oldest first."""
        return [json.loads(path.read_text()) for path in sorted(self.data.glob("sessions/*/*/*.json"))]

    def tagged(self) -> list[str]:
        """The outcomes of the open session."""
        return [call["outcome"] for call in self.open_session()["calls"]]


class Glass(pyte.Screen):
    """What is to be seen. The private question for the cursor's place, which tmux asks from 3.7 on, is one that pyte falls over."""

    def report_device_status(self, mode: int, **private: bool) -> None:
        """Answer the plain question, and leave the private one."""
        if not private:
            super().report_device_status(mode)


class Terminal:
    """A program on a pseudo-terminal whose screen can be read."""

    def __init__(  # noqa: PLR0913 (how somebody's terminal can differ)
        self,
        house: House,
        argv: list[str],
        *,
        size: tuple[int, int] = (80, 24),
        early: bytes = b"",
        environ: dict[str, str] | None = None,
        umask: int = -1,
    ) -> None:
        self.master, self.slave = os.openpty()
        self._set_size(*size)
        self.found = termios.tcgetattr(self.slave)
        self.raw = bytearray()
        self._screen = Glass(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self._seen: str | None = None
        self._lock = threading.Lock()
        self._open = True
        self._reads = threading.Event()
        self._reads.set()
        os.write(self.master, early)
        self.process = subprocess.Popen(
            [sys.executable, "-IS", "-c", _OWN_TERMINAL, *argv],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=house.user,
            env=house.environ(**(environ or {})),
            start_new_session=True,
            umask=umask,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # ---- what it shows

    def _read(self) -> None:
        while self._open:
            if not self._reads.wait(0.02):
                continue
            try:
                data = os.read(self.master, 65536) if select.select([self.master], [], [], 0.02)[0] else b""
            except OSError:
                return
            if data:
                self._feed(data)

    @contextmanager
    def not_reading(self) -> Iterator[None]:
        """A terminal that takes nothing for a while, as one at the far end of a dead line."""
        self._reads.clear()
        try:
            yield
        finally:
            self._reads.set()

    def _feed(self, data: bytes) -> None:
        with self._lock:
            self.raw += data
            data = self._rest + data
            cut = _CUT.search(data)
            data, self._rest = (data[: cut.start()], data[cut.start() :]) if cut else (data, b"")
            self._stream.feed(_FOREIGN.sub(b"", data))
            self._seen = None

    def text(self) -> str:
        """The screen."""
        with self._lock:
            if self._seen is None:
                self._seen = "\n".join(line.rstrip() for line in self._screen.display)
            return self._seen

    def has(self, pattern: str) -> bool:
        """Whether the screen shows something of that pattern."""
        return re.search(pattern, self.text()) is not None

    def shows(self, pattern: str) -> "Terminal":
        """Wait until the screen shows it."""
        return self._wait(lambda: self.has(pattern), pattern)

    def shows_no_more(self, pattern: str) -> "Terminal":
        """Wait until the screen does not show it."""
        return self._wait(lambda: not self.has(pattern), f"no {pattern}")

    @property
    def count(self) -> int:
        """How many calls the screen has counted: so many are on disk, it says."""
        found = _COUNTER.search(self.text())
        return int(found[1].replace(",", "")) if found else 0

    def counts(self, number: int) -> "Terminal":
        """Wait until the screen has counted so many calls."""
        return self._wait(lambda: self.count == number, f"{number} calls")

    @property
    def bells(self) -> int:
        """How often it rang."""
        return _STRING.sub(b"", self.raw).count(b"\a")

    def _wait(self, reached: Callable[[], bool], what: str) -> "Terminal":
        def said() -> str:
            return f"exit {self.process.poll()}; the screen shows:\n{self.text()}"

        def ended() -> bool:
            return self.process.poll() is not None and not select.select([self.master], [], [], 0.1)[0]

        came = False

        def there() -> bool:
            nonlocal came
            came = reached()  # once is enough: a moment later the picture may be half drawn anew
            return came

        until(lambda: there() or ended(), what, told=said)
        assert came or reached(), f"ended before: {what}; {said()}"
        return self

    def wipe(self) -> None:
        """Forget what the screen showed: what it shows from now on has been drawn from now on."""
        with self._lock:
            self._screen.reset()
            self._seen = None

    # ---- what is done to it

    def type(self, keys: str | bytes) -> "Terminal":
        """Press keys, in one go."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self.master, data) :]
        return self

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        with self._lock:
            self._screen.resize(rows, columns)
            self._seen = None
        self._set_size(columns, rows)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        """Close the window."""
        if self._open:
            self._open = False
            self._reader.join()
            os.close(self.master)
            os.close(self.slave)

    # ---- how it ends

    def exit(self) -> int:
        """The exit code, once there is one, with everything read that was printed."""
        code = self.process.wait(PATIENCE)
        while self._open and select.select([self.master], [], [], 0.1)[0]:
            time.sleep(0.01)
        return code

    def printed(self) -> str:
        """What was printed after the last screen was left."""
        return self.raw.rpartition(b"\x1b[?1049l")[2].decode(errors="replace")

    def is_cooked(self) -> bool:
        """Whether the terminal's own settings are what they were before the program."""
        return termios.tcgetattr(self.slave) == self.found

    def left_on(self) -> list[str]:
        """What was changed in the terminal and not taken back; for after `exit`."""
        modes: dict[str, bool] = {}
        for numbers, switch in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.raw):
            modes.update(dict.fromkeys(numbers.decode().split(";"), switch == b"h"))
        left = [mode for mode, on in modes.items() if on != (mode in _NORMALLY_ON)]
        if len(re.findall(rb"\x1b\[>\d+u", self.raw)) > len(re.findall(rb"\x1b\[<\d*u", self.raw)):
            left.append("keyboard")
        if self.raw.count(b"\x1b[22;2t") > self.raw.count(b"\x1b[23;2t"):
            left.append("title")
        if not self.is_cooked():
            left.append("settings")
        return left

    def close(self) -> None:
        """End it and all that it started, however it stands."""
        for number in (signal.SIGKILL, signal.SIGCONT):
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                break
        self.process.wait()
        self.hang_up()
