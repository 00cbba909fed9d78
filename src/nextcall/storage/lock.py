"""A lock between programs that dies with its holder: none is ever stale. A holder that was stopped is not waited for without end."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    def _take_if_free(handle: int) -> bool:
        """Whether the lock could be had at once."""
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take_if_free(handle: int) -> bool:
        """Whether the lock could be had at once."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


PATIENCE = 10.0
"""Seconds that a program waits for another one: longer than any save takes, and than anybody looks at a silent screen."""
_LOOK = 0.002


def _take(handle: int) -> None:
    for _ in range(int(PATIENCE / _LOOK)):
        if _take_if_free(handle):
            return
        time.sleep(_LOOK)
    raise OSError(errno.EAGAIN, "another program has not let go of the sessions: it is stopped, or long at work")


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold the lock at `path` while the block runs; other programs wait, but not for ever. Raises `OSError`."""
    handle = _opened(path)
    try:
        _take(handle)
        try:
            yield
        finally:
            _give(handle)
    finally:
        os.close(handle)


@contextmanager
def locked_if_free(path: str) -> Iterator[bool]:
    """Hold the lock at `path` while the block runs, unless another program has it; whether it is held. Raises `OSError`."""
    handle = _opened(path)
    try:
        free = _take_if_free(handle)
        try:
            yield free
        finally:
            if free:
                _give(handle)
    finally:
        os.close(handle)


def _opened(path: str) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o600)
