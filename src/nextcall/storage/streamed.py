"""A file for somebody else, written piece by piece: the old one stays until the new one is complete."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nextcall.errors import StorageError
from nextcall.storage import atomic
from nextcall.text import line

_BUFFER = 1 << 20


@contextmanager
def replaced(path: str) -> Iterator[Callable[[bytes], object]]:
    """What writes to the file at `path`; it takes its place, for the user alone, when all went well, and else is gone.

    Raises `OSError`, or `StorageError` where something stands there that is no file.
    """
    _refuse_what_is_no_file(path)
    temporary = f"{path}.{os.getpid()}.part"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb", _BUFFER) as file:
            yield file.write
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        atomic.forget(temporary)
        raise
    atomic.sync_folder(os.path.dirname(path))


def _refuse_what_is_no_file(path: str) -> None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return
    if stat.S_ISDIR(found.st_mode):
        raise StorageError(f"{line(path)} is a folder", "Name a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise StorageError(f"{line(path)} is no file", "Leave -o out to write to standard output.")
