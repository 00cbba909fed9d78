"""The way out to a terminal that may stop reading at any time."""

import contextlib
import os
import queue
import select
import threading
from collections.abc import Callable

from nextcall.tui.terminal.modes import open_again

_BEHIND = 12
"""So many pieces on their way mean that the terminal does not keep up (a frame is up to three)."""

_PIECE = 65_536


class Outlet:
    """Sends text from a thread of its own; whoever writes never waits.

    Frames are dropped while the terminal is behind; once it has caught up, `caught_up` is
    called (in the thread) so that all can be drawn anew.
    """

    def __init__(self, fd: int, encoding: str, caught_up: Callable[[], None]) -> None:
        self._fd = open_again(fd)
        self._encoding = encoding
        self._caught_up = caught_up
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._dropped = self._abandoned = False
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    def frame(self, text: str) -> None:
        """Send what may be dropped, since a later frame makes up for it."""
        if self._queue.qsize() < _BEHIND:
            self._queue.put(text)
        elif not self._dropped:
            self._dropped = True
            self._queue.put("")  # should all be sent by now, the thread still learns of the drop

    def put(self, text: str) -> None:
        """Send what must arrive."""
        self._queue.put(text)

    def forget(self) -> None:
        """Throw away what has not been sent."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._queue.get_nowait()

    def finish(self, seconds: float) -> bool:
        """Send the rest and close; whether all of it went out within `seconds`."""
        self._queue.put(None)
        self._thread.join(seconds)
        whole = not self._thread.is_alive()
        if not whole:
            self._abandoned = True
            os.write(self._wake_write, b"x")
            self._thread.join(seconds)
        if not self._thread.is_alive():  # a way that blocks is closed by the end of the process
            for fd in (self._fd, self._wake_read, self._wake_write):
                os.close(fd)
        return whole

    def _run(self) -> None:
        more = True
        while more:
            pieces, more = self._next()
            self._send("".join(pieces).encode(self._encoding, "replace"))
            if self._dropped and self._queue.empty():
                self._dropped = False
                self._caught_up()

    def _next(self) -> tuple[list[str], bool]:
        """All that is waiting, at least one piece, and whether there may be more."""
        pieces: list[str] = []
        piece = self._queue.get()
        with contextlib.suppress(queue.Empty):
            while piece is not None:
                pieces.append(piece)
                piece = self._queue.get_nowait()
            return pieces, False
        return pieces, True

    def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest and not self._abandoned:
            try:
                rest = rest[os.write(self._fd, rest[:_PIECE]) :]
            except BlockingIOError:
                select.select([self._wake_read], [self._fd], [])
            except OSError:  # the terminal is gone: the side that reads finds out and ends the program
                return
