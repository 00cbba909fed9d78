"""A program on a pseudo-terminal: what its screen shows, and when each piece of it came.

Output is stamped as it is read and put on the emulated screen only once the program is silent for a
moment: drawing here never delays what is measured there.
"""

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import pyte

from measuring.processes import FailedError, children, now, spawn

SIZE = (100, 30)
"""Columns and rows."""
_SETTLED, _POLL = 0.003, 0.05
_PIECE = 0.005
"""Seconds of silence between two pieces of output."""
_UNKNOWN = re.compile(
    r"\x1b[P_^X\]][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[\?[\d;]*(?![hl\d;])[ -/]*[@-~]|\x1b\[[\d;]*:[\d;:]*m|\x1b\[[\d;]*t"
)
"""What the emulator would print or misread."""
_CUT = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[P_^X\]][^\x07\x1b]*\x1b?|[()#%*+ -/]*)?\Z")
_ASKED = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[(>?)c")
_LIVE: list["Terminal"] = []


class Terminal:
    """One program, its screen, and how much it wrote."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str]) -> None:
        columns, rows = SIZE
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._held = ""
        self._waiting: list[tuple[float, bytes]] = []
        self._lines = [""] * rows
        self.written = 0
        """Bytes."""
        self.last = 0.0
        """When output came last."""
        self.longest = 0.0
        """Seconds of the longest silence between two pieces of output."""
        self.answered = 0.0
        """When the first output came since the last key."""
        self.ended = False
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        name = os.ttyname(slave)
        os.close(slave)
        actions = [(os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        self.began = now()
        self.process = spawn(argv, {**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}, actions, session=True)
        _LIVE.append(self)

    # ---- what it shows

    def text(self) -> str:
        """The lines of the screen."""
        for row in self._screen.dirty:
            cells = self._screen.buffer[row]
            self._lines[row] = "".join(cells[column].data for column in range(SIZE[0])).rstrip()
        self._screen.dirty.clear()
        return "\n".join(self._lines)

    def until(self, shown: Callable[[], bool], seconds: float = 60.0, also: Callable[[], bool] | None = None) -> float:
        """When the output came that made something so; `also` is asked between the reads, and must be so too. Raises `FailedError`."""
        end, met = now() + seconds, 0.0
        poll = _POLL if also is None else 0.0005
        while True:
            pump(min(_SETTLED if self._waiting else poll, poll, end - now()))
            if self._waiting and (self.ended or now() - self.last >= _SETTLED or now() - self._waiting[0][0] > 2 * _POLL):
                met = met or self._drawn(shown)
            done = also is None or also()
            if met and done:
                return met
            if now() > end or (self.ended and not self._waiting):
                raise FailedError(f"the screen never came to it:\n{self.text()}")

    def wait(self, seconds: float, silence: float | None = None) -> None:
        """Read for a time, or until it has been silent for some."""
        began = now()
        while not self.ended and (left := began + seconds - now()) > 0:
            if silence is not None:
                left = min(left, max(self.last, began) + silence - now())
                if left <= 0:
                    break
            pump(left)
        self._drawn(lambda: False)

    # ---- what is done to it

    def press(self, keys: str) -> float:
        """Type; when."""
        at, self.answered = now(), 0.0
        os.write(self._master, keys.encode())
        return at

    def forget(self) -> None:
        """Begin to count output anew."""
        self.written, self.last, self.longest = 0, 0.0, 0.0

    def leave(self, key: str) -> float:
        """Seconds from a key to the end of the process; one that does not end is ended. Raises `FailedError` then."""
        since = self.press(key)
        try:
            while now() - since < 20:
                pump(0.001)
                if os.waitpid(self.process, os.WNOHANG)[0]:
                    return now() - since
                if self.ended:
                    time.sleep(0.001)
            self._kill()
            raise FailedError(f"it did not leave at its key:\n{self.text()}")
        finally:
            self._close()

    def close(self) -> None:
        """End it, whatever it does."""
        if self in _LIVE:
            self._kill()
            self._close()

    def _kill(self) -> None:
        for process in reversed(children(self.process)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        os.waitpid(self.process, 0)

    def _close(self) -> None:
        _LIVE.remove(self)
        os.close(self._master)

    # ---- its output

    def read(self) -> None:
        """Take in what is there."""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # it has ended
            data = b""
        at = now()
        if not data:
            self.ended = True
            return
        if self.last and at - self.last > _PIECE:
            self.longest = max(self.longest, at - self.last)
        self.last = at
        self.answered = self.answered or at
        self.written += len(data)
        self._waiting.append((at, data))
        for asked in _ASKED.finditer(data):  # as a plain modern terminal answers: whole frames, nothing more
            mode, secondary = asked[1], asked[2]
            answer = b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0) if mode else b"\x1b[>1;10;0c" if secondary else b"\x1b[?62;22c"
            os.write(self._master, answer)

    def _drawn(self, shown: Callable[[], bool]) -> float:
        """Put on the screen what has come; when the piece came that made `shown` true, or 0. Reading comes first."""
        met = 0.0
        for _ in range(len(self._waiting)):
            at, data = self._waiting.pop(0)
            text = self._held + self._decode(data)
            cut = _CUT.search(text)
            text, self._held = (text[: cut.start()], cut[0]) if cut and len(cut[0]) < 4096 else (text, "")
            self._stream.feed(_UNKNOWN.sub("", text))
            if not met and shown():
                met = at
            if pump(0):
                break
        return met

    def fileno(self) -> int:
        """For `select`."""
        return self._master


def pump(seconds: float) -> bool:
    """Wait for output of any program, and take it in; whether there was any."""
    ready = select.select([live for live in _LIVE if not live.ended], [], [], max(0.0, seconds))[0]
    for terminal in ready:
        terminal.read()
    return bool(ready)
