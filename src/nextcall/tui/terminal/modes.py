"""The terminal's modes: which are switched on, and the way back, also the rough way."""

import contextlib
import os
import termios
from typing import Any

Attributes = list[Any]
"""What `termios.tcgetattr` returns."""

_CANCEL = "\x18\x1b[0m"
"""Ends a sequence that was cut off, and its colours."""

_MOUSE = ("1000", "1003", "1006")


class Switches:
    """The sequences that make a terminal ours (`on`) and the user's again (`off`)."""

    def __init__(self, *, mouse: bool, keyboard: bool) -> None:
        pairs = [("\x1b[?1049h", "\x1b[?1049l")]  # the other screen: first in, last out
        if mouse:
            pairs += [(f"\x1b[?{mode}h", f"\x1b[?{mode}l") for mode in _MOUSE]
        pairs += [
            ("\x1b[?1004h", "\x1b[?1004l"),  # reports of focus
            ("\x1b[?2004h", "\x1b[?2004l"),  # pastes in brackets
            ("\x1b[?7l", "\x1b[?7h"),  # no line wrap
            ("\x1b[?25l", "\x1b[?25h"),  # no cursor
            ("", "\x1b[?2026l"),  # a frame may have been opened
        ]
        if keyboard:
            # Kitty's protocol: unambiguous, all keys, with their text. Each screen has its own stack of it.
            pairs.append(("\x1b[>25u", "\x1b[<u"))
        self.on = "".join(on for on, _ in pairs)
        self.off = "".join(off for _, off in reversed(pairs))


def open_again(fd: int) -> int:
    """A second, non-blocking way to the terminal of `fd`.

    O_NONBLOCK on `fd` itself would hit the shell too, which shares it.
    """
    flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    with contextlib.suppress(OSError):
        os.tcgetpgrp(fd)  # fails unless it is the terminal that /dev/tty stands for
        return os.open("/dev/tty", flags)
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(fd), flags)
    return os.dup(fd)  # blocking, but there


def make_raw(fd: int, found: Attributes) -> None:
    """Every key at once, none echoed or turned into a signal, given what was `found`."""
    raw = [*found[:6], list(found[6])]
    raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    raw[6][termios.VMIN] = 1
    raw[6][termios.VTIME] = 0
    set_attributes(fd, raw)


def attributes(fd: int) -> Attributes | None:
    """The terminal's attributes, or None where there is no terminal any more."""
    with contextlib.suppress(termios.error):
        return termios.tcgetattr(fd)
    return None


def set_attributes(fd: int, wanted: Attributes) -> None:
    """Set them now; a terminal that is gone needs none."""
    with contextlib.suppress(termios.error):
        termios.tcsetattr(fd, termios.TCSANOW, wanted)


def is_ours(fd: int) -> bool:
    """Whether the terminal may be changed: one in front of which another program stands may not."""
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        return True  # no job control here


def force(fd: int, sequences: str) -> None:
    """Send `sequences` to a terminal that may have stopped reading: never waits, throws away what was on its way."""
    with contextlib.suppress(OSError):
        out = open_again(fd)
        try:
            if is_ours(fd):
                with contextlib.suppress(termios.error):
                    termios.tcflush(out, termios.TCOFLUSH)
            os.write(out, (_CANCEL + sequences).encode())
        finally:
            os.close(out)
