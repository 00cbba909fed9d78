"""Work on many files on several cores: copies of this process, each with its share.

What a copy makes of its share comes back in pieces, through a pipe. A copy waits until the piece
before has been fetched: so the memory stays the same, however many files there are.
"""

import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from nextcall.errors import StorageError

SHARED = 1_500
"""From so many files on it is worth starting a second process."""
_MOST = 4
_WIDE = 1 << 20
"""Bytes that wait in a pipe."""
_LENGTH = 8
"""Bytes in which the length of a piece stands before it."""


def copies_for(files: int) -> int:
    """How many processes so many files are worth; 1: this one alone."""
    return min(os.cpu_count() or 1, _MOST, files // (SHARED // 2)) if files >= SHARED and _may_fork() else 1


def _may_fork() -> bool:
    """Whether a copy of this process is sound: not where other threads run."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def pieces(shares: Sequence[Any], work: Callable[[Any], Iterator[Any]]) -> Iterator[Any]:
    """What `work` makes of each share, in a copy of this process each: of every share one piece in turn, as long as it has any.

    A piece is plain data (as `marshal` knows it), and not None. Raises `StorageError` where a copy ended early, `OSError` where none can be made.
    """
    children: list[tuple[int, Any]] = []
    try:
        for share in shares:
            children.append(_child(share, work))  # noqa: PERF401 (where one cannot be made, those before it end)
        working = [pipe for _, pipe in children]
        while working:
            for pipe in tuple(working):
                piece = _next(pipe)
                if piece is None:
                    working.remove(pipe)
                else:
                    yield piece
    finally:
        for process, pipe in children:
            pipe.close()
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)  # where it has not ended by itself
            with suppress(OSError):
                os.waitpid(process, 0)


def _send(piece: Any, pipe: Any) -> None:
    """A piece, after its length: read in one go it takes a third of the time."""
    written = marshal.dumps(piece)
    pipe.write(len(written).to_bytes(_LENGTH, "little"))
    pipe.write(written)


def _next(pipe: Any) -> Any:
    try:
        return marshal.loads(pipe.read(int.from_bytes(pipe.read(_LENGTH), "little")))  # noqa: S302 (from our own copy)
    except (EOFError, ValueError, TypeError):
        raise StorageError("a part of the work ended early", "Try it again.") from None


def _widen(pipe: int) -> None:
    """Let a pipe hold some pieces, where the system can: a copy that is ahead need not wait."""
    with suppress(ImportError, AttributeError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415 (of Linux alone)

        fcntl(pipe, F_SETPIPE_SZ, _WIDE)


def _child(share: Any, work: Callable[[Any], Iterator[Any]]) -> tuple[int, Any]:
    """A copy of this process that works on a share and writes what it comes to."""
    reading, writing = os.pipe()
    _widen(writing)
    parent = os.getpid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))  # ctrl+c is for the first process, which ends the copies
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    finally:
        if os.getpid() == parent:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    status = 1
    try:
        gc.disable()  # it ends soon, and what it makes has no cycles
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            for piece in work(share):
                _send(piece, pipe)
            _send(None, pipe)
        status = 0
    except BaseException:  # noqa: BLE001 (nothing of this copy may ever go on: the other one sees a short answer)
        status = 1
    finally:
        os._exit(status)
