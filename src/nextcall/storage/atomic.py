"""Files that are whole at every moment: new beside old, on the disk, then in its place."""

from __future__ import annotations

import os
import stat

from nextcall.errors import InputError

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

_BINARY = getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_SIDE_BY_SIDE = 8
"""So many files wait for the disk at once: it writes them together."""


class Identity(NamedTuple):
    """What tells one version of a file from the next."""

    inode: int
    size: int
    modified: int
    """Nanoseconds."""


class UnsyncedError(OSError):
    """The new content is in its place, but what had to follow failed: the disk's word for the folder, as a rule."""

    def __init__(self, cause: OSError, path: str, written: Identity) -> None:
        super().__init__(cause.errno, cause.strerror)
        self.path = path
        """Where the new content stands."""
        self.identity = written
        """Which version stands there now."""


def identity(path: str) -> Identity | None:
    """Which version of the file stands at `path`; None: there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return Identity(found.st_ino, found.st_size, found.st_mtime_ns)


def save(path: str, data: bytes) -> Identity:
    """Put `data` in the place of the file at `path`, on the disk when this returns.

    Whatever happens meanwhile, the old content is there whole, or the new one. Raises `OSError`;
    the next try begins with a new file, since one whose fsync failed is worth nothing. Raises
    `UnsyncedError` where only the last step failed: then the new content may be seen already.
    """
    temporary = f"{path}.{os.getpid()}.part"
    forget(temporary)
    try:
        written = _write(temporary, data)
        os.replace(temporary, path)
    except BaseException:
        forget(temporary)
        raise
    try:
        sync_folder(os.path.dirname(path))
    except OSError as error:
        raise UnsyncedError(error, path, written) from error
    return written


def save_many(files: Sequence[tuple[str, bytes]]) -> list[Identity]:
    """As `save` for each of several paths, and as safe, in a fraction of the time.

    The disk takes them side by side, and the names of each folder once, at the end. No file has its place before all
    of them are on the disk. Raises `OSError`.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (only where there are many)

    temporaries = [f"{path}.{os.getpid()}.part" for path, _ in files]
    try:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            written = list(pool.map(_write_anew, temporaries, [data for _, data in files]))
        for temporary, (path, _) in zip(temporaries, files, strict=True):
            os.replace(temporary, path)
    except BaseException:
        for temporary in temporaries:
            forget(temporary)
        raise
    for folder in {os.path.dirname(path): None for path, _ in files}:
        sync_folder(folder)
    return written


def move(source: str, target: str) -> None:
    """Rename a file that is on the disk already. Raises `OSError` where it still has its old name.

    Should the disk not confirm the folders, the file is safe all the same, under one name or the other.
    """
    os.replace(source, target)
    try:
        sync_folder(os.path.dirname(target))
        sync_folder(os.path.dirname(source))
    except OSError:  # as said above
        return


def sync_folder(folder: str) -> None:
    """See to it that the disk has the folder's names as they are now."""
    if os.name == "nt":  # a folder cannot be opened there, and renaming is journalled
        return
    handle = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY | _CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: str) -> None:
    """Make a folder, and those above it that are missing, for the user alone. Raises `OSError`."""
    missing: list[str] = []
    while folder and not _is_there(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        try:
            os.mkdir(one, 0o700)
        except FileExistsError:
            continue
        sync_folder(os.path.dirname(one))


def _is_there(folder: str) -> bool:
    """Whether it is a folder. Raises `OSError` where none can be called so: none of those above it is made then."""
    try:
        return stat.S_ISDIR(os.stat(folder).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def read(path: str, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `InputError` with the reason, or `OSError`.

    No link is followed and nothing is waited for: a pipe or a device in the folder is named, not opened.
    """
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode):
        raise InputError("a link" if stat.S_ISLNK(found.st_mode) else "not a regular file")
    handle = os.open(path, os.O_RDONLY | _CLOEXEC | _NOFOLLOW | _NONBLOCK | _BINARY)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InputError("not a regular file")
        parts, left = [], limit + 1
        while left and (part := os.read(handle, left)):
            parts.append(part)
            left -= len(part)
        if not left:
            raise InputError(f"larger than {limit} bytes")
        return b"".join(parts)
    finally:
        os.close(handle)


def _write_anew(path: str, data: bytes) -> Identity:
    forget(path)
    return _write(path, data)


def _write(path: str, data: bytes) -> Identity:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOEXEC | _NOFOLLOW | _BINARY, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
        found = os.fstat(handle)
        return Identity(found.st_ino, found.st_size, found.st_mtime_ns)
    finally:
        os.close(handle)


def forget(path: str) -> None:
    """Take a temporary file away, if it is there."""
    try:  # without `suppress`: commands that only read load this too, and not the library that has it
        os.unlink(path)
    except OSError:
        return
